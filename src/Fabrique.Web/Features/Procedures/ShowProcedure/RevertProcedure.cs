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
        var known = (await catalog.SummariseAsync(definitionId, cancellationToken)).FirstOrDefault(candidate => candidate.Version == version);
        if (known is null || await catalog.GetVersionAsync(known.Id, cancellationToken) is not { } source)
        {
            return new Refusal("version-unknown", $"La version\u00a0{version} n’existe plus\u00a0: quelqu’un l’a supprimée. Choisissez-en une autre.");
        }

        WorkflowVersion draft;
        try
        {
            // Looked at in the transaction that writes: of several at once, only the first finds another draft than this one.
            draft = await catalog.SaveDraftAsync(
                WorkflowDocument.Parse(source.Json),
                (_, newest) => newest is { PublishedAt: null, IsShipped: false } && newest.ContentHash == source.ContentHash ? throw new WorkflowChangedException(definitionId) : false,
                cancellationToken);
        }
        catch (WorkflowChangedException)
        {
            return Outcome.Done;
        }

        await audit.RecordAsync(
            ProcedureAct.Reverted, definitionId, draft.Version, $"a repris la version\u00a0{version} de «\u00a0{draft.Name}\u00a0» comme brouillon, version\u00a0{draft.Version}");
        return Outcome.Done;
    }
}
