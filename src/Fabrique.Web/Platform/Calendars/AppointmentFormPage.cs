using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Somebody whom the page proposes to invite.</summary>
/// <param name="Id">Key of the person.</param>
/// <param name="Part">Why them: « Coach ».</param>
public sealed record ProposedGuest(Guid Id, string Part);

/// <summary>A page on which an appointment about something is planned, or the one to come is changed. Its fields are those of <c>_AppointmentFields</c>.</summary>
public abstract class AppointmentFormPage(AppointmentReader reader, PlanAppointmentHandler plan, ChangeAppointmentHandler change) : FormPage
{
    private const int NamesLength = 2_000;

    [BindProperty]
    [Display(Name = "Jour")]
    [Required(ErrorMessage = "Donnez le jour.")]
    public DateOnly? Day { get; set; }

    [BindProperty]
    [Display(Name = "Début (heure de Paris)")]
    public TimeOnly? From { get; set; }

    [BindProperty]
    [Display(Name = "Fin (heure de Paris)")]
    public TimeOnly? Until { get; set; }

    [BindProperty]
    [Display(Name = "Toute la journée", Description = "Sans heure de début ni de fin : celles qui sont écrites au-dessus ne comptent pas.")]
    public bool WholeDay { get; set; }

    [BindProperty]
    [Display(Name = "Lieu", Description = "Une salle, une adresse. Sans lieu, donnez l’adresse d’une visioconférence.")]
    [TextLength(Appointment.PlaceLength)]
    public string? Place { get; set; }

    [BindProperty]
    [Display(Name = "Adresse de la visioconférence", Description = "Elle commence par https://.")]
    [TextLength(Appointment.LinkLength)]
    public string? Link { get; set; }

    /// <summary>Keys of those whose box is ticked.</summary>
    [BindProperty]
    [Display(Name = "Qui est invité", Description = "Chaque personne reçoit une invitation que son agenda sait lire.")]
    public Guid[] People { get; set; } = [];

    [BindProperty]
    [Display(Name = "Autres personnes", Description = "Prénom et nom, ou adresse de courriel, une personne par ligne.")]
    [TextLength(NamesLength)]
    public string? Others { get; set; }

    /// <summary>The appointment that the form changes; null when it plans one.</summary>
    [BindProperty]
    public Guid? Changed { get; set; }

    [BindProperty]
    public int? Version { get; set; }

    /// <summary>The one to come; null when none is.</summary>
    public AppointmentSheet? Next { get; private set; }

    public IReadOnlyList<DsfrOption> Guests { get; private set; } = [];

    public abstract DateOnly Today { get; }

    /// <summary>Why nothing can be planned at the moment; null when it can.</summary>
    public Refusal? WhyNot { get; protected set; }

    protected abstract Subject About { get; }

    protected abstract string Title { get; }

    /// <summary>What to know of a day on which it is held, in sentences; empty when it is like another.</summary>
    protected virtual string Remark(DateOnly day) => HolidayCalendar.Mainland.IsWorkingDay(day) ? "" : $"Le {FrenchDate.WeekDay(day)} n’est pas un jour ouvré.";

    /// <summary>Where one goes on once it is done.</summary>
    protected abstract string After { get; }

    /// <summary>Reads what the appointment is about. False when there is no such thing, or it is not for this person.</summary>
    protected abstract Task<bool> LoadSubjectAsync(CancellationToken cancellationToken);

    /// <summary>Those who are likely to be invited, each once.</summary>
    protected abstract IReadOnlyList<ProposedGuest> Proposed { get; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Next is { Appointment: var next, Guests: var guests })
        {
            var (start, end) = (ParisTime.FromUtc(next.StartsAt), ParisTime.FromUtc(next.EndsAt));
            (Day, WholeDay) = (DateOnly.FromDateTime(start), next.Day is not null);
            (From, Until) = (WholeDay ? null : TimeOnly.FromDateTime(start), WholeDay ? null : TimeOnly.FromDateTime(end));
            (Place, Link, Changed, Version) = (next.Place, next.Link, next.Id, next.Version);
            People = [.. guests.Select(guest => guest.Id)];
        }
        else
        {
            People = [.. Guests.Select(guest => Guid.Parse(guest.Value))];
        }

        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        ReadHour(nameof(From), From, "Donnez l’heure de début.");
        ReadHour(nameof(Until), Until, "Donnez l’heure de fin.");
        return SubmitAsync(SaveAsync, Told, cancellationToken);
    }

    protected sealed override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await LoadSubjectAsync(cancellationToken))
        {
            return false;
        }

        var proposed = Proposed;
        (Next, var names) = await reader.FindNextAsync(About, [.. proposed.Select(guest => guest.Id)], cancellationToken);
        Guests =
        [
            .. proposed.Select(guest => new DsfrOption(guest.Id.ToString("D"), names[guest.Id], guest.Part)),
            .. (Next?.Guests ?? []).Where(guest => proposed.All(other => other.Id != guest.Id)).Select(guest => new DsfrOption(guest.Id.ToString("D"), guest.Name)),
        ];
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Next?.Appointment.Id == Changed ? Next?.Appointment.Version : Version;
        return Task.CompletedTask;
    }

    // An hour is asked for, and has to be one, unless it does not count.
    private void ReadHour(string name, TimeOnly? hour, string missing)
    {
        if (WholeDay)
        {
            ModelState.ClearValidationState(name);
            ModelState.MarkFieldSkipped(name);
        }
        else if (hour is null && ModelState.GetFieldValidationState(name) is not ModelValidationState.Invalid)
        {
            ModelState.AddModelError(name, missing);
        }
    }

    private Task<Outcome<SavedAppointment>> SaveAsync(CancellationToken cancellationToken)
    {
        var terms = new AppointmentTerms(Texts.Clip(Texts.Line(Title), Appointment.TitleLength), WholeDay ? AppointmentTime.WholeOf(Day!.Value) : AppointmentTime.On(Day!.Value, From!.Value, Until!.Value), Texts.Line(Place), Texts.Line(Link));
        var others = Texts.Lines(Others).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Changed is { } id
            ? change.HandleAsync(new ChangeAppointment { Id = id, Version = Version ?? -1, Terms = terms, People = People, Others = others }, cancellationToken)
            : plan.HandleAsync(new PlanAppointment { About = About, Terms = terms, People = People, Others = others }, cancellationToken);
    }

    private LocalRedirectResult Told(SavedAppointment saved)
    {
        var busy = saved.Busy.Count == 0 ? "" : $" À noter\u00a0: {(WholeDay ? "ce jour-là" : "à ces heures")}, un autre rendez-vous attend déjà {string.Join(", ", saved.Busy)}.";
        var remark = Remark(Day!.Value) is { Length: > 0 } known ? $" À noter\u00a0: {char.ToLowerInvariant(known[0])}{known[1..]}" : "";
        TempData.Confirm(saved.Change.IsNothing
            ? "Rien n’a changé\u00a0: personne n’est dérangé."
            : (Changed is null ? "Le rendez-vous est prévu\u00a0: les personnes invitées sont prévenues." : "Le rendez-vous est modifié\u00a0: les personnes concernées sont prévenues.") + remark + busy);
        return LocalRedirect(After);
    }
}
