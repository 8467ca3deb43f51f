using Fabrique.Domain;
using Fabrique.Domain.Incidents;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Incidents;

/// <summary>A line as the page shows it.</summary>
/// <param name="Line">The incident.</param>
/// <param name="Kind">Its kind, in French.</param>
/// <param name="Text">How it reads.</param>
/// <param name="Subject">What it is about; null when about nothing, or nothing that this person may open.</param>
/// <param name="Closing">Who closed it and why; null when it is open.</param>
public sealed record IncidentRow(IncidentLine Line, string Kind, IncidentText Text, SubjectName? Subject, IncidentClosing? Closing)
{
    /// <summary>In the page.</summary>
    public string Id => $"incident-{Line.Source}-{Line.Key.Replace('/', '-')}";
}

/// <summary>What became of one incident.</summary>
/// <param name="Cause">What it was.</param>
/// <param name="Refusal">Why nothing was done; null when it was.</param>
public sealed record IncidentResult(string Cause, string? Refusal);

/// <summary>« Incidents »: what failed and waits for somebody, the newest first; an administrator has some tried again, or closes them.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class IncidentsModel(IncidentInbox inbox, SubjectTypes types, SubjectNames subjects, Actor actor, RetryIncidentHandler retry, CloseIncidentHandler close, ILogger<IncidentsModel> logger)
    : FormPage
{
    public const int PageSize = 20;

    /// <summary>How many are retried at once, at most: the next ones are a gesture away.</summary>
    public const int MostAtOnce = 100;

    private const string Kind = "genre";
    private const string State = "etat";
    private const string About = "sujet";
    private const string ClosedState = "clos";

    /// <summary>What those that were asked about were, before anything was done about them.</summary>
    private readonly Dictionary<string, string> causes = new(StringComparer.Ordinal);

    [BindProperty]
    public IReadOnlyList<string> Selected { get; set; } = [];

    [BindProperty]
    [TextLength(ClosedIncident.ReasonLength)]
    public string? Reason { get; set; }

    public PagedList<IncidentRow> List { get; private set; } = null!;

    public IReadOnlyList<IncidentResult> Results { get; private set; } = [];

    /// <summary>Whether what the results tell was to be tried again, rather than closed.</summary>
    public bool HasRetried { get; private set; }

    public ListFilters Filters => new(Address, Choices);

    public bool MayAct => actor.IsInRole(AppRoles.Administrator) && !IsClosed;

    public bool IsClosed => Address[State] is ClosedState;

    /// <summary>Whether only some are shown of those that are open, or of those that are closed.</summary>
    public bool IsNarrowed => Filter is not { Kind: null, Subject: null };

    public string RetryAllLabel => List.Total switch
    {
        1 => "Relancer cet incident",
        <= MostAtOnce => string.Create(FrenchCulture.Instance, $"Relancer les {List.Total:N0} incidents du filtre"),
        _ => string.Create(FrenchCulture.Instance, $"Relancer les {MostAtOnce} plus récents du filtre"),
    };

    private ListFilter[] Choices =>
    [
        new(State, "État", [new DsfrOption(ClosedState, "Clos")], "À régler"),
        new(Kind, "Genre", [.. inbox.Kinds.Select(kind => new DsfrOption(kind.Code, kind.Label))]),
        new(About, "Sujet", [.. SubjectOptions]),
    ];

    /// <summary>The kinds of subjects, and the very subject that the address names.</summary>
    private IEnumerable<DsfrOption> SubjectOptions =>
    [
        .. types.All.Select(type => new DsfrOption(type.Code, type.Label)),
        .. Request.Query[About] is [{ } about, ..] && types.TryParse(about.Trim(), out _) ? (DsfrOption[])[new(about.Trim(), OnlyAbout ?? "Un sujet en particulier")] : [],
    ];

    private string? OnlyAbout => List?.Rows.FirstOrDefault(row => row.Subject is not null)?.Subject?.Name;

    private IncidentFilter Filter => new() { Kind = Address[Kind], IsClosed = IsClosed, Subject = Address[About] };

    private ListAddress Address => field ??= new ListAddress(Request, Choices);

    /// <summary>Where a form of the page is sent: what it shows is what it then shows again.</summary>
    public string Handler(string name) => Address.With("handler", name);

    /// <summary>The address of the incidents about one subject.</summary>
    public static string AddressOf(string subject) => $"{AdministrationLinks.Incidents}?sujet={Uri.EscapeDataString(subject)}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostRetryAsync(CancellationToken cancellationToken) => RetryAsync(Selected, cancellationToken);

    public async Task<IActionResult> OnPostRetryAllAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        var lines = await inbox.ListAsync(Filter, 0, MostAtOnce, cancellationToken);
        if (lines.Count == 0)
        {
            return await RefusedAsync("Il n’y a plus rien à relancer\u00a0: ces incidents ont été relancés ou clos entre-temps, ou se sont réglés d’eux-mêmes.", cancellationToken);
        }

        lines.ForEach(line => causes[line.Name] = inbox.Find(line.Source)!.Tell(line).Cause);
        return await RetryAsync([.. lines.Select(line => line.Name)], cancellationToken);
    }

    public Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), "Dites pourquoi ces incidents sont clos.");
        }

        return ActOnAsync(Selected, (kind, key, token) => close.HandleAsync(new CloseIncident { Kind = kind, Key = key, Reason = Reason ?? "" }, token), cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var page = await PagedList.ReadAsync(
            Address,
            PageSize,
            (skip, take, token) => inbox.ListAsync(Filter, skip, take, token),
            async token => (await inbox.CountAsync(Filter, token)).Values.Sum(),
            cancellationToken);
        var lines = page.Rows;
        var names = await subjects.NameReadableAsync(actor, lines.Select(line => line.Subject), cancellationToken);
        var closings = IsClosed ? await inbox.ReadClosingsAsync(lines, cancellationToken) : null;
        List = page.Select(line => new IncidentRow(
            line,
            inbox.Find(line.Source)?.Kind.Label ?? line.Source,
            IsClosed ? new IncidentText(line.What ?? "", "") : inbox.Find(line.Source)!.Tell(line),
            types.TryParse(line.Subject, out var subject) ? names.GetValueOrDefault(subject) : null,
            closings?.GetValueOrDefault(line.Key)));
        return true;
    }

    private Task<IActionResult> RetryAsync(IReadOnlyList<string> asked, CancellationToken cancellationToken)
    {
        HasRetried = true;
        return ActOnAsync(asked, (kind, key, token) => retry.HandleAsync(new RetryIncident { Kind = kind, Key = key }, token), cancellationToken);
    }

    private async Task<IActionResult> ActOnAsync(IReadOnlyList<string> asked, Func<string, string, CancellationToken, Task<Outcome>> act, CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        if (asked.Count is 0 or > MostAtOnce)
        {
            ModelState.AddModelError(nameof(Selected), asked.Count == 0 ? "Choisissez au moins un incident." : $"Choisissez {MostAtOnce} incidents au plus.");
        }

        return await SubmitAsync(
            async token =>
            {
                foreach (var row in List.Rows)
                {
                    causes[row.Line.Name] = row.Text.Cause;
                }

                var results = new List<IncidentResult>();
                foreach (var name in asked.Distinct(StringComparer.Ordinal))
                {
                    results.Add(new IncidentResult(causes.GetValueOrDefault(name, "Incident qui n’est plus à cette page."), await TryAsync(name, act, token)));
                }

                if (results is [{ Refusal: { } only }])
                {
                    return new Refusal("incident-refused", only);
                }

                Results = results;
                await LoadAsync(token);
                return Outcome.Done;
            },
            Page,
            cancellationToken);
    }

    // One that fails does not keep the others from being done.
    private async Task<string?> TryAsync(string name, Func<string, string, CancellationToken, Task<Outcome>> act, CancellationToken cancellationToken)
    {
        try
        {
            var (kind, key) = Parse(name);
            return (await act(kind, key, cancellationToken)).Refusal?.Sentence;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(failure, "Nothing could be done about the incident {Name}", name);
            return failure is DbUpdateException ? IncidentInbox.Gone.Sentence : "La demande a échoué. Rien n’a été changé pour cet incident\u00a0: recommencez dans un instant.";
        }
    }

    private static (string Kind, string Key) Parse(string name) => name.Split('/', 2) is [var kind, var key] ? (kind, key) : ("", "");
}
