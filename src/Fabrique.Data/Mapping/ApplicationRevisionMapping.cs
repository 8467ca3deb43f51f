using Fabrique.Data.Auditing;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ApplicationRevisionMapping : IEntityTypeConfiguration<ApplicationRevision>
{
    public void Configure(EntityTypeBuilder<ApplicationRevision> builder)
    {
        builder.Property(revision => revision.Answers).HasConversion(FormJson.Answers).IsNotAudited();
        builder.Ignore(revision => revision.Form);
        builder.HasOne(revision => revision.FormVersion).WithMany().HasForeignKey(revision => revision.FormVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.Navigation(revision => revision.FormVersion).AutoInclude();
        builder.HasOne<Application>().WithMany().HasForeignKey(revision => revision.ApplicationId);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(revision => revision.WrittenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(revision => new { revision.ApplicationId, revision.Number });
    }
}
