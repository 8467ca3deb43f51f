using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class TimelineEntryMapping : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> builder)
    {
        builder.Property(entry => entry.Sentence).HasMaxLength(TimelineEntry.SentenceLength);
        builder.HasIndex(entry => new { entry.SubjectId, entry.At });
        builder.Property(entry => entry.SubjectKind).HasMaxLength(Subject.KindLength);
    }
}
