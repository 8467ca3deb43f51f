using System.Globalization;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Panels.Anonymise;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Score;

/// <summary>What somebody else says of the application.</summary>
public sealed record OtherAssessment(string Person, Assessment Assessment);

/// <summary>« Évaluer » : an application by the grid, one criterion after the other, each kept by itself. Theirs alone until they give it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class AssessModel(PanelReader reader, ScoringReader scoring, AnonymityDesk readings, Actor actor, GiveScoreHandler giver, SubmitAssessmentHandler submitter, TimeProvider clock) : FormPage
{
    /// <summary>More values than that are typed rather than chosen.</summary>
    private const int MostChoices = 11;

    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>The criterion whose button was pressed.</summary>
    [BindProperty]
    public string? Criterion { get; set; }

    /// <summary>By code of the criterion.</summary>
    [BindProperty]
    public Dictionary<string, string?> Values { get; set; } = [];

    /// <summary>By code of the criterion.</summary>
    [BindProperty]
    public Dictionary<string, string?> Comments { get; set; } = [];

    public Panel Panel { get; private set; } = null!;

    public JuryItem Item { get; private set; } = null!;

    /// <summary>Null as long as there is none.</summary>
    public ScoringGrid? Grid { get; private set; }

    /// <summary>What the reader says; null as long as they said nothing.</summary>
    public Assessment? Mine { get; private set; }

    public bool IsRecused { get; private set; }

    /// <summary>What the others say, once the reader gave theirs.</summary>
    public IReadOnlyList<OtherAssessment> Others { get; private set; } = [];

    /// <summary>The next application that is entrusted to the reader and that they have not assessed, once they gave this one; null when there is none.</summary>
    public JuryItem? Next { get; private set; }

    /// <summary>How many criteria have their score.</summary>
    public int Scored => Grid?.Criteria.Count(criterion => Mine?.ScoreOf(criterion.Code) is not null) ?? 0;

    public string ApplicationLink => Item.LinkFor(Id);

    /// <summary>Whether what they assess may be read: released, when the jury reads without names.</summary>
    public bool IsReadable { get; private set; } = true;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var code = Criterion ?? "";
        if (!decimal.TryParse(Values.GetValueOrDefault(code)?.Trim().Replace('.', ','), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, French, out var value))
        {
            ModelState.AddModelError($"{nameof(Values)}[{code}]", "Donnez une note.");
        }

        return SubmitAsync(
            token => giver.HandleAsync(new GiveScore(Id, Item.Id, code, value, Texts.Lines(Comments.GetValueOrDefault(code))), token),
            () =>
            {
                TempData.Confirm("La note est enregistrée. Vous seul·e la voyez tant que vous n’avez pas rendu votre évaluation.");
                return LocalRedirect(PanelLinks.Assess(Id, Item.Reference));
            },
            cancellationToken);
    }

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => submitter.HandleAsync(new SubmitAssessment(Id, Item.Id), token),
        () =>
        {
            TempData.Confirm("Votre évaluation est rendue : elle compte, et ne change plus.");
            return LocalRedirect(PanelLinks.Assess(Id, Item.Reference));
        },
        cancellationToken);

    /// <summary>The values of a scale, best last; empty when they are typed.</summary>
    public static IReadOnlyList<DsfrOption> Choices(Scale scale) => scale.Steps < MostChoices
        ? [.. Enumerable.Range(0, scale.Steps + 1).Select(step => Tell(scale.Min + (step * scale.Step))).Select(value => new DsfrOption(value, value))]
        : [];

    public static string Tell(decimal value) => value.ToString("0.####", French);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel)
        {
            return false;
        }

        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        if (items.FirstOrDefault(item => item.Reference.Equals(Reference, StringComparison.OrdinalIgnoreCase)) is not { } item)
        {
            return false;
        }

        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce;
        var part = Participation.Of(panel, recusals, actor.Id, item.Subject, reader.Today);
        if (!(part with { IsRecused = false }).MayScore)
        {
            return false;
        }

        (Panel, Item, IsRecused) = (panel, item, part.IsRecused);
        if (IsRecused || await scoring.FindGridAsync(panel.Id, cancellationToken) is not { } grid)
        {
            return true;
        }

        Grid = grid;
        var all = await scoring.ReadAssessmentsAsync(grid.Id, cancellationToken);
        var said = all.Where(assessment => assessment.Item == item.Subject).ToList();
        Mine = said.Find(assessment => assessment.ReviewerId == actor.Id);
        if (Mine is not { IsSubmitted: true } && !await readings.IsOpenAsync(panel, item, cancellationToken))
        {
            IsReadable = false;
            return true;
        }

        if (Mine is { IsSubmitted: true })
        {
            var given = all.Where(assessment => assessment.ReviewerId == actor.Id && assessment.IsSubmitted).Select(assessment => assessment.Item).ToHashSet();
            var asked = (await scoring.ReadAssignmentsAsync(panel.Id, cancellationToken)).Where(assignment => assignment.ReviewerId == actor.Id).Select(assignment => assignment.Item).ToHashSet();
            Next = items.FirstOrDefault(other => asked.Contains(other.Subject) && !given.Contains(other.Subject) && !recusals.Excludes(actor.Id, other.Subject));
        }

        var open = said.Where(assessment => assessment.ReviewerId != actor.Id && assessment.MayBeRead(actor.Id, Mine, isAsked: true, recusals) is null).ToList();
        if (open.Count == 0)
        {
            return true;
        }

        var people = await reader.ReadPeopleAsync(panel, open.Select(assessment => assessment.ReviewerId), cancellationToken);
        Others = [.. open.Select(assessment => new OtherAssessment(people[assessment.ReviewerId].FullName, assessment)).OrderBy(other => other.Person, StringComparer.Ordinal)];
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code is "score-out-of-scale" ? $"{nameof(Values)}[{Criterion}]" : refusal.Code is "score-comment-too-long" ? $"{nameof(Comments)}[{Criterion}]" : "";
}
