using Fabrique.Data.Conventions;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class ReminderOccurrenceMapping : IEntityTypeConfiguration<ReminderOccurrence>
{
    public void Configure(EntityTypeBuilder<ReminderOccurrence> builder)
    {
        builder.ToTable("reminder_occurrences");
        builder.HasKey(reminder => new { reminder.WorkItemId, reminder.DueAt });
        builder.Property(reminder => reminder.SentAt).IsNotShown();
        builder.Property(reminder => reminder.MissedAt).IsNotShown();
        builder.HasIndex(reminder => new { reminder.SentAt, reminder.DueAt });
    }
}
