using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>Who published a version, from the trail.</summary>
public static class ProcedureAuthors
{
    private static readonly string[] Publishing = [nameof(ProcedureAct.Published), nameof(ProcedureAct.Adopted)];

    /// <returns>« par » and a name, or where the version comes from; null when the trail does not say.</returns>
    public static string? Of(WorkflowVersionSummary version, IReadOnlyList<ProcedureRecord> records) =>
        records.FirstOrDefault(record => record.Version == version.Version && Publishing.Contains(record.Act, StringComparer.Ordinal)) is { Who: { } who }
            ? $"par {who}"
            : version.IsShipped ? "avec le logiciel" : null;
}
