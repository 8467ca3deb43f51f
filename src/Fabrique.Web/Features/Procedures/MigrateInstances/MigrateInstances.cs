using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.MigrateInstances;

/// <summary>What became of an instance that somebody chose.</summary>
public sealed record MigrationLine(InstanceMigration Migration, string Subject)
{
    public bool HasMoved => Migration.CanMove;
}

/// <summary>An administrator moves chosen instances to a version.</summary>
public sealed record MigrateInstances
{
    public required WorkflowVersionSummary Target { get; init; }

    public required IReadOnlyCollection<string> InstanceIds { get; init; }

    public required bool IncludeIncidents { get; init; }

    /// <summary>What becomes of the answers that can still be given and that the version does not have, by activity and answer.</summary>
    public IReadOnlyDictionary<(string ActivityId, string Answer), string> Answers { get; init; } = new Dictionary<(string, string), string>();
}

/// <summary>Each instance is looked at again: one that has moved, ended or changed since is left as it is, with the reason.</summary>
public sealed class MigrateInstancesHandler(UseCaseRunner runner, IWorkflowRuntime runtime, ProcedureAudit audit) : Handler<MigrateInstances, IReadOnlyList<InstanceMigration>>(runner)
{
    /// <returns>The report of each instance chosen, in the order of the choice.</returns>
    protected override async Task<Outcome<IReadOnlyList<InstanceMigration>>> ActAsync(MigrateInstances input, CancellationToken cancellationToken)
    {
        var target = input.Target;
        var chosen = input.InstanceIds.Distinct(StringComparer.Ordinal).ToList();
        var plan = await runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { InstanceIds = chosen, IncludeIncidents = input.IncludeIncidents, Answers = input.Answers }, cancellationToken);
        var moved = (await runtime.MigrateAsync(plan, cancellationToken)).ToDictionary(result => result.InstanceId, StringComparer.Ordinal);
        var planned = plan.Instances.ToDictionary(report => report.InstanceId, StringComparer.Ordinal);
        var results = chosen
            .Select(id => moved.GetValueOrDefault(id) ?? planned.GetValueOrDefault(id) ?? new InstanceMigration(id, 0, [new WorkflowMessage(MessageCodes.MoveOfGone)], []))
            .ToList();
        var done = results.Where(result => result.CanMove).ToList();
        if (done.Count > 0)
        {
            await audit.RecordAsync(
                ProcedureAct.Migrated,
                target.DefinitionId,
                target.Version,
                $"a fait passer {ProcedureLabels.Count(done.Count, "exécution")} de «\u00a0{target.Name}\u00a0» à la version\u00a0{target.Version}",
                [.. done.Select(result => result.InstanceId)]);
        }

        return Outcome.With<IReadOnlyList<InstanceMigration>>(results);
    }
}
