using Fabrique.Data.Conventions;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class OrganisationUnitMapping : IEntityTypeConfiguration<OrganisationUnit>
{
    public void Configure(EntityTypeBuilder<OrganisationUnit> builder)
    {
        builder.ToTable("organisation_units");
        builder.Property(unit => unit.Code).HasMaxLength(OrganisationUnit.CodeLength);
        builder.Property(unit => unit.Name).HasMaxLength(OrganisationUnit.NameLength);
        builder.Property(unit => unit.ShortName).HasMaxLength(OrganisationUnit.ShortNameLength);
        builder.Property(unit => unit.TerritoryCode).HasMaxLength(Territory.CodeLength);
        builder.Property(unit => unit.OwnTimeZone).HasMaxLength(OrganisationUnit.TimeZoneLength);
        builder.Ignore(unit => unit.Territory);
        builder.HasKnownValues(unit => unit.Kind);
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(unit => unit.Code).IsUnique();
        builder.HasCheck("parent", "parent_id is null or parent_id <> id");
    }
}
