using System.Security.Cryptography;
using System.Text;
using Fabrique.Data;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Procedures;

/// <summary>Reads procedures with their versions, without their drawings.</summary>
public sealed class ProcedureReader(FabriqueDbContext db, WorkflowDefinitionStore definitions, IWorkflowRuntime runtime)
{
    private const string KeptPrefix = "procedure:kept:";

    /// <summary>The setting that remembers which shipped version people decided to leave aside, by its content.</summary>
    public static string KeptSetting(string definitionId) => KeptPrefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(definitionId)));

    public async Task<IReadOnlyList<Procedure>> ListAsync(CancellationToken cancellationToken)
    {
        var counts = (await runtime.CountInstancesAsync(cancellationToken: cancellationToken)).ToLookup(count => count.DefinitionId, StringComparer.Ordinal);
        var kept = await db.Settings.Where(setting => setting.Name.StartsWith(KeptPrefix)).ToDictionaryAsync(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal, cancellationToken);
        return [.. (await definitions.SummariseAsync(cancellationToken: cancellationToken))
            .GroupBy(version => version.DefinitionId, StringComparer.Ordinal)
            .Select(versions => new Procedure([.. versions], counts[versions.Key], kept.GetValueOrDefault(KeptSetting(versions.Key))))];
    }

    /// <returns>Null when the definition is unknown.</returns>
    public async Task<Procedure?> FindAsync(string definitionId, CancellationToken cancellationToken)
    {
        var versions = await definitions.SummariseAsync(definitionId, cancellationToken);
        if (versions.Count == 0)
        {
            return null;
        }

        var name = KeptSetting(definitionId);
        var kept = await db.Settings.Where(setting => setting.Name == name).Select(setting => setting.Value).SingleOrDefaultAsync(cancellationToken);
        return new Procedure(versions, await runtime.CountInstancesAsync(definitionId, cancellationToken), kept);
    }

    /// <returns>The versions with their drawings, by identifier; without those that were deleted meanwhile.</returns>
    public async Task<IReadOnlyDictionary<string, WorkflowVersion>> OpenAsync(IEnumerable<WorkflowVersionSummary?> versions, CancellationToken cancellationToken)
    {
        var ids = versions.OfType<WorkflowVersionSummary>().Select(version => version.Id).Distinct(StringComparer.Ordinal).ToList();
        return ids.Count == 0
            ? new Dictionary<string, WorkflowVersion>(StringComparer.Ordinal)
            : (await definitions.FindAsync(new WorkflowVersionFilter { Which = WorkflowVersions.All, Ids = ids, Take = ids.Count }, cancellationToken)).Items.ToDictionary(version => version.Id, StringComparer.Ordinal);
    }
}
