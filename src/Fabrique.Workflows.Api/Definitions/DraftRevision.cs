using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Keeps two people, and two windows of one person, from overwriting each other's draft. Studio knows no such thing, but gives back the custom properties that it was given: each save counts
/// in one of them, and says, in the database only, when it was, whose, and from which window. Who saves on top of another's save that they have not read is refused. Saves of
/// one window may overlap, since Studio posts the next one before it has read the answer to the last.
/// </summary>
public static class DraftRevision
{
    /// <summary>Header in which a page says which it is, among those that one person has open: a word of its own choice.</summary>
    internal const string WindowHeader = "X-Studio-Window";

    private const string Property = "draftRevision";

    /// <summary>Compares what a caller edits with the newest version, then counts the save.</summary>
    /// <param name="document">What the caller posted; it is changed.</param>
    /// <param name="latest">The newest version, or null.</param>
    /// <param name="posted">What the caller edited.</param>
    /// <param name="context">The caller's request.</param>
    /// <exception cref="RefusedException">Somebody else, or another window, saved meanwhile.</exception>
    internal static void Count(WorkflowDocument document, WorkflowVersion? latest, EditedVersion posted, HttpContext context)
    {
        var save = SaveOf(context);
        var last = latest is null ? new Save(0, null, null, null) : Read(latest);
        var isOwn = last.By == save.By && last.Window == save.Window;
        if (latest is not null && !isOwn && (posted.VersionId != latest.Id || (posted.Revision ?? 0) != last.Number))
        {
            throw new RefusedException(
                StatusCodes.Status409Conflict,
                last.By == save.By
                    ? $"Vous avez enregistré « {latest.Name} » (version {latest.Version}) dans un autre onglet depuis que vous l’avez ouvert dans celui-ci : vos derniers changements d’ici ne sont pas enregistrés et rien n’a été écrasé. Rechargez cette page pour reprendre ce qui est enregistré, ou reportez vos changements dans l’autre onglet."
                    : $"Quelqu’un d’autre a enregistré « {latest.Name} » (version {latest.Version}) depuis que vous l’avez ouverte : vos derniers changements ne sont pas enregistrés et rien n’a été écrasé. Ouvrez cette procédure dans un autre onglet, puis reportez-y vos changements.");
        }

        Write(document, save with { Number = last.Number + 1 });
    }

    /// <summary>Tells whether the newest version is a draft that somebody else saved last.</summary>
    internal static bool IsOfSomebodyElse(WorkflowVersion? latest, HttpContext context) => latest is { PublishedAt: null } && Read(latest).By != SaveOf(context).By;

    /// <summary>Counts a save that replaces nothing unread.</summary>
    internal static void Count(WorkflowDocument document, WorkflowVersion? latest, HttpContext context) =>
        Write(document, SaveOf(context) with { Number = (latest is null ? 0 : Read(latest).Number) + 1 });

    /// <summary>When a version was last saved: a draft is rewritten in place.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The instant, UTC.</returns>
    public static DateTime SavedAt(WorkflowVersion version) => Read(version).At is { } at && at > version.CreatedAt ? at : version.CreatedAt;

    /// <summary>Leaves of it what a caller may see: the number; nothing in a file.</summary>
    internal static void Show(JsonObject model, bool isFile)
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

    internal static EditedVersion Edited(JsonObject model) => new(model.Text("id") is { Length: > 0 } id ? id : null, (model["customProperties"] as JsonObject)?.Number(Property));

    private static Save Read(WorkflowVersion version) =>
        (WorkflowDocument.Parse(version.Json).Model["customProperties"] as JsonObject)?[Property] is JsonObject stored
            ? new(stored.Number("number") ?? 0, stored.Text("by"), stored.Text("window"), DateTimeOffset.TryParse(stored.Text("at"), CultureInfo.InvariantCulture, out var at) ? at.UtcDateTime : null)
            : new(0, null, null, null);

    private static void Write(WorkflowDocument document, Save save)
    {
        if ((document.Model["customProperties"] ??= new JsonObject()) is JsonObject custom)
        {
            custom[Property] = new JsonObject { ["number"] = save.Number, ["by"] = save.By, ["window"] = save.Window, ["at"] = save.At?.ToString("O", CultureInfo.InvariantCulture) };
        }
    }

    /// <summary>Tells people and windows apart without naming them: definitions are kept for ever, and copied.</summary>
    private static Save SaveOf(HttpContext context)
    {
        var user = context.User;
        var name = user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity?.Name ?? "";
        return new(0, Digest(name), Digest(context.Request.Headers[WindowHeader].ToString()), context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    /// <param name="Number">How many times the definition was saved.</param>
    /// <param name="By">Whose save it is.</param>
    /// <param name="Window">The window that it came from.</param>
    /// <param name="At">When, UTC.</param>
    private sealed record Save(int Number, string? By, string? Window, DateTime? At);
}

/// <summary>What a caller edits.</summary>
/// <param name="VersionId">Identifier of the version that it read; null when it read none.</param>
/// <param name="Revision">How many times that one had been saved.</param>
internal sealed record EditedVersion(string? VersionId, int? Revision);
