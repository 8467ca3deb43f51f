using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Departure;

/// <summary>What becomes of an application whose carrier leaves.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class DepartureModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, SettleDepartureHandler handler) : FormPage
{
    /// <summary>The choice to close it.</summary>
    public const string Closing = "clore";

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    [Display(Name = "Ce que devient la candidature")]
    [Required(ErrorMessage = "Dites ce que devient la candidature.")]
    public string? Choice { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par les personnes qui portent l’idée, et repris dans la lettre si la candidature est close.")]
    [Required(ErrorMessage = "Dites pourquoi, en une phrase.")]
    [TextLength(Application.ReasonLength)]
    public string? Reason { get; set; }

    public Application Application { get; private set; } = null!;

    /// <summary>Who leaves.</summary>
    public string Leaver { get; private set; } = "";

    public IReadOnlyList<DsfrOption> Choices { get; private set; } = [];

    public Refusal? WhyNot { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new SettleDeparture
            {
                ApplicationId = Application.Id,
                Version = Version,
                CoApplicantId = Choice == Closing ? null : Guid.TryParse(Choice, out var id) ? id : Guid.Empty,
                Reason = Texts.Lines(Reason),
            },
            token),
        () =>
        {
            TempData.Confirm(Choice == Closing ? "La candidature est close. La lettre part aux personnes qui portaient l’idée." : "La candidature est confiée à une autre personne, qui en est prévenue.");
            return LocalRedirect(ApplicationLinks.Show(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindReadableAsync(Reference, cancellationToken) is not { } application)
        {
            return false;
        }

        Application = application;
        WhyNot = application.MaySettleDeparture(actor.Id);
        var accepted = application.CoApplicants.Where(co => co.IsAccepted).ToList();
        Guid[] ids = [application.ApplicantId, .. accepted.Select(co => co.PersonId!.Value)];
        var names = await db.StaffMembers.Where(person => ids.Contains(person.Id)).Select(person => new { person.Id, person.FullName, person.IsActive }).ToDictionaryAsync(person => person.Id, cancellationToken);
        Leaver = names[application.ApplicantId].FullName;
        Choices =
        [
            .. accepted.Where(co => names[co.PersonId!.Value].IsActive)
                .Select(co => new DsfrOption(co.Id.ToString("D"), $"La confier à {names[co.PersonId!.Value].FullName}", "Porte déjà l’idée. Ce qui était demandé à la personne qui part lui est demandé."))
                .OrderBy(option => option.Label, FrenchCulture.Names),
            new DsfrOption(Closing, "La clore avec une lettre", "La procédure s’arrête et plus rien n’est demandé à personne. Cela ne peut pas être annulé."),
        ];
        if (HttpMethods.IsGet(Request.Method))
        {
            Version = application.Version;
        }

        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Application.Version;
        return Task.CompletedTask;
    }
}
