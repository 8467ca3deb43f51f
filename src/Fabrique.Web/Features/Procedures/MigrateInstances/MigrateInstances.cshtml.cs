using System.Globalization;
using System.Text.Json;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Time;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.MigrateInstances;

/// <summary>An answer that people may still give, and that the version to move to does not have.</summary>
/// <param name="ActivityId">The step that asked.</param>
/// <param name="Step">Its name.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Known">The answers that the version has.</param>
public sealed record LostAnswer(string ActivityId, string Step, string Answer, IReadOnlyList<string> Known)
{
    public string Label => $"Réponse «\u00a0{Answer}\u00a0» de l’étape «\u00a0{Step}\u00a0»";

    public IEnumerable<DsfrOption> Choices => Known.Select(known => new DsfrOption(JsonSerializer.Serialize((string[])[ActivityId, Answer, known]), $"devient «\u00a0{known}\u00a0»"));
}

/// <summary>« Migrer les instances »: which can move to a version, which cannot and why; then what became of those that were chosen.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class MigrateInstancesModel(ProcedureReader reader, IWorkflowRuntime runtime, SubjectNames subjects, MigrateInstancesHandler handler, Actor actor) : ProcedurePage(reader, actor)
{
    /// <summary>Instances that one page lists, those that can move first.</summary>
    public const int MostLines = 200;

    [BindProperty(SupportsGet = true, Name = "vers")]
    public int? TargetVersion { get; set; }

    [BindProperty(SupportsGet = true, Name = "incidents")]
    public bool IncludeIncidents { get; set; }

    /// <summary>What becomes of answers that the version does not have: each a JSON array of the step, the answer and what it becomes.</summary>
    [BindProperty(SupportsGet = true, Name = "reponse")]
    public IReadOnlyList<string?> Becomes { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>The version to move to; null when none was ever published.</summary>
    public WorkflowVersionSummary? Target { get; private set; }

    public IReadOnlyList<MigrationLine> Movable { get; private set; } = [];

    public IReadOnlyList<MigrationLine> Immovable { get; private set; } = [];

    /// <summary>Answers of which somebody has to say what they become before the instances that wait for them can move.</summary>
    public IReadOnlyList<LostAnswer> Lost { get; private set; } = [];

    /// <summary>What was said of them.</summary>
    public IReadOnlyDictionary<(string ActivityId, string Answer), string> Answers => Becomes.Select(Read).OfType<string[]>().DistinctBy(read => (read[0], read[1])).ToDictionary(read => (read[0], read[1]), read => read[2]);

    /// <summary>Instances that the page has no room for.</summary>
    public int Hidden { get; private set; }

    /// <summary>What became of the instances chosen; null as long as nothing was asked.</summary>
    public IReadOnlyList<MigrationLine>? Results { get; private set; }

    public IReadOnlyList<DsfrOption> Targets => [.. Published.Select(version => new DsfrOption(
        version.Version.ToString(CultureInfo.InvariantCulture), $"Version\u00a0{version.Version.ToString(CultureInfo.InvariantCulture)} ({ProcedureLabels.Of(version, Procedure).ToLower(FrenchCulture.Instance)})"))];

    private IEnumerable<WorkflowVersionSummary> Published => Procedure.Versions.Where(version => version.PublishedAt is not null);

    public string AddressOfPlan => AddressWithout + QueryString.Create(Becomes.Where(said => Read(said) is not null).Select(said => KeyValuePair.Create("reponse", said))).ToString().Replace('?', '&');

    /// <summary>The same, with nothing said of answers.</summary>
    public string AddressWithout => string.Create(CultureInfo.InvariantCulture, $"{ProcedureLinks.Migrate(DefinitionId)}?vers={Target?.Version}&incidents={(IncludeIncidents ? "true" : "false")}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid || !await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Target is not null)
        {
            await PlanAsync(Target, cancellationToken);
            Chosen = [.. Movable.Select(line => line.Migration.InstanceId)];
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        if (!ModelState.IsValid || !await LoadAsync(cancellationToken) || Target is not { } target)
        {
            return NotFound();
        }

        if (Chosen.Count == 0)
        {
            ModelState.AddModelError(nameof(Chosen), "Cochez au moins une exécution à migrer.");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            await PlanAsync(target, cancellationToken);
            return Page();
        }

        var migrated = await handler.HandleAsync(new MigrateInstances { Target = target, InstanceIds = Chosen, IncludeIncidents = IncludeIncidents, Answers = Answers }, cancellationToken);
        Results = await DescribeAsync(migrated.Value ?? [], cancellationToken);
        return Page();
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        Target = TargetVersion is null ? Procedure.InForce ?? Published.FirstOrDefault() : Published.FirstOrDefault(version => version.Version == TargetVersion);
        return Target is not null || TargetVersion is null;
    }

    protected override Task LoadFormAsync(CancellationToken cancellationToken) => Target is { } target ? PlanAsync(target, cancellationToken) : Task.CompletedTask;

    private async Task PlanAsync(WorkflowVersionSummary target, CancellationToken cancellationToken)
    {
        var plan = await runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { IncludeIncidents = IncludeIncidents, Answers = Answers }, cancellationToken);
        var shown = plan.Instances.OrderByDescending(instance => instance.CanMove).Take(MostLines).ToList();
        var lines = await DescribeAsync(shown, cancellationToken);
        Movable = [.. lines.Where(line => line.Migration.CanMove)];
        Immovable = [.. lines.Where(line => !line.Migration.CanMove)];
        Hidden = plan.Instances.Count - shown.Count;
        Lost = [.. plan.Instances
            .SelectMany(instance => instance.Reasons)
            .Where(reason => reason.Code == MessageCodes.MoveWithoutAnswer)
            .Select(reason => new LostAnswer((string)reason.Arguments[2]!, (string)reason.Arguments[0]!, (string)reason.Arguments[1]!, [.. (IEnumerable<string>)reason.Arguments[3]!]))
            .DistinctBy(lost => (lost.ActivityId, lost.Answer))];
    }

    private static string[]? Read(string? said)
    {
        try
        {
            return said is { Length: > 0 } && JsonSerializer.Deserialize<string[]>(said) is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }] read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<MigrationLine>> DescribeAsync(IReadOnlyList<InstanceMigration> migrations, CancellationToken cancellationToken)
    {
        var names = await subjects.NameAsync(migrations.Select(migration => migration.CorrelationId), cancellationToken);
        return [.. migrations.Select(migration => new MigrationLine(
            migration,
            migration.CorrelationId is { } id && names.TryGetValue(id, out var subject) ? subject : migration.Name is { Length: > 0 } name ? name : "Sans sujet"))];
    }
}
