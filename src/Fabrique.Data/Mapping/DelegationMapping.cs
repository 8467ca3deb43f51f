using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class DelegationMapping : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        builder.ToTable("delegations");
        builder.Property(delegation => delegation.ScopeKind).HasMaxLength(DelegationScope.KindLength);
        builder.Property(delegation => delegation.ScopeKey).HasMaxLength(DelegationScope.KeyLength);
        builder.Property(delegation => delegation.Reason).HasMaxLength(Delegation.ReasonLength);
        builder.Ignore(delegation => delegation.Scope);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.DelegatorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.SubstituteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.EnteredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.EndedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(delegation => new { delegation.SubstituteId, delegation.Until });
        builder.HasIndex(delegation => new { delegation.DelegatorId, delegation.Until });

        // Of two who enter the same at once, one is refused and begins again.
        builder.HasIndex(delegation => new { delegation.DelegatorId, delegation.ScopeKind, delegation.ScopeKey, delegation.From }).IsUnique().HasFilter("ended_at is null");
        builder.HasCheck("period", "until >= \"from\"");
        builder.HasCheck("ended", "(ended_at is null) = (ended_by_id is null)");
        builder.HasCheck("others", "substitute_id is null or substitute_id <> delegator_id");
    }
}
