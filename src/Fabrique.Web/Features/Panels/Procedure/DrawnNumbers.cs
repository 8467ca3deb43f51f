using System.Text.Json;
using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>What the drawing gives the step of a jury that waits now: pages tell it, and propose it.</summary>
internal static class DrawnNumbers
{
    /// <param name="db">The database.</param>
    /// <param name="panelId">Of the jury.</param>
    /// <param name="first">Name of an input.</param>
    /// <param name="second">Name of another one of the same step.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>Null when no step that has them waits.</returns>
    public static async Task<(int First, int Second)?> FindAsync(FabriqueDbContext db, Guid panelId, string first, string second, CancellationToken cancellationToken)
    {
        var correlation = new Subject(PanelSubject.SubjectCode, panelId).ToCorrelationId();
        var payloads = await db.Set<WorkflowBookmarkRow>()
            .Where(row => row.CorrelationId == correlation && row.Name == PanelSignals.BookmarkName && row.Key == PanelSignals.Changed && row.Payload != null)
            .Select(row => row.Payload!)
            .ToListAsync(cancellationToken);
        foreach (var payload in payloads)
        {
            using var json = JsonDocument.Parse(payload);
            if (json.RootElement.ValueKind is JsonValueKind.Object && Read(json.RootElement, first) is { } one && Read(json.RootElement, second) is { } other)
            {
                return (one, other);
            }
        }

        return null;
    }

    private static int? Read(JsonElement payload, string name)
    {
        foreach (var property in payload.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.TryGetInt32(out var number))
            {
                return number;
            }
        }

        return null;
    }
}
