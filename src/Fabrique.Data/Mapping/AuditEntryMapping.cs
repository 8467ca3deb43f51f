using Fabrique.Data.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(entry => entry.UseCase).HasMaxLength(AuditEntry.UseCaseLength);
        builder.Property(entry => entry.EntityType).HasMaxLength(100);
        builder.Property(entry => entry.EntityId).HasMaxLength(AuditEntry.EntityIdLength);
        builder.Property(entry => entry.Action).HasMaxLength(20);
        builder.HasIndex(entry => new { entry.EntityType, entry.EntityId, entry.At });
        builder.HasIndex(entry => entry.At);
    }
}
