using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Assign;

/// <summary>Somebody who assesses, and how much.</summary>
/// <param name="Person">Who.</param>
/// <param name="Asked">How many applications they are asked to assess.</param>
/// <param name="Given">Of which they assessed.</param>
public sealed record ReviewerLoad(PanelPerson Person, int Asked, int Given)
{
    /// <summary>What they know.</summary>
    public IReadOnlyList<string> Competences { get; init; } = [];

    /// <summary>As lists call it; null when it is not known.</summary>
    public string? Direction { get; init; }
}

/// <summary>An application, and who assesses it.</summary>
public sealed record AssignedItem(JuryItem Item, IReadOnlyList<(string Person, bool IsDrawn, bool IsGiven)> Reviewers);

/// <summary>« Répartition » : who assesses what, how much, and the draw.</summary>
[Authorize(PanelsModule.ReadersPolicy)]
public sealed class ListAssignmentsModel(PanelReader reader, ScoringReader scoring, Actor actor, DrawAssignmentsHandler drawer, AssignByHandHandler assigner, DrawConstraints constraints, TimeProvider clock) : FormPage
{
    private const int UsualReviewers = 3;

    // What people can read out and copy.
    private const int LargestSeed = 1_000_000_000;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Évaluateurs par candidature", Description = "Ceux qu’elle a déjà compris.")]
    [Range(1, DrawAssignmentsHandler.MostReviewers, ErrorMessage = "Chaque candidature a de 1 à 20 évaluateurs.")]
    public int? PerItem { get; set; }

    [BindProperty]
    [Display(Name = "Graine du tirage", Description = "Le même nombre, avec les mêmes membres et les mêmes candidatures, redonne le même tirage. Il est conservé.")]
    public long? Seed { get; set; }

    [BindProperty]
    [Display(Name = "Quelqu’un est absent", Description = "Ce que cette personne n’a pas encore évalué est confié à d’autres.")]
    public Guid? Absent { get; set; }

    [BindProperty]
    [Display(Name = "Par compétence", Description = "Une candidature dont une étiquette est la compétence d’un membre est lue par quelqu’un qui l’a.")]
    public bool ByCompetence { get; set; }

    [BindProperty]
    [Display(Name = "Jamais dans la même direction", Description = "Personne n’évalue une candidature qui vient de sa direction.")]
    public bool AcrossDirections { get; set; }

    [BindProperty]
    [Display(Name = "Candidature")]
    public Guid? Item { get; set; }

    [BindProperty]
    [Display(Name = "À qui")]
    public Guid? Reviewer { get; set; }

    public Panel Panel { get; private set; } = null!;

    public IReadOnlyList<ReviewerLoad> Loads { get; private set; } = [];

    public IReadOnlyList<AssignedItem> Items { get; private set; } = [];

    public bool MayRun => actor.MayRunPanels();

    public IReadOnlyList<DsfrOption> ReviewerChoices => [.. Loads.Select(load => new DsfrOption(load.Person.Id.ToString("D"), load.Person.FullName))];

    public IReadOnlyList<DsfrOption> ItemChoices => [.. Items.Select(item => new DsfrOption(item.Item.Id.ToString("D"), item.Item.Name))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        (PerItem, Seed) = (UsualReviewers, RandomNumberGenerator.GetInt32(1, LargestSeed));
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => !MayRun ? Forbid() : await SubmitAsync(
        token => drawer.HandleAsync(new DrawAssignments(Id, PerItem ?? UsualReviewers, Seed ?? RandomNumberGenerator.GetInt32(1, LargestSeed), Absent) { ByCompetence = ByCompetence, AcrossDirections = AcrossDirections }, token),
        () =>
        {
            TempData.Confirm("Le tirage est fait : chacun lit ce qui lui est confié sur la page du jury.");
            return LocalRedirect(PanelLinks.Assignments(Id));
        },
        cancellationToken);

    public async Task<IActionResult> OnPostByHandAsync(CancellationToken cancellationToken)
    {
        if (!MayRun)
        {
            return Forbid();
        }

        if (Item is null)
        {
            ModelState.AddModelError(nameof(Item), "Choisissez la candidature.");
        }

        if (Reviewer is null)
        {
            ModelState.AddModelError(nameof(Reviewer), "Choisissez à qui la confier.");
        }

        return await SubmitAsync(
            token => assigner.HandleAsync(new AssignByHand(Id, Item!.Value, Reviewer!.Value), token),
            () =>
            {
                TempData.Confirm("La candidature est confiée.");
                return LocalRedirect(PanelLinks.Assignments(Id));
            },
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel)
        {
            return false;
        }

        Panel = panel;
        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce;
        var assigned = (await scoring.ReadAssignmentsAsync(panel.Id, cancellationToken)).Where(assignment => !recusals.Excludes(assignment.ReviewerId, assignment.Item)).ToList();
        var grid = await scoring.FindGridAsync(panel.Id, cancellationToken);
        var given = grid is null ? [] : (await scoring.ReadAssessmentsAsync(grid.Id, cancellationToken)).Where(assessment => assessment.Counts(grid, recusals)).Select(assessment => (assessment.ReviewerId, assessment.Item)).ToHashSet();
        var people = await reader.ReadPeopleAsync(panel, assigned.Select(assignment => assignment.ReviewerId), cancellationToken);
        Items =
        [
            .. items.Select(item => new AssignedItem(
                item,
                [
                    .. assigned.Where(assignment => assignment.Item == item.Subject)
                        .Select(assignment => (people[assignment.ReviewerId].FullName, assignment.Origin is AssignmentOrigin.Drawn, given.Contains((assignment.ReviewerId, item.Subject))))
                        .OrderBy(line => line.FullName, StringComparer.Ordinal),
                ])),
        ];
        var directions = await constraints.ReadDirectionsAsync(people.Values, cancellationToken);
        Loads =
        [
            .. panel.MembersOn(reader.Today).Where(member => member.Capacity is Capacity.Voting or Capacity.Advisory).Select(member => new ReviewerLoad(
                people[member.PersonId],
                assigned.Count(assignment => assignment.ReviewerId == member.PersonId),
                assigned.Count(assignment => assignment.ReviewerId == member.PersonId && given.Contains((member.PersonId, assignment.Item))))
            {
                Competences = member.Competences,
                Direction = directions.GetValueOrDefault(member.PersonId)?.Label,
            }),
        ];
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "assignment-per-item" => nameof(PerItem),
        "assignment-not-a-reviewer" or "assignment-recused" or "assignment-already-made" => nameof(Reviewer),
        "assignment-unknown-item" => nameof(Item),
        _ => "",
    };
}
