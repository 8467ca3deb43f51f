using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

/// <param name="Invited">Whom it is about.</param>
/// <param name="Name">Their name, or their address as long as they never signed in.</param>
/// <param name="IsMe">Whether it is the signed-in person.</param>
public sealed record TeamLine(CoApplicant Invited, string Name, bool IsMe);

/// <summary>Who has an idea together.</summary>
[Authorize(Policies.SignedIn)]
public sealed class TeamModel(
    FabriqueDbContext db,
    Actor actor,
    ApplicationLoader loader,
    InviteCoApplicantHandler invite,
    GrantCoApplicantHandler grant,
    RemoveCoApplicantHandler remove,
    HandOverApplicationHandler handOver) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    [Display(Name = "Qui inviter ?", Description = "Le prénom et le nom d’une personne de l’annuaire, ou une adresse électronique.")]
    [StringLength(CoApplicant.EmailLength, ErrorMessage = "Raccourcissez ce texte : {1} caractères au plus.")]
    public string? Person { get; set; }

    [BindProperty]
    [Display(Name = "Ce que cette personne pourra faire")]
    public CoApplicantRight Right { get; set; } = CoApplicantRight.Write;

    [BindProperty]
    public Guid? CoApplicantId { get; set; }

    /// <summary>Of whom it is asked once more whether they are removed, or leave.</summary>
    [BindProperty(SupportsGet = true, Name = "retirer")]
    public Guid? Removes { get; set; }

    /// <summary>Of whom it is asked once more whether the idea is handed over to them.</summary>
    [BindProperty(SupportsGet = true, Name = "transmettre")]
    public Guid? HandsOver { get; set; }

    /// <summary>The line of which it is asked once more; null when nothing is.</summary>
    public TeamLine? Asked { get; private set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public IReadOnlyList<TeamLine> Lines { get; private set; } = [];

    public Refusal? WhyNotShare { get; private set; }

    public static IReadOnlyList<DsfrOption> Rights { get; } =
    [
        new(nameof(CoApplicantRight.Read), "Lire", "Elle suit la candidature, sans la modifier."),
        new(nameof(CoApplicantRight.Write), "Écrire", "Elle complète le brouillon avec vous."),
        new(nameof(CoApplicantRight.Submit), "Écrire et déposer", "Elle peut aussi déposer la candidature."),
    ];

    public static string LabelOf(CoApplicantRight right) => Rights.Single(option => option.Value == right.ToString()).Label;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostInviteAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Person))
        {
            ModelState.AddModelError(nameof(Person), "Écrivez qui vous invitez : un nom de l’annuaire ou une adresse électronique.");
        }

        return SubmitAsync(
            token => invite.HandleAsync(new InviteCoApplicant { ApplicationId = Application.Id, Person = Person!, Right = Right }, token),
            () => Done($"L’invitation est envoyée à {Person}."),
            cancellationToken);
    }

    public Task<IActionResult> OnPostGrantAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => grant.HandleAsync(new GrantCoApplicant { ApplicationId = Application.Id, CoApplicantId = CoApplicantId ?? Guid.Empty, Right = Right }, token),
        () => Done("Les droits sont modifiés."),
        cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        var leaves = false;
        return SubmitAsync(
            token =>
            {
                leaves = Lines.Any(line => line.IsMe && line.Invited.Id == CoApplicantId);
                return remove.HandleAsync(new RemoveCoApplicant { ApplicationId = Application.Id, CoApplicantId = CoApplicantId ?? Guid.Empty }, token);
            },
            () =>
            {
                if (!leaves)
                {
                    return Done("Cette personne n’est plus dans l’équipe.");
                }

                TempData.Confirm("Vous ne portez plus cette candidature.");
                return LocalRedirect(Kernel.Tasks.TaskLinks.MySpace);
            },
            cancellationToken);
    }

    public Task<IActionResult> OnPostHandOverAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handOver.HandleAsync(new HandOverApplication { ApplicationId = Application.Id, CoApplicantId = CoApplicantId ?? Guid.Empty }, token),
        () => Done("La candidature est transmise. Vous pouvez encore l’écrire et la déposer."),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindMineAsync(Reference, cancellationToken) is not { } application)
        {
            return false;
        }

        Application = application;
        WhyNotShare = application.MayShare(actor.Id);
        var ids = application.CoApplicants.Select(co => co.PersonId).OfType<Guid>().Append(application.ApplicantId).ToList();
        var names = await db.StaffMembers.Where(person => ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        Applicant = names[application.ApplicantId];
        Lines = [.. application.CoApplicants.Select(co => new TeamLine(co, co.PersonId is { } id ? names[id] : WhyNotShare is null ? co.Email : InvitationOptions.Veil(co.Email), co.PersonId == actor.Id))];
        Asked = Lines.FirstOrDefault(line => WhyNotShare is null
            ? line.Invited.Id == Removes || (line.Invited.Id == HandsOver && line.Invited.IsAccepted)
            : line.IsMe && line.Invited.Id == Removes);
        return true;
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData.Confirm(sentence);
        return LocalRedirect(ApplicationLinks.Team(Reference));
    }
}
