using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.DeleteVersion;

/// <summary>An administrator deletes a version that nothing needs any more, with its finished instances.</summary>
public sealed record DeleteVersion
{
    public required string DefinitionId { get; init; }

    /// <summary>Its number.</summary>
    public required int Version { get; init; }

    /// <summary>Its content as the page showed it: somebody may be drawing it.</summary>
    public required string ContentHash { get; init; }
}

public sealed class DeleteVersionHandler(UseCaseRunner runner, WorkflowDefinitionStore definitions, ProcedureReader reader, ProcedureAudit audit, IEnumerable<VersionUse> uses) : Handler<DeleteVersion>(runner)
{
    /// <summary>Why a version stays; null when it may be deleted.</summary>
    public static Refusal? MayDelete(Procedure procedure, WorkflowVersionSummary version)
    {
        if (version.IsPublished)
        {
            return new Refusal("version-in-force", $"La version\u00a0{version.Version} est en vigueur\u00a0: publiez-en une autre, ou retirez la procédure, avant de la supprimer.");
        }

        if (version.IsShipped)
        {
            return new Refusal("version-shipped", $"La version\u00a0{version.Version} a été livrée avec le logiciel\u00a0: elle reste, pour que les prochaines mises à jour sachent que vous la connaissez.");
        }

        return procedure.Counts.TryGetValue(version.Id, out var count)
            ? new Refusal("version-in-use", $"La version\u00a0{version.Version} ne peut pas être supprimée\u00a0: {Users(Math.Max(count.Running, count.WithIncidents))} Migrez d’abord vers une autre version, annulez ou résolvez les incidents.")
            : null;
    }

    private static string Users(int count) => count == 1 ? "une exécution en a besoin." : $"{count} exécutions en ont besoin.";

    protected override async Task<Outcome> ActAsync(DeleteVersion input, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(input.DefinitionId, cancellationToken) is not { } procedure || procedure.Find(input.Version) is not { } version)
        {
            // Somebody else has just deleted it.
            return Outcome.Done;
        }

        if (MayDelete(procedure, version) is { } refusal)
        {
            return refusal;
        }

        foreach (var use in uses)
        {
            if (await use.FindAsync(version.Id, cancellationToken) is { } who)
            {
                return new Refusal("version-in-use", $"La version\u00a0{version.Version} ne peut pas être supprimée\u00a0: {who}");
            }
        }

        try
        {
            if (await definitions.DeleteVersionAsync(version.Id, input.ContentHash, cancellationToken))
            {
                await audit.RecordAsync(ProcedureAct.Deleted, version.DefinitionId, version.Version, $"a supprimé la version\u00a0{version.Version} de «\u00a0{version.Name}\u00a0»");
            }

            return Outcome.Done;
        }
        catch (WorkflowInUseException exception)
        {
            return new Refusal("version-in-use", WorkflowSentences.Tell(exception));
        }
        catch (WorkflowChangedException)
        {
            return new Refusal("version-changed", $"La version\u00a0{version.Version} a changé depuis l’affichage de cette page\u00a0: rien n’a été supprimé. Voyez avec la personne qui la dessine, puis décidez.");
        }
    }
}
