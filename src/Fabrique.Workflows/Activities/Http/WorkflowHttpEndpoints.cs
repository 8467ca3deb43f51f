using System.Text.Json;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>An activity that awaits requests on a route: a trigger, which starts an instance, or an instance that waits.</summary>
/// <param name="Route">The route.</param>
/// <param name="Rules">What it accepts.</param>
public sealed record HttpReceiver(HttpRoute Route, HttpEndpointRules Rules)
{
    /// <summary>Definition to start; null for an instance that waits.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Version to start.</summary>
    public string? VersionId { get; init; }

    /// <summary>Activity to start at.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Instance that waits; null for a trigger.</summary>
    public string? InstanceId { get; init; }
}

/// <summary>Finds the <c>HttpEndpoint</c> activities that await a request.</summary>
/// <param name="database">Where triggers and bookmarks are.</param>
public sealed class WorkflowHttpEndpoints(IWorkflowDatabase database)
{
    /// <summary>Methods that an endpoint may accept.</summary>
    internal static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Lists the routes that a path may match: that very path, and every template, whatever their methods.</summary>
    /// <param name="path">Path of the request below the prefix.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The routes, each once.</returns>
    public async Task<IReadOnlyList<HttpRoute>> FindRoutesAsync(string path, CancellationToken cancellationToken = default)
    {
        // The distinct templates of bookmarks are read one by one off the index, however many instances wait on each.
        const string Text = """
            WITH RECURSIVE templates(key) AS (
                SELECT (SELECT min(key) FROM workflow_bookmarks WHERE name = $1)
                UNION ALL
                SELECT (SELECT min(b.key) FROM workflow_bookmarks b WHERE b.name = $1 AND b.key > templates.key) FROM templates WHERE templates.key IS NOT NULL
            )
            SELECT $1, key FROM templates WHERE key IS NOT NULL
            UNION SELECT name, key FROM workflow_triggers WHERE name = $1
            UNION SELECT name, key FROM workflow_triggers WHERE name = $2 AND key IN ($3, $4, $5, $6, $7, $8, $9)
            UNION SELECT name, key FROM workflow_bookmarks WHERE name = $2 AND key IN ($3, $4, $5, $6, $7, $8, $9)
            """;
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await Sql(session).QueryAsync(
            Text, [HttpRoute.TemplateName, HttpRoute.PathName, .. Methods.Select(method => HttpRoute.OfRequest(method, path).Key)],
            reader => new HttpRoute(reader.GetString(0), reader.GetString(1)), cancellationToken);
    }

    /// <summary>Lists who awaits a request on a route: all its triggers, and the first instances that wait.</summary>
    /// <param name="route">The route.</param>
    /// <param name="instanceId">Only this instance, and no trigger, when not null.</param>
    /// <param name="correlationId">Only waiting instances with this correlation id when not null.</param>
    /// <param name="take">How many waiting instances at most.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>Triggers first.</returns>
    public async Task<IReadOnlyList<HttpReceiver>> FindReceiversAsync(HttpRoute route, string? instanceId, string? correlationId, int take, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        var triggers = instanceId is null ? await TriggerTable.FindAsync(sql, route.Name, route.Key, cancellationToken) : [];
        var waiting = await BookmarkTable.FindPayloadsAsync(sql, route.Name, route.Key, instanceId, correlationId, take, cancellationToken);
        return
        [
            .. triggers.Select(trigger => new HttpReceiver(route, Rules(trigger.Payload)) { DefinitionId = trigger.DefinitionId, VersionId = trigger.VersionId, ActivityId = trigger.ActivityId }),
            .. waiting.Select(bookmark => new HttpReceiver(route, Rules(bookmark.Payload)) { InstanceId = bookmark.InstanceId }),
        ];
    }

    private static HttpEndpointRules Rules(string? payload) => (payload is null ? null : JsonSerializer.Deserialize<HttpEndpointRules>(payload, JsonText.Values)) ?? new HttpEndpointRules { Authorize = true };

    private SqlSession Sql(IReadSession session) => new(session.Connection, null, database.Engine);
}
