using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Calendars;

namespace Fabrique.Web.Features.Appointments;

/// <summary>The appointments to come of the signed-in person, and the invitations that wait for their answer, on « Aujourd’hui ».</summary>
public sealed class TodayAppointments(AppointmentReader reader, Actor actor) : TodaySource
{
    public override int Order => 35;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken)
    {
        var mine = await reader.ReadMineAsync(cancellationToken);
        var unanswered = mine.Where(one => one.AnswerOf(actor.Id) is AttendanceAnswer.None).ToList();
        return new Today
        {
            Waiting = unanswered.Count switch
            {
                0 => [],
                1 => ["une invitation attend votre réponse"],
                var several => [$"{several} invitations attendent votre réponse"],
            },
            Steps = [.. unanswered.Select(one => new TodayStep($"Dire si vous venez\u00a0: {one.Title}, {one.Time}", "Répondre à l’invitation", AppointmentLinks.Show(one.Id), one.StartsAt))],
            Dates = [.. mine.Where(one => one.AnswerOf(actor.Id) is not AttendanceAnswer.Declined).Select(one => new TodayDate(one.StartsAt, one.Title, AppointmentLinks.Show(one.Id)) { IsToTheMinute = one.Day is null })],
        };
    }
}
