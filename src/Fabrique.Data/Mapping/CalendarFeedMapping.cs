using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class CalendarFeedMapping : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.ToTable("calendar_feeds");
        builder.Property(feed => feed.SecretDigest).HasMaxLength(CalendarFeed.DigestLength).IsNotAudited();
        builder.Ignore(feed => feed.IsOpen);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(feed => feed.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(feed => feed.StaffMemberId).IsUnique();
        builder.HasIndex(feed => feed.SecretDigest).IsUnique();
        builder.HasCheck("revoked", "(secret_digest is null) = (revoked_at is not null)");
    }
}
