using System.Globalization;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Time;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.MigrateInstances;

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

    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>The version to move to; null when none was ever published.</summary>
    public WorkflowVersionSummary? Target { get; private set; }

    public IReadOnlyList<MigrationLine> Movable { get; private set; } = [];

    public IReadOnlyList<MigrationLine> Immovable { get; private set; } = [];

    /// <summary>Instances that the page has no room for.</summary>
    public int Hidden { get; private set; }

    /// <summary>What became of the instances chosen; null as long as nothing was asked.</summary>
    public IReadOnlyList<MigrationLine>? Results { get; private set; }

    public IReadOnlyList<DsfrOption> Targets => [.. Published.Select(version => new DsfrOption(
        version.Version.ToString(CultureInfo.InvariantCulture), $"Version\u00a0{version.Version.ToString(CultureInfo.InvariantCulture)} ({ProcedureLabels.Of(version, Procedure).ToLower(FrenchCulture.Instance)})"))];

    private IEnumerable<WorkflowVersionSummary> Published => Procedure.Versions.Where(version => version.PublishedAt is not null);

    public string AddressOfPlan => string.Create(CultureInfo.InvariantCulture, $"{ProcedureLinks.Migrate(DefinitionId)}?vers={Target?.Version}&incidents={(IncludeIncidents ? "true" : "false")}");

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
            ModelState.AddModelError(nameof(Chosen), "Cochez au moins une instance à migrer.");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            await PlanAsync(target, cancellationToken);
            return Page();
        }

        var migrated = await handler.HandleAsync(new MigrateInstances { Target = target, InstanceIds = Chosen, IncludeIncidents = IncludeIncidents }, cancellationToken);
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
        var plan = await runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { IncludeIncidents = IncludeIncidents }, cancellationToken);
        var shown = plan.Instances.OrderByDescending(instance => instance.CanMove).Take(MostLines).ToList();
        var lines = await DescribeAsync(shown, cancellationToken);
        Movable = [.. lines.Where(line => line.Migration.CanMove)];
        Immovable = [.. lines.Where(line => !line.Migration.CanMove)];
        Hidden = plan.Instances.Count - shown.Count;
    }

    private async Task<IReadOnlyList<MigrationLine>> DescribeAsync(IReadOnlyList<InstanceMigration> migrations, CancellationToken cancellationToken)
    {
        var names = await subjects.NameAsync(migrations.Select(migration => migration.CorrelationId), cancellationToken);
        return [.. migrations.Select(migration => new MigrationLine(
            migration,
            migration.CorrelationId is { } id && names.TryGetValue(id, out var subject) ? subject : migration.Name is { Length: > 0 } name ? name : "Sans sujet"))];
    }
}
