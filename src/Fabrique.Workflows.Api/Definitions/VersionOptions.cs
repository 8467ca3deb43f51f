using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>Which versions a caller asks for, as the contract writes it: a word, or a number.</summary>
internal sealed record VersionOptions(WorkflowVersions Which, int? Number = null)
{
    public static readonly VersionOptions Latest = new(WorkflowVersions.Latest);

    public static readonly VersionOptions Published = new(WorkflowVersions.Published);

    public static readonly VersionOptions All = new(WorkflowVersions.All);

    /// <exception cref="RefusedException">The text is none of them.</exception>
    public static VersionOptions Read(string? text, VersionOptions byDefault)
    {
        if (string.IsNullOrEmpty(text))
        {
            return byDefault;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new VersionOptions(WorkflowVersions.All, number);
        }

        return text.Equals("AllVersions", StringComparison.OrdinalIgnoreCase) ? All
            : Enum.TryParse<WorkflowVersions>(text, ignoreCase: true, out var which) && Enum.IsDefined(which) ? new VersionOptions(which)
            : throw new RefusedException(StatusCodes.Status400BadRequest, $"« {text} » ne désigne aucune version (versionOptions).");
    }

    /// <summary>Reads what a body says: text, or a number.</summary>
    public static VersionOptions Read(JsonNode? json, VersionOptions byDefault) => Read((json as JsonValue)?.ToString(), byDefault);

    public WorkflowVersionFilter ToFilter() => new() { Which = Which, Version = Number };

    /// <summary>The version of a definition meant: the newest when there are several.</summary>
    public async Task<WorkflowVersion?> FindAsync(WorkflowDefinitionStore definitions, string definitionId, CancellationToken cancellationToken) =>
        (await definitions.FindAsync(ToFilter() with { DefinitionIds = [definitionId], OrderBy = WorkflowVersionOrder.Version, IsDescending = true, Take = 1 }, cancellationToken)).Items is [var version] ? version : null;
}
