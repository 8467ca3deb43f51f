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
        builder.PrimitiveCollection(person => person.Roles).HasMaxLength(200);
        builder.HasIndex(person => person.DirectoryId).IsUnique();
        builder.HasIndex(person => person.Email);
    }
}
