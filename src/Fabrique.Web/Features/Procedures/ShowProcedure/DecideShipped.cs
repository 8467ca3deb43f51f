using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Procedures.ShowProcedure;

/// <summary>An administrator lets the version that an upgrade of the software brought replace ours.</summary>
public sealed record AdoptShipped
{
    public required string DefinitionId { get; init; }

    /// <summary>Number of the version brought.</summary>
    public required int Version { get; init; }

    /// <summary>The version that was in force when the person decided; null when none was.</summary>
    public required string? InForceId { get; init; }

    internal static Refusal Gone(int version) => new("version-unknown", $"La version\u00a0{version} n’existe plus, ou n’a pas été livrée avec le logiciel. Relisez la liste des versions.");
}

public sealed class AdoptShippedHandler(UseCaseRunner runner, WorkflowCatalog catalog, ProcedureReader reader, ProcedureAudit audit) : Handler<AdoptShipped>(runner)
{
    protected override async Task<Outcome> ActAsync(AdoptShipped input, CancellationToken cancellationToken)
    {
        var (definitionId, version) = (input.DefinitionId, input.Version);
        var procedure = await reader.FindAsync(definitionId, cancellationToken);
        if (procedure?.Find(version) is not { IsShipped: true } shipped || (await reader.OpenAsync([shipped], cancellationToken)).GetValueOrDefault(shipped.Id) is not { } opened)
        {
            return AdoptShipped.Gone(version);
        }

        try
        {
            if (await catalog.PublishVersionAsync(opened, input.InForceId, cancellationToken))
            {
                await audit.RecordAsync(
                    ProcedureAct.Adopted, definitionId, version, $"a adopté la version\u00a0{version} de «\u00a0{opened.Name}\u00a0», livrée avec le logiciel");
            }

            return Outcome.Done;
        }
        catch (WorkflowChangedException)
        {
            return new Refusal("procedure-changed", "La procédure a changé depuis l’affichage de cette page\u00a0: rien n’a été publié. Relisez ce qui changerait, puis décidez.");
        }
        catch (InvalidDefinitionException)
        {
            return new Refusal("procedure-broken", $"La version\u00a0{version} a des erreurs sur ce serveur\u00a0: rien n’a été publié. Comparez-la à la vôtre et vérifiez-la dans l’éditeur.");
        }
    }
}

/// <summary>An administrator leaves aside the version that an upgrade of the software brought.</summary>
public sealed record KeepOurs
{
    public required string DefinitionId { get; init; }

    /// <summary>Number of the version brought.</summary>
    public required int Version { get; init; }
}

public sealed class KeepOursHandler(UseCaseRunner runner, FabriqueDbContext db, ProcedureReader reader, ProcedureAudit audit) : Handler<KeepOurs>(runner)
{
    protected override async Task<Outcome> ActAsync(KeepOurs input, CancellationToken cancellationToken)
    {
        var (definitionId, version) = (input.DefinitionId, input.Version);
        if ((await reader.FindAsync(definitionId, cancellationToken))?.Find(version) is not { IsShipped: true } shipped)
        {
            return AdoptShipped.Gone(version);
        }

        if (shipped.IsPublished)
        {
            return new Refusal("version-in-force", $"La version\u00a0{version} est déjà en vigueur\u00a0: quelqu’un l’a adoptée. Pour revenir à la vôtre, reprenez-la dans la liste des versions.");
        }

        var name = ProcedureReader.KeptSetting(definitionId);
        var kept = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == name, cancellationToken);
        if (kept?.Value == shipped.ContentHash)
        {
            return Outcome.Done;
        }

        if (kept is null)
        {
            db.Settings.Add(new Setting { Name = name, Value = shipped.ContentHash });
        }
        else
        {
            kept.Value = shipped.ContentHash;
        }

        await audit.RecordAsync(
            ProcedureAct.Kept, definitionId, version, $"a gardé sa version de «\u00a0{shipped.Name}\u00a0» plutôt que la version\u00a0{version}, livrée avec le logiciel");
        return Outcome.Done;
    }
}
