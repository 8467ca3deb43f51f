using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Calendars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Appointments.CancelAppointment;

/// <summary>Cancels an appointment, after one has read which.</summary>
[Authorize(Policies.SignedIn)]
public sealed class CancelAppointmentModel(AppointmentReader reader, CancelAppointmentHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public AppointmentSheet Sheet { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new Platform.Calendars.CancelAppointment(Id), token),
        () =>
        {
            TempData.Confirm("Le rendez-vous est annulé\u00a0: les personnes invitées sont prévenues.");
            return LocalRedirect(AppointmentLinks.Show(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Id, cancellationToken) is not { } sheet || !sheet.IsTheirs)
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }
}
