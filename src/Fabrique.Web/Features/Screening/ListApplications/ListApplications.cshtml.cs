using Fabrique.Domain.Applications;
using Fabrique.Domain.Screening;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Platform.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Screening.ListApplications;

/// <summary>A state, how many are in it, and where they are.</summary>
/// <param name="Label">French.</param>
/// <param name="Count">How many.</param>
/// <param name="Href">The list of them.</param>
/// <param name="IsShown">Whether it is the list shown.</param>
public sealed record ScreeningTab(string Label, int Count, string Href, bool IsShown);

/// <summary>An action, and what its form asks.</summary>
public sealed record OfferedAction(BulkAction Action, IReadOnlyList<BulkField> Fields);

/// <summary>« Instruction »: the submitted applications of all calls, for the team; the newest first unless the address says otherwise.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ListApplicationsModel(ScreeningFrames frames, ScreeningList screening, IEnumerable<BulkAction> actions, StartBatchHandler start, JobBoard jobs, Actor actor, TimeProvider clock) : FormPage
{
    public const int PageSize = 30;

    private Dictionary<ApplicationStatus, int> counts = [];
    private bool isConfirmed;

    [BindProperty]
    public IReadOnlyList<Guid> Selected { get; set; } = [];

    /// <summary>Code of what is asked.</summary>
    [BindProperty]
    public string? Action { get; set; }

    /// <summary>By code of the action and name of the field: <c>put-label.etiquette</c>.</summary>
    [BindProperty]
    public Dictionary<string, string?> Parameters { get; set; } = [];

    /// <summary>Of the batch: the same form sent twice is one.</summary>
    [BindProperty]
    public Guid BatchId { get; set; }

    /// <summary>What would be done to <see cref="Selected"/>, once it is confirmed: « Ajouter l’étiquette « À relancer » »; null otherwise.</summary>
    public string? Planned { get; private set; }

    /// <summary>Whether it would be done to all those of the filter.</summary>
    public bool IsOfFilter { get; private set; }

    /// <summary>What is asked while it is confirmed; null when nothing is.</summary>
    public OfferedAction? Asked { get; private set; }

    public ScreeningFrame Frame { get; private set; } = null!;

    public PagedList<ScreeningLine> List { get; private set; } = null!;

    public bool MayAct => actor.MayScreen();

    /// <summary>What may be done to many at once, with its form.</summary>
    public IReadOnlyList<OfferedAction> Offered { get; private set; } = [];

    public IReadOnlyList<ScreeningTab> Tabs =>
    [
        new("Toutes", counts.Values.Sum(), HrefOf(Frame with { Filter = Frame.Filter with { Status = null } }), Frame.Filter.Status is null),
        .. ScreeningFilter.Statuses
            .Where(state => counts.ContainsKey(state.Status) || Frame.Filter.Status == state.Status)
            .Select(state => new ScreeningTab(ApplicationLabels.Of(state.Status), counts.GetValueOrDefault(state.Status), HrefOf(Frame with { Filter = Frame.Filter with { Status = state.Status } }), Frame.Filter.Status == state.Status)),
    ];

    public IReadOnlyList<DsfrOption> Orders { get; } =
    [
        new("depot", "Les plus anciennes"), new("echeance", "Échéance la plus pressée"), new("-echeance", "Échéance la plus lointaine"), new("titre", "Titre, de A à Z"), new("-titre", "Titre, de Z à A"),
        new("agent", "Nom de l’agent, de A à Z"), new("-agent", "Nom de l’agent, de Z à A"), new("-decision", "Décision la plus récente"), new("decision", "Décision la plus ancienne"), new("-reference", "Référence"),
    ];

    public IReadOnlyList<DsfrOption> Lates { get; } = [new(ScreeningFilter.Yes, "En retard seulement")];

    public IEnumerable<DsfrOption> LabelOptions => Frame.Labels.Select(label => new DsfrOption(label.Id.ToString("D"), label.Name));

    public IEnumerable<DsfrOption> Assignees =>
    [
        new(ScreeningFilter.Me, "Moi"), new(ScreeningFilter.Nobody, "Personne"), .. Frame.Team.Append(Frame.Former).OfType<ScreeningPerson>().Select(person => new DsfrOption(person.Id.ToString("D"), person.Name)),
    ];

    /// <summary>What the address has of a filter.</summary>
    public string? ValueOf(string key) => Frame.Filter.Write().FirstOrDefault(pair => pair.Key == key).Value;

    /// <summary>What the button says that does it to all that the filters leave.</summary>
    public string AllLabel => string.Create(FrenchCulture.Instance, $"{(List.Total > 1 ? $"Aux {List.Total:N0} candidatures" : "À la candidature")} du filtre");

    public string Cleared => Frame.View is { Id: var id } ? ScreeningLinks.ListOf($"{ScreeningFrame.ViewKey}={id:D}") : Frame.DefaultViewId is null ? ScreeningLinks.List : ScreeningLinks.ListOf($"{ScreeningFrame.ViewKey}={ScreeningFrame.Whole}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        BatchId = Guid.CreateVersion7(clock.GetUtcNow());
        return await ShowAsync(cancellationToken);
    }

    /// <summary>Does it to those that are ticked, or asks first whether to, when it cannot be taken back.</summary>
    public async Task<IActionResult> OnPostBatchAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        if (IsIrrevocable && ScreeningBatch.MayHold(Selected.Count) is null)
        {
            await LoadAsync(cancellationToken);
            await AskAsync(cancellationToken);
            return Page();
        }

        return await StartAsync(cancellationToken);
    }

    /// <summary>Does it to those that were just confirmed.</summary>
    public Task<IActionResult> OnPostConfirmedAsync(CancellationToken cancellationToken)
    {
        isConfirmed = true;
        return StartAsync(cancellationToken);
    }

    /// <summary>Asks whether to do it to all those of the filter: what is confirmed is what was counted, whatever comes meanwhile.</summary>
    public async Task<IActionResult> OnPostBatchAllAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        await LoadAsync(cancellationToken);
        if (Frame.Gone.Count > 0)
        {
            return await RefusedAsync("Ce filtre n’existe plus en entier : il laisse passer d’autres candidatures que celles que vous aviez sous les yeux. Rien n’est fait : relisez la liste.", cancellationToken);
        }

        Selected = await screening.FindAsync(Frame.Filter, Frame.Order, 0, List.Total > ScreeningBatch.Most ? List.Total : ScreeningBatch.Most + 1, cancellationToken);
        IsOfFilter = true;
        if (Chosen is not { } action || ScreeningBatch.MayHold(Selected.Count) is not null)
        {
            // Says why not.
            return await StartAsync(cancellationToken);
        }

        if (IsIrrevocable)
        {
            await AskAsync(cancellationToken);
            return Page();
        }

        if ((await action.PlanAsync(ParametersOf(action.Code), cancellationToken)).Value is not { } planned)
        {
            return await StartAsync(cancellationToken);
        }

        Planned = planned;
        return Page();
    }

    public string PageHref(int number) => HrefOf(Frame, number);

    public string SortHref(string code) => HrefOf(Frame with { Order = Frame.Order.After(code) });

    public SortDirection? SortOf(string code) => Frame.Order.Code != code ? null : Frame.Order.IsDescending ? SortDirection.Descending : SortDirection.Ascending;

    public string ToggleHref(ScreeningFilter filter) => HrefOf(Frame with { Filter = filter });

    /// <summary>Where a form of the page is sent: what it shows is what it then shows again.</summary>
    public string Handler(string name)
    {
        var here = PageHref(List.Number);
        return $"{here}{(here.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={name}";
    }

    /// <summary>Beside the list, at its place in it.</summary>
    public string ShowHref(ScreeningLine line, int index) => ScreeningLinks.Show(line.Reference, Frame.QueryWithView, ((List.Number - 1) * PageSize) + index + 1);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Frame = await frames.ReadAsync(Request.Query, cancellationToken);
        counts = await screening.CountByStatusAsync(Frame.Filter, cancellationToken);
        var total = Frame.Filter.Status is { } status ? counts.GetValueOrDefault(status) : counts.Values.Sum();
        var address = new ListAddress(Request);
        var number = Math.Clamp(address.Number, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        List = new PagedList<ScreeningLine>(address, await screening.ReadAsync(Frame.Filter, Frame.Order, Frame.Columns, (number - 1) * PageSize, PageSize, cancellationToken), total, PageSize);
        if (MayAct && List.Rows.Count > 0)
        {
            var offered = new List<OfferedAction>();
            foreach (var action in actions.Where(action => action.IsOfferedTo(actor)).OrderBy(action => action.Order))
            {
                offered.Add(new OfferedAction(action, action.Consequence is null ? await action.FieldsAsync(Frame, cancellationToken) : []));
            }

            Offered = offered;
        }

        // Refused, what was asked is asked again where it was.
        if (isConfirmed && IsIrrevocable)
        {
            await AskAsync(cancellationToken);
        }

        return true;
    }

    private string HrefOf(ScreeningFrame frame, int page = 1)
    {
        var query = frame.QueryWithView;
        return ScreeningLinks.ListOf(page == 1 ? query : $"{(query.Length == 0 ? "" : query + "&")}{ListAddress.FirstPage}={page}");
    }

    private Dictionary<string, string> ParametersOf(string code) =>
        Parameters.Where(pair => pair.Key.StartsWith($"{code}.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key[(code.Length + 1)..], pair => pair.Value ?? "", StringComparer.Ordinal);

    private BulkAction? Chosen => actions.FirstOrDefault(action => action.Code == Action);

    private bool IsIrrevocable => Chosen?.Consequence is not null;

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var action = Chosen!;
        (Planned, Asked) = (action.Label, new OfferedAction(action, await action.FieldsAsync(Frame, cancellationToken)));
    }

    private async Task<IActionResult> StartAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        var code = Action ?? "";
        var id = BatchId == Guid.Empty ? Guid.CreateVersion7(clock.GetUtcNow()) : BatchId;
        return await SubmitAsync(
            async token => await start.HandleAsync(
                new StartBatch
                {
                    Id = id,
                    Action = code,
                    Parameters = ParametersOf(code),
                    ApplicationIds = [.. Selected],
                    ReturnTo = PageHref(List.Number),
                },
                token),
            () =>
            {
                // The clock would bring it within fifteen seconds.
                jobs.TryRun(BatchSource.SourceName);
                return LocalRedirect(ScreeningLinks.Batch(id));
            },
            cancellationToken);
    }
}
