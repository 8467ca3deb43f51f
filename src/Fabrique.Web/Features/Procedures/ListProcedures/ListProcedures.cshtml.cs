using System.Globalization;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Procedures.ListProcedures;

/// <summary>A procedure of the list.</summary>
/// <param name="PublishedBy">Who published the version in force; null when nobody of the directory did.</param>
public sealed record ProcedureRow(Procedure Procedure, string? Description, string? PublishedBy, int Errors, int Warnings)
{
    public string Problems => (Errors, Warnings) switch
    {
        (0, 0) => "Aucun",
        (0, _) => ProcedureLabels.Count(Warnings, "avertissement"),
        (_, 0) => ProcedureLabels.Count(Errors, "erreur"),
        _ => $"{ProcedureLabels.Count(Errors, "erreur")}, {ProcedureLabels.Count(Warnings, "avertissement")}",
    };
}

/// <summary>« Procédures »: what they are, how they stand, and the ways to work on them.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ListProceduresModel(ProcedureReader reader, ProcedureReview review, ProcedureAudit audit, Actor actor) : PageModel
{
    public const int PageSize = 20;

    private const int MostRecords = 500;

    private static readonly (string Key, ProcedureState State)[] States =
    [
        ("publie", ProcedureState.Published),
        ("brouillon-en-cours", ProcedureState.PublishedWithDraft),
        ("brouillon", ProcedureState.Draft),
        ("retire", ProcedureState.Retracted),
    ];

    private const string Search = "recherche";
    private const string State = "etat";

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<ProcedureRow> List { get; private set; } = null!;

    /// <summary>Procedures, of this page or not, for which an upgrade brought a version that nobody has decided on.</summary>
    public IReadOnlyList<Procedure> Proposed { get; private set; } = [];

    public bool MayAct => actor.IsInRole(AppRoles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ListFilter[] filters =
        [
            new(Search, "Nom ou identifiant"),
            new(State, "État", [.. States.Select(state => new DsfrOption(state.Key, ProcedureLabels.Of(state.State)))]),
        ];
        var address = new ListAddress(Request, filters);
        Filters = new ListFilters(address, filters);
        var all = await reader.ListAsync(cancellationToken);
        Proposed = [.. all.Where(procedure => procedure.Proposed is not null)];
        var found = all
            .Where(procedure => IsAskedFor(procedure, address[Search], address[State]))
            .OrderBy(procedure => procedure.Name, StringComparer.Create(FrenchCulture.Instance, ignoreCase: true))
            .ThenBy(procedure => procedure.DefinitionId, StringComparer.Ordinal)
            .ToList();
        var page = await PagedList.ReadAsync(
            address,
            PageSize,
            (skip, take, _) => Task.FromResult(found.Skip(skip).Take(take).ToList()),
            _ => Task.FromResult(found.Count),
            cancellationToken);
        var shown = page.Rows;
        var opened = await reader.OpenAsync(shown.SelectMany(procedure => new[] { procedure.InForce, procedure.Latest }), cancellationToken);
        var records = await audit.ReadAsync([.. shown.Select(procedure => procedure.DefinitionId)], MostRecords, cancellationToken);
        var rows = new Dictionary<string, ProcedureRow>(StringComparer.Ordinal);
        foreach (var procedure in shown)
        {
            rows[procedure.DefinitionId] = await DescribeAsync(procedure, opened, records.GetValueOrDefault(procedure.DefinitionId) ?? [], cancellationToken);
        }

        List = page.Select(procedure => rows[procedure.DefinitionId]);
    }

    private static bool IsAskedFor(Procedure procedure, string? search, string? key) =>
        (search is null || Contains(procedure.Name, search) || Contains(procedure.DefinitionId, search))
        && (key is null || Array.Exists(States, state => state.Key == key && state.State == procedure.State));

    private static bool Contains(string text, string part) => FrenchCulture.Instance.CompareInfo.IndexOf(text, part, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    private async Task<ProcedureRow> DescribeAsync(Procedure procedure, IReadOnlyDictionary<string, WorkflowVersion> opened, IReadOnlyList<ProcedureRecord> records, CancellationToken cancellationToken)
    {
        var current = opened.GetValueOrDefault((procedure.InForce ?? procedure.Latest).Id);
        var problems = new HashSet<ReviewedProblem>();
        foreach (var version in new[] { current, opened.GetValueOrDefault(procedure.Draft?.Id ?? "") }.OfType<WorkflowVersion>())
        {
            problems.UnionWith(await review.ReviewAsync(version, cancellationToken));
        }

        var errors = problems.Count(problem => problem.IsBlocking);
        var description = current is null ? null : WorkflowDocument.Parse(current.Json).Description;
        return new ProcedureRow(procedure, description, procedure.InForce is { } inForce ? ProcedureAuthors.Of(inForce, records) : null, errors, problems.Count - errors);
    }
}
