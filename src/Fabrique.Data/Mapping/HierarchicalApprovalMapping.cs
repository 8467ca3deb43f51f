using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class HierarchicalApprovalMapping : IEntityTypeConfiguration<HierarchicalApproval>
{
    public void Configure(EntityTypeBuilder<HierarchicalApproval> builder)
    {
        builder.ToTable("hierarchical_approvals");
        builder.Property(approval => approval.Reason).HasMaxLength(HierarchicalApproval.ReasonLength);
        builder.Property(approval => approval.OverrideReason).HasMaxLength(HierarchicalApproval.ReasonLength);
        builder.Ignore(approval => approval.IsOpen);
        builder.Ignore(approval => approval.IsGiven);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(approval => approval.ManagerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(approval => approval.GivenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(approval => approval.OverriddenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(approval => new { approval.ApplicationId, approval.Round }).IsUnique();
        builder.HasIndex(approval => approval.ApplicationId, "ix_hierarchical_approvals_open").HasFilter("status = 'Requested'").IsUnique();
        builder.HasKnownValues(approval => approval.Status);
        builder.HasCheck("half_days", "half_days_per_week between 0 and 10");
        builder.HasCheck("explained", "status not in ('ApprovedWithReservation', 'Refused') or reason <> ''");
        builder.HasCheck("ended", "status in ('Requested', 'NotRequired') or ended_at is not null");
    }
}
