using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Appointments, and what calendars are told of them.</summary>
public sealed class CalendarsModule : FabriqueModule
{
    public override string Code => "calendrier";

    public override void Declare(ModuleBuilder module)
    {
        foreach (var tag in AppointmentFacts.Tags)
        {
            module.Tag(tag);
        }

        module.Services
            .AddScoped<AppointmentGuests>()
            .AddScoped<AppointmentReader>()
            .AddScoped<Invitations>()
            .AddScoped<PlanAppointmentHandler>()
            .AddScoped<ChangeAppointmentHandler>()
            .AddScoped<CancelAppointmentHandler>()
            .AddScoped<AnswerInvitationHandler>()
            .AddScoped<ReadCalendarReplyHandler>()
            .AddScoped<MailReader, CalendarReplies>()
            .AddSingleton<CalendarWriter>();
    }
}
