using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ApplicationMapping : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.Property(application => application.Reference).HasMaxLength(Application.ReferenceLength);
        builder.Property(application => application.Title).HasMaxLength(Application.TitleLength);
        builder.Property(application => application.Answers).HasConversion(FormJson.Answers);
        builder.Property(application => application.DecisionReason).HasMaxLength(Application.ReasonLength);
        builder.Ignore(application => application.Form);
        builder.Ignore(application => application.IsComplete);
        builder.Ignore(application => application.IsDecided);
        builder.Ignore(application => application.IsSubmitted);
        builder.Ignore(application => application.IsClosed);
        builder.Ignore(application => application.Approval);
        builder.Ignore(application => application.Correction);
        builder.HasMany(application => application.Rulings).WithOne().HasForeignKey(ruling => ruling.ApplicationId);
        builder.HasMany(application => application.Corrections).WithOne().HasForeignKey(request => request.ApplicationId);
        builder.HasMany(application => application.Approvals).WithOne().HasForeignKey(approval => approval.ApplicationId);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(application => application.ManagerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(application => application.Opinions).WithOne().HasForeignKey(opinion => opinion.ApplicationId);
        builder.HasOne<CallForApplications>().WithMany().HasForeignKey(application => application.CallId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(application => application.ApplicantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(application => application.DecidedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(application => application.CoApplicants).WithOne().HasForeignKey(co => co.ApplicationId);
        builder.HasOne(application => application.FormVersion).WithMany().HasForeignKey(application => application.FormVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.Navigation(application => application.FormVersion).AutoInclude();
        builder.HasIndex(application => application.Reference).IsUnique();
        builder.HasIndex(application => new { application.CallId, application.Status });
        builder.HasIndex(application => new { application.ApplicantId, application.SubmittedAt });
        builder.HasIndex(application => application.SubmittedAt);
        builder.HasIndex(application => new { application.Status, application.SubmittedAt });
        builder.HasIndex(application => application.Title);
        builder.HasIndex(application => new { application.DecidedAt, application.SubmittedAt });
        builder.HasKnownValues(application => application.Status);
        builder.HasCheck("submitted", "submitted_at is not null or status in ('Draft', 'Withdrawn')");
        builder.HasOne<Product>().WithMany().HasForeignKey(application => application.RedirectedToId).OnDelete(DeleteBehavior.Restrict);
        builder.HasCheck("redirected", "(status = 'Redirected') = (redirected_to_id is not null)");
        builder.HasCheck("decided", "status not in ('Retained', 'NotRetained', 'NotShortlisted', 'Inadmissible', 'Redirected') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");
    }
}
