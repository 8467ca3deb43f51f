using System.Text;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Calendars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Appointments.ShowAppointment;

/// <summary>« Ajouter à mon agenda »: an appointment as a file.</summary>
[Authorize(Policies.SignedIn)]
public sealed class AppointmentFileModel(AppointmentReader reader, CalendarWriter writer, Actor actor) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) =>
        await reader.FindAsync(id, cancellationToken) is { IsCancelled: false, Appointment: var appointment }
            ? File(Encoding.UTF8.GetBytes(writer.Read(name: null, [CalendarWriter.LineOf(appointment, appointment.AnswerOf(actor.Id))])), CalendarWriter.MediaType, "rendez-vous.ics")
            : NotFound();
}
