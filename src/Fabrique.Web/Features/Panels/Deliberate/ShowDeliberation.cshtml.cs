using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Deliberate;

/// <summary>An application, and what the jury decides of it.</summary>
/// <param name="Item">Which.</param>
/// <param name="Standing">Where it ranks; null when it is not for the reader yet.</param>
/// <param name="IsRecused">Whether the reader has no part in it.</param>
/// <param name="IsHidden">Whether they read nothing more of it.</param>
/// <param name="Ballots">Its votes, the last one last.</param>
/// <param name="Decision">Null as long as nothing is decided.</param>
/// <param name="IsOutdated">Whether its vote was annulled, or changed, since it was decided.</param>
public sealed record DeliberationLine(JuryItem Item, Standing? Standing, bool IsRecused, bool IsHidden, IReadOnlyList<Ballot> Ballots, Decision? Decision, bool IsOutdated);

/// <summary>« Délibération » of a jury: its decisions side by side, within the places and the envelope, until it is concluded.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowDeliberationModel(PanelReader reader, DeliberationReader deliberations, Actor actor, BeginDeliberationHandler beginner, ConcludeDeliberationHandler concluder, ReopenDeliberationHandler reopener)
    : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>That of the deliberation that the forms show; null on a first reading.</summary>
    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi le nombre de places est dépassé", Description = "Inscrit au procès-verbal.")]
    [TextLength(Deliberation.ReasonLength)]
    public string? PlacesReason { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi l’enveloppe est dépassée", Description = "Inscrit au procès-verbal.")]
    [TextLength(Deliberation.ReasonLength)]
    public string? EnvelopeReason { get; set; }

    [BindProperty]
    [Display(Name = "Premier comité des candidatures retenues", Description = "Facultatif. Inscrit au procès-verbal, et annoncé dans leurs lettres.")]
    public DateOnly? FirstCommitteeOn { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi rouvrir la délibération", Description = "Ce qui sera conclu ensuite remplace ce qui l’est, et le dit.")]
    [TextLength(Deliberation.ReasonLength)]
    public string? Reason { get; set; }

    public Panel Panel { get; private set; } = null!;

    /// <summary>Null as long as it has not begun.</summary>
    public Deliberation? Deliberation { get; private set; }

    public bool MayConduct { get; private set; }

    /// <summary>How many assessments the reader owes before they read the ranking; none once the jury deliberates.</summary>
    public int Owed { get; private set; }

    /// <summary>The best ranked first.</summary>
    public IReadOnlyList<DeliberationLine> Lines { get; private set; } = [];

    /// <summary>Pairs of names: what is better ranked, and what is treated better without a reason.</summary>
    public IReadOnlyList<(JuryItem Better, JuryItem Worse)> Departures { get; private set; } = [];

    public int Retained { get; private set; }

    /// <summary>Why it cannot be concluded, reasons apart; null when it can.</summary>
    public Refusal? WhyNotConclude { get; private set; }

    /// <summary>Whether its decisions were published: nothing is reopened any more.</summary>
    public bool IsReleased { get; private set; }

    public bool PassesPlaces => Deliberation is { } deliberation && Retained > deliberation.Places;

    public bool PassesEnvelope => Deliberation is { } deliberation && deliberation.Spent > deliberation.Envelope;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shown = await ShowAsync(cancellationToken);
        Version = Deliberation?.Version;
        return shown;
    }

    public async Task<IActionResult> OnPostBeginAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) && !MayConduct ? Forbid() : await SubmitAsync(
        token => beginner.HandleAsync(new BeginDeliberation(Id), token),
        () => Done("La délibération est ouverte."),
        cancellationToken);

    public async Task<IActionResult> OnPostConcludeAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) && !MayConduct ? Forbid() : await SubmitAsync(
        token => concluder.HandleAsync(new ConcludeDeliberation(Id, Version ?? -1, Texts.Lines(PlacesReason), Texts.Lines(EnvelopeReason), FirstCommitteeOn), token),
        () => Done("La délibération est close : ses décisions ne changent plus."),
        cancellationToken);

    public async Task<IActionResult> OnPostReopenAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) && !MayConduct ? Forbid() : await SubmitAsync(
        token => reopener.HandleAsync(new ReopenDeliberation(Id, Version ?? -1, Texts.Lines(Reason)), token),
        () => Done("La délibération est rouverte."),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel)
        {
            return false;
        }

        (Panel, MayConduct) = (panel, actor.MayConduct(panel));
        var table = await deliberations.ReadAsync(panel, cancellationToken);
        Deliberation = table.Deliberation;

        // Once the jury deliberates, nobody is to be kept from the ranking any more.
        Owed = Deliberation is null ? await deliberations.CountOwedAsync(table, cancellationToken) : 0;
        var items = table.Items.ToDictionary(item => item.Subject);
        Lines =
        [
            .. (Owed > 0 ? table.Standings.OrderBy(standing => items[standing.Item].Reference, StringComparer.Ordinal) : table.Standings.AsEnumerable()).Select(standing =>
            {
                var isRecused = !table.IsOpenTo(actor.Id, standing.Item);
                var ballots = table.BallotsOn(standing.Item).ToList();
                var decision = Deliberation?.DecisionOn(standing.Item);
                return new DeliberationLine(
                    items[standing.Item],
                    Owed > 0 ? null : standing,
                    isRecused,
                    isRecused && !actor.IsStaff,
                    ballots,
                    decision,
                    decision is not null && IsOutdated(decision, ballots));
            }),
        ];
        if (Deliberation is not { } deliberation)
        {
            return true;
        }

        Retained = deliberation.Decisions.Count(decision => decision.Outcome is DecisionOutcome.Retained);
        if (deliberation.Status is DeliberationStatus.Open)
        {
            // The two reasons are asked for in the form.
            WhyNotConclude = deliberation.MayConclude(table.Standings, table.Ballots, nameof(PlacesReason), nameof(EnvelopeReason));
            Departures = [.. deliberation.Departures(table.Standings).Where(pair => IsShown(pair.Better) && IsShown(pair.Worse)).Select(pair => (items[pair.Better], items[pair.Worse]))];
        }
        else if (MayConduct)
        {
            IsReleased = await deliberations.FindBatchAsync(deliberation.Id, cancellationToken) is { IsReleased: true };
        }

        return true;

        bool IsShown(Subject item) => items.ContainsKey(item) && (actor.IsStaff || table.IsOpenTo(actor.Id, item));
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Deliberation?.Version;
        return Task.CompletedTask;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "deliberation-places" => nameof(PlacesReason),
        "deliberation-envelope" => nameof(EnvelopeReason),
        "deliberation-committee-past" => nameof(FirstCommitteeOn),
        "deliberation-reopening-unexplained" => nameof(Reason),
        _ => "",
    };

    private static bool IsOutdated(Decision decision, List<Ballot> ballots) => ballots.LastOrDefault() is { } last
        && (last.Id != decision.BallotId || last.Status is not BallotStatus.Closed || (decision.Outcome is DecisionOutcome.Retained && last.Outcome is not VoteOutcome.Adopted));

    private LocalRedirectResult Done(string sentence)
    {
        TempData.Confirm(sentence);
        return LocalRedirect(PanelLinks.Deliberation(Id));
    }
}
