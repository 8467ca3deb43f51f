using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.ShowProcedure;

/// <summary>An administrator makes an earlier version the draft.</summary>
public sealed record RevertProcedure
{
    public required string DefinitionId { get; init; }

    public required int Version { get; init; }
}

/// <summary>Does nothing when the draft is the same already.</summary>
public sealed class RevertProcedureHandler(UseCaseRunner runner, WorkflowCatalog catalog, ProcedureAudit audit) : Handler<RevertProcedure>(runner)
{
    protected override async Task<Outcome> ActAsync(RevertProcedure input, CancellationToken cancellationToken)
    {
        var (definitionId, version) = (input.DefinitionId, input.Version);
        var versions = await catalog.SummariseAsync(definitionId, cancellationToken);
        if (versions.FirstOrDefault(candidate => candidate.IsLatest) is { PublishedAt: null, IsShipped: false } latest
            && versions.FirstOrDefault(candidate => candidate.Version == version)?.ContentHash == latest.ContentHash)
        {
            return Outcome.Done;
        }

        WorkflowVersion draft;
        try
        {
            draft = await catalog.RevertAsync(definitionId, version, cancellationToken);
        }
        catch (WorkflowNotFoundException)
        {
            return new Refusal("version-unknown", $"La version\u00a0{version} n’existe plus\u00a0: quelqu’un l’a supprimée. Choisissez-en une autre.");
        }

        await audit.RecordAsync(
            ProcedureAct.Reverted, definitionId, draft.Version, $"a repris la version\u00a0{version} de «\u00a0{draft.Name}\u00a0» comme brouillon, version\u00a0{draft.Version}");
        return Outcome.Done;
    }
}
