using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class HearingSessionMapping : IEntityTypeConfiguration<HearingSession>
{
    public void Configure(EntityTypeBuilder<HearingSession> builder)
    {
        builder.ToTable("hearing_sessions");
        builder.Property(session => session.QuorumWaiver).HasMaxLength(HearingSession.ReasonLength);
        builder.Property(session => session.CancellationReason).HasMaxLength(HearingSession.ReasonLength);
        builder.Property(session => session.Place).HasMaxLength(HearingSession.PlaceLength);
        builder.Property(session => session.Link).HasMaxLength(HearingSession.LinkLength);
        builder.Property(session => session.CurrentKind).HasMaxLength(Subject.KindLength);
        builder.Ignore(session => session.Current);
        builder.Ignore(session => session.Slots);
        builder.Ignore(session => session.Next);
        builder.ComplexProperty(session => session.Pace, pace => pace.Ignore(one => one.Problem));
        builder.ComplexProperty(session => session.Timer);
        builder.HasOne<Panel>().WithMany().HasForeignKey(session => session.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(session => session.Agenda).WithOne().HasForeignKey(item => item.SessionId);
        builder.HasMany(session => session.Breaks).WithOne().HasForeignKey(pause => pause.SessionId);
        builder.HasMany(session => session.Attendance).WithOne().HasForeignKey(one => one.SessionId);
        builder.HasIndex(session => new { session.PanelId, session.StartsAt });
        builder.HasKnownValues(session => session.Status);
        builder.HasKnownValues(session => session.OrderedBy);
        builder.HasCheck("current", "(current_kind is null) = (current_id is null)");
        builder.HasCheck("opened", "(status in ('Planned', 'Cancelled')) = (opened_at is null)");
        builder.HasCheck("cancelled", "(status = 'Cancelled') = (cancellation_reason is not null)");
        builder.HasCheck("closed", "(status = 'Closed') = (closed_at is not null)");
    }
}

internal sealed class AgendaItemMapping : IEntityTypeConfiguration<AgendaItem>
{
    public void Configure(EntityTypeBuilder<AgendaItem> builder)
    {
        builder.ToTable("agenda_items");
        builder.HasKey(item => new { item.SessionId, item.ItemKind, item.ItemId });
        builder.Property(item => item.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(item => item.Notes).HasMaxLength(AgendaItem.NotesLength);
        builder.Ignore(item => item.Item);
        builder.HasIndex(item => item.ItemId);
        builder.HasCheck("position", "position > 0");
    }
}

internal sealed class HearingBreakMapping : IEntityTypeConfiguration<HearingBreak>
{
    public void Configure(EntityTypeBuilder<HearingBreak> builder)
    {
        builder.ToTable("hearing_breaks");
        builder.HasKey(pause => new { pause.SessionId, pause.AfterPosition });
        builder.Property(pause => pause.AfterPosition).ValueGeneratedNever();
        builder.HasCheck("minutes", $"minutes between 1 and {HearingPace.LongestMinutes}");
    }
}

internal sealed class AttendanceEventMapping : IEntityTypeConfiguration<AttendanceEvent>
{
    public void Configure(EntityTypeBuilder<AttendanceEvent> builder)
    {
        builder.ToTable("attendance_events");
        builder.HasKey(one => new { one.SessionId, one.Number });
        builder.Property(one => one.Number).ValueGeneratedNever();
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(one => one.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasKnownValues(one => one.Kind);
    }
}
