using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class OrganisationReadingMapping : IEntityTypeConfiguration<OrganisationReading>
{
    public void Configure(EntityTypeBuilder<OrganisationReading> builder)
    {
        builder.ToTable("organisation_readings");
        builder.HasKey(reading => reading.Source);
        builder.Property(reading => reading.Source).HasMaxLength(OrganisationReading.SourceLength);
        builder.Property(reading => reading.Error).HasMaxLength(OrganisationReading.ErrorLength);
        builder.Property(reading => reading.Revision).IsConcurrencyToken();
    }
}
