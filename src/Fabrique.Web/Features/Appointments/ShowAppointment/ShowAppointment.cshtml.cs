using System.ComponentModel.DataAnnotations;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Calendars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Appointments.ShowAppointment;

/// <summary>An appointment: when, where, who comes, and whether the reader does.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowAppointmentModel(AppointmentReader reader, SubjectNames names, AnswerInvitationHandler handler, Actor actor) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Of what the page shows.</summary>
    [BindProperty]
    public int Sequence { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Dites si vous venez.")]
    [EnumDataType(typeof(AttendanceAnswer), ErrorMessage = "Dites si vous venez.")]
    public AttendanceAnswer? Answer { get; set; }

    public AppointmentSheet Sheet { get; private set; } = null!;

    public SubjectName? About { get; private set; }

    /// <summary>The reader's answer; null when they are not invited.</summary>
    public AttendanceAnswer? Mine => Sheet.Appointment.AnswerOf(actor.Id);

    public bool IsOpen => !Sheet.IsCancelled && !Sheet.IsOver;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Sequence = Sheet.Appointment.Sequence;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new AnswerInvitation(Id, Sequence, Answer!.Value), token),
        () =>
        {
            TempData.Confirm("Votre réponse est enregistrée.");
            return LocalRedirect(AppointmentLinks.Show(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Id, cancellationToken) is not { } sheet)
        {
            return false;
        }

        Sheet = sheet;
        About = await names.FindAsync(sheet.Appointment.Subject, cancellationToken);
        return true;
    }

    // Whoever was told that it changed reads what it is now: their next answer is to that.
    protected override Task LoadFormAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Sequence));
        Sequence = Sheet.Appointment.Sequence;
        return Task.CompletedTask;
    }
}
