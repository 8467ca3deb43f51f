using System.Security.Claims;

namespace Fabrique.Workflows.Api;

/// <summary>What a caller may do with something; Studio looks at the relations to know what to offer.</summary>
internal sealed record ApiLink(string Href, string Rel, string Method);

/// <summary>The links of definitions: only those that the caller has the permission to follow.</summary>
internal static class DefinitionLinks
{
    public const string Read = "read:workflow-definitions";
    public const string Write = "write:workflow-definitions";
    public const string Publish = "publish:workflow-definitions";
    public const string Retract = "retract:workflow-definitions";
    public const string Delete = "delete:workflow-definitions";
    public const string Execute = "exec:workflow-definitions";

    private static readonly (string Permission, string Path, string Rel, string Method)[] OfList =
    [
        (Read, "/workflow-definitions", "self", "GET"),
        (Read, "/workflow-definitions/validation/is-name-unique", "is-name-unique", "GET"),
        (Read, "/workflow-definitions/query/count", "count", "GET"),
        (Read, "/workflow-definitions/many-by-id", "many-by-id", "GET"),
        (Delete, "/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
        (Delete, "/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"),
        (Publish, "/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
        (Retract, "/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
        (Read, "/bulk-actions/export/workflow-definitions", "bulk-export", "POST"),
        (Write, "/workflow-definitions", "create", "POST"),
        (Write, "/workflow-definitions/import", "import", "POST"),
    ];

    private static readonly (string Permission, string Path, string Rel, string Method)[] OfOne =
    [
        (Read, "/workflow-definitions/{0}", "self", "GET"),
        (Read, "/workflow-definitions/by-definition-id/{0}", "self", "GET"),
        (Read, "/workflow-definitions/{0}/versions", "versions", "GET"),
        (Execute, "/workflow-definitions/{0}/bulk-dispatch", "bulk-dispatch", "POST"),
        (Execute, "/workflow-definitions/{0}/dispatch", "dispatch", "POST"),
        (Execute, "/workflow-definitions/{0}/execute", "execute", "POST"),
        (Read, "/workflow-definitions/{0}/export", "export", "POST"),
        (Publish, "/workflow-definitions/{0}/publish", "publish", "POST"),
        (Retract, "/workflow-definitions/{0}/retract", "retract", "POST"),
        (Delete, "/workflow-definitions/{0}", "delete", "DELETE"),
        (Write, "/workflow-definitions/{0}/import", "import", "PUT"),
        (Publish, "/workflow-definitions/{0}/update-references", "update-references", "POST"),
    ];

    /// <summary>What cannot be done with a read-only definition.</summary>
    private static readonly string[] Changing = [Write, Publish, Retract];

    public static IReadOnlyList<ApiLink> List(ClaimsPrincipal user) => Allowed(user, OfList, "", isReadonly: false);

    public static IReadOnlyList<ApiLink> One(ClaimsPrincipal user, string definitionId, bool isReadonly) => Allowed(user, OfOne, Uri.EscapeDataString(definitionId), isReadonly);

    private static List<ApiLink> Allowed(ClaimsPrincipal user, (string Permission, string Path, string Rel, string Method)[] links, string id, bool isReadonly) =>
    [
        .. links
            .Where(link => Permissions.Allow(user, link.Permission) && !(isReadonly && Changing.Contains(link.Permission, StringComparer.Ordinal)))
            .Select(link => new ApiLink(link.Path.Replace("{0}", id, StringComparison.Ordinal), link.Rel, link.Method)),
    ];
}
