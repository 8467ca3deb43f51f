using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Calendars;

namespace Fabrique.Web.Features.Appointments;

public sealed record MyAppointmentLine(Guid Id, string Title, AppointmentTime Time, string Place, AttendanceAnswer Answer);

/// <summary>The appointments to come of the signed-in person, on « Mon espace ».</summary>
public sealed class MyAppointments(AppointmentReader reader, Actor actor) : SpaceSection
{
    public override string Name => "rendez-vous";

    public override int Order => 70;

    public override string View => "/Features/Appointments/_MyAppointments.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var mine = await reader.ReadMineAsync(cancellationToken);
        return mine.Take(PageSize).Select(one => new MyAppointmentLine(one.Id, one.Title, one.Time, one.Place, one.AnswerOf(actor.Id) ?? AttendanceAnswer.None)).ToList();
    }
}
