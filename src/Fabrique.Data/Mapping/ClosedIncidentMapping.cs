using Fabrique.Domain.Incidents;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ClosedIncidentMapping : IEntityTypeConfiguration<ClosedIncident>
{
    public void Configure(EntityTypeBuilder<ClosedIncident> builder)
    {
        builder.ToTable("closed_incidents");
        builder.Property(incident => incident.Source).HasMaxLength(ClosedIncident.SourceLength);
        builder.Property(incident => incident.Key).HasMaxLength(ClosedIncident.KeyLength);
        builder.Property(incident => incident.Subject).HasMaxLength(ClosedIncident.SubjectLength);
        builder.Property(incident => incident.Cause).HasMaxLength(ClosedIncident.CauseLength);
        builder.Property(incident => incident.Error).HasMaxLength(ClosedIncident.ErrorLength);
        builder.Property(incident => incident.Reason).HasMaxLength(ClosedIncident.ReasonLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(incident => incident.ClosedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(incident => incident.Since);
    }
}
