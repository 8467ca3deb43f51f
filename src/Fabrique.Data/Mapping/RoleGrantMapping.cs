using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class RoleGrantMapping : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> builder)
    {
        builder.ToTable("role_grants");
        builder.Property(grant => grant.Role).HasMaxLength(RoleGrant.RoleLength);
        builder.Property(grant => grant.Reason).HasMaxLength(RoleGrant.ReasonLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(grant => grant.GivenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(grant => new { grant.Role, grant.EndsAt });
        builder.HasIndex(grant => grant.StaffMemberId);

        // Of two sign-ins at once that would open the same role, one is refused and begins again.
        builder.HasIndex(grant => new { grant.StaffMemberId, grant.Role, grant.Source }).IsUnique().HasFilter("ends_at is null");
        builder.HasKnownValues(grant => grant.Source);
        builder.HasCheck("period", "ends_at is null or ends_at >= starts_at");
        builder.HasCheck("given", "(source = 'Given' and given_by_id is not null and reason is not null) or (source = 'Directory' and given_by_id is null and reason is null)");
    }
}
