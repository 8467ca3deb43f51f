using Fabrique.Data.Conventions;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class MessageRevisionMapping : IEntityTypeConfiguration<MessageRevision>
{
    public void Configure(EntityTypeBuilder<MessageRevision> builder)
    {
        builder.ToTable("message_revisions");
        builder.HasKey(revision => new { revision.MessageOverrideId, revision.Number });
        builder.Property(revision => revision.Number).ValueGeneratedNever();
        builder.Property(revision => revision.Subject).HasMaxLength(MessageText.SubjectLength);
        builder.Property(revision => revision.Preheader).HasMaxLength(MessageText.PreheaderLength);
        builder.Property(revision => revision.Reason).HasMaxLength(MessageText.ReasonLength);
        builder.Property(revision => revision.Body).HasMaxLength(MessageText.BodyLength);
        builder.Property(revision => revision.Why).HasMaxLength(MessageRevision.WhyLength);
        builder.Ignore(revision => revision.Text);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(revision => revision.WrittenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasKnownValues(revision => revision.Act);
        builder.HasCheck("text", "(subject is null) = (body is null) and (subject is null) = (reason is null) and (subject is null) = (preheader is null) and (subject is null) = (shipped is null)");
        builder.HasCheck("restored", "(act = 'Restored') = (restored_number is not null)");
    }
}
