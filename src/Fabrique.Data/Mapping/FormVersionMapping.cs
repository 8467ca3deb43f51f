using Fabrique.Data.Auditing;
using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class FormVersionMapping : IEntityTypeConfiguration<FormVersion>
{
    public void Configure(EntityTypeBuilder<FormVersion> builder)
    {
        builder.Property(version => version.Form).HasConversion(FormJson.Forms).IsNotAudited();
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(version => version.PublishedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(version => new { version.DesignId, version.Number }).IsUnique();
    }
}
