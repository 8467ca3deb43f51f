using Fabrique.Data.Conventions;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class CallGraceMapping : IEntityTypeConfiguration<CallGrace>
{
    public void Configure(EntityTypeBuilder<CallGrace> builder)
    {
        builder.ToTable("call_graces");
        builder.Property(grace => grace.Reason).HasMaxLength(CallGrace.ReasonLength);
        builder.Ignore(grace => grace.IsInForce);
        builder.HasOne<CallForApplications>().WithMany().HasForeignKey(grace => grace.CallId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(grace => grace.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(grace => grace.GrantedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(grace => grace.RevokedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(grace => new { grace.CallId, grace.StaffMemberId }).IsUnique();
        builder.HasIndex(grace => new { grace.StaffMemberId, grace.Until });
        builder.HasCheck("revoked", "(revoked_at is null) = (revoked_by_id is null)");
    }
}
