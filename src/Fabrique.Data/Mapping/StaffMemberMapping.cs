using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class StaffMemberMapping : IEntityTypeConfiguration<StaffMember>
{
    public void Configure(EntityTypeBuilder<StaffMember> builder)
    {
        builder.Property(person => person.DirectoryId).HasMaxLength(100);
        builder.Property(person => person.FullName).HasMaxLength(StaffMember.NameLength);
        builder.Property(person => person.Email).HasMaxLength(StaffMember.EmailLength);
        builder.Property(person => person.Unit).HasMaxLength(StaffMember.UnitLength);
        builder.HasMany(person => person.Grants).WithOne().HasForeignKey(grant => grant.StaffMemberId);

        // Read without their grants, somebody would hold no role, and would be given those of the directory again.
        builder.Navigation(person => person.Grants).AutoInclude();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(person => person.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(person => person.ManagerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(person => person.AccessReason).HasMaxLength(StaffMember.AccessReasonLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(person => person.AccessChangedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasCheck("access", "(access_changed_at is null) = (access_reason is null) and (access_changed_by_id is null or access_changed_at is not null)");
        builder.HasCheck("manager", "manager_id is null or manager_id <> id");
        builder.HasIndex(person => person.DirectoryId).IsUnique();
        builder.HasIndex(person => person.Email);
    }
}
