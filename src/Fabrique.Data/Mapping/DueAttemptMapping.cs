using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class DueAttemptMapping : IEntityTypeConfiguration<DueAttempt>
{
    public void Configure(EntityTypeBuilder<DueAttempt> builder)
    {
        builder.HasKey(attempt => new { attempt.Source, attempt.Key });
        builder.Property(attempt => attempt.Source).HasMaxLength(DueAttempt.SourceLength);
        builder.Property(attempt => attempt.Cause).HasMaxLength(DueAttempt.CauseLength);
        builder.Property(attempt => attempt.LastError).HasMaxLength(DueAttempt.ErrorLength);
        builder.Property(attempt => attempt.LeasedUntil).IsConcurrencyToken();
        builder.Property(attempt => attempt.ClosedAt).IsConcurrencyToken();
        builder.HasIndex(attempt => attempt.FailedAt);
    }
}
