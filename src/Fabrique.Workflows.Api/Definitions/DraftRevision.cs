using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Keeps two people from overwriting each other's draft. Studio knows no such thing, but gives back the custom properties that it was given: each save counts
/// in one of them, and says, in the database only, whose it was. Who saves on top of somebody else's save that they have not read is refused. Saves of one
/// person may overlap, since Studio posts the next one before it has read the answer to the last.
/// </summary>
internal static class DraftRevision
{
    private const string Property = "draftRevision";

    /// <summary>Compares what a caller edits with the newest version, then counts the save.</summary>
    /// <param name="document">What the caller posted; it is changed.</param>
    /// <param name="latest">The newest version, or null.</param>
    /// <param name="posted">What the caller edited.</param>
    /// <param name="user">The caller.</param>
    /// <exception cref="RefusedException">Somebody else saved meanwhile.</exception>
    public static void Count(WorkflowDocument document, WorkflowVersion? latest, EditedVersion posted, ClaimsPrincipal user)
    {
        var author = AuthorOf(user);
        var (number, by) = latest is null ? (0, null) : Read(latest);
        if (latest is not null && by != author && (posted.VersionId != latest.Id || (posted.Revision ?? 0) != number))
        {
            throw new RefusedException(
                StatusCodes.Status409Conflict,
                $"Quelqu’un d’autre a enregistré « {latest.Name} » (version {latest.Version}) depuis que vous l’avez ouvert : vos derniers changements ne sont pas enregistrés et rien n’a été écrasé. Ouvrez ce circuit dans un autre onglet, puis reportez-y vos changements.");
        }

        Write(document, number + 1, author);
    }

    /// <summary>Tells whether the newest version is a draft that somebody else saved last.</summary>
    public static bool IsOfSomebodyElse(WorkflowVersion? latest, ClaimsPrincipal user) => latest is { PublishedAt: null } && Read(latest).By != AuthorOf(user);

    /// <summary>Counts a save that replaces nothing unread.</summary>
    public static void Count(WorkflowDocument document, WorkflowVersion? latest, ClaimsPrincipal user) => Write(document, (latest is null ? 0 : Read(latest).Number) + 1, AuthorOf(user));

    /// <summary>Leaves of it what a caller may see: the number; nothing in a file.</summary>
    public static void Show(JsonObject model, bool isFile)
    {
        if (model["customProperties"] is JsonObject custom && custom[Property] is { } stored)
        {
            custom.Remove(Property);
            if (!isFile && (stored as JsonObject)?.Number("number") is { } number)
            {
                custom[Property] = number;
            }
        }
    }

    public static EditedVersion Edited(JsonObject model) => new(model.Text("id") is { Length: > 0 } id ? id : null, (model["customProperties"] as JsonObject)?.Number(Property));

    private static (int Number, string? By) Read(WorkflowVersion version) =>
        (WorkflowDocument.Parse(version.Json).Model["customProperties"] as JsonObject)?[Property] is JsonObject stored ? (stored.Number("number") ?? 0, stored.Text("by")) : (0, null);

    private static void Write(WorkflowDocument document, int number, string author)
    {
        if ((document.Model["customProperties"] ??= new JsonObject()) is JsonObject custom)
        {
            custom[Property] = new JsonObject { ["number"] = number, ["by"] = author };
        }
    }

    /// <summary>Tells people apart without naming them: definitions are kept for ever, and copied.</summary>
    private static string AuthorOf(ClaimsPrincipal user)
    {
        var name = user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity?.Name ?? "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
    }
}

/// <summary>What a caller edits.</summary>
/// <param name="VersionId">Identifier of the version that it read; null when it read none.</param>
/// <param name="Revision">How many times that one had been saved.</param>
internal sealed record EditedVersion(string? VersionId, int? Revision);
