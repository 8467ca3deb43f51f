using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class AppointmentMapping : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.ToTable("appointments");
        builder.Property(appointment => appointment.Uid).HasMaxLength(Appointment.UidLength);
        builder.Property(appointment => appointment.SubjectKind).HasMaxLength(Subject.KindLength);
        builder.Property(appointment => appointment.Title).HasMaxLength(Appointment.TitleLength);
        builder.Property(appointment => appointment.Place).HasMaxLength(Appointment.PlaceLength);
        builder.Property(appointment => appointment.Link).HasMaxLength(Appointment.LinkLength);
        builder.Ignore(appointment => appointment.Subject);
        builder.Ignore(appointment => appointment.Time);
        builder.HasMany(appointment => appointment.Attendees).WithOne().HasForeignKey(attendee => attendee.AppointmentId);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(appointment => appointment.PlannedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(appointment => appointment.CancelledById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(appointment => appointment.Uid).IsUnique();
        builder.HasIndex(appointment => appointment.EndsAt);

        // Of two who plan the next one at once, one begins again, and sees the other’s.
        builder.HasIndex(appointment => new { appointment.SubjectKind, appointment.SubjectId, appointment.Number }).IsUnique();
        builder.HasKnownValues(appointment => appointment.Status);
        builder.HasCheck("period", "ends_at > starts_at");
        builder.HasCheck("cancelled", "(status = 'Cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancelled_by_id is null)");
    }
}

internal sealed class AttendeeMapping : IEntityTypeConfiguration<Attendee>
{
    public void Configure(EntityTypeBuilder<Attendee> builder)
    {
        builder.ToTable("attendees");
        builder.HasKey(attendee => new { attendee.AppointmentId, attendee.StaffMemberId });
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(attendee => attendee.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(attendee => attendee.StaffMemberId);
        builder.HasKnownValues(attendee => attendee.Answer);
        builder.HasCheck("answered", "(answer = 'None') = (answered_at is null)");
    }
}
