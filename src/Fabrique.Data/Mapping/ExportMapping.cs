using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain.Exports;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ExportMapping : IEntityTypeConfiguration<Export>
{
    public void Configure(EntityTypeBuilder<Export> builder)
    {
        builder.ToTable("exports");
        builder.Property(export => export.Source).HasMaxLength(Export.CodeLength);
        builder.Property(export => export.Filter).HasMaxLength(Export.FilterLength);
        builder.Property(export => export.ColumnList).HasMaxLength(Export.ColumnsLength);
        builder.Property(export => export.Format).HasMaxLength(Export.CodeLength);
        builder.Property(export => export.Key).HasMaxLength(Export.KeyLength).IsNotAudited();
        builder.Property(export => export.Title).HasMaxLength(Export.NameLength);
        builder.Property(export => export.FileName).HasMaxLength(Export.NameLength);
        builder.Property(export => export.Notice).HasMaxLength(Export.SentenceLength);
        builder.Ignore(export => export.Columns);
        builder.Ignore(export => export.IsUnderWay);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(export => export.RequestedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(export => new { export.State, export.AskedAt });
        builder.HasIndex(export => export.ExpiresAt);

        // Of two who ask for the same at once, or for one too many, one begins again and finds the other.
        builder.HasIndex(export => new { export.RequestedById, export.Key }).IsUnique().HasFilter("place is not null");
        builder.HasIndex(export => new { export.RequestedById, export.Place }).IsUnique().HasFilter("place is not null");
        builder.HasKnownValues(export => export.State);
        builder.HasCheck("under_way", "(state in ('Waiting', 'Running')) = (place is not null)");
        builder.HasCheck("ended", "(place is null) = (expires_at is not null)");
    }
}
