using System.Text.Json.Nodes;

namespace Fabrique.Workflows;

/// <summary>A stored version of a definition.</summary>
public sealed record WorkflowVersion
{
    /// <summary>Identifier of the version.</summary>
    public required string Id { get; init; }

    /// <summary>Definition id, the same for all versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>The definition as it was given.</summary>
    public required string Json { get; init; }

    /// <summary>Whether it came with the application rather than from an editor.</summary>
    public required bool IsShipped { get; init; }

    /// <summary>Whether it is the newest version.</summary>
    public required bool IsLatest { get; init; }

    /// <summary>Whether new instances start on it.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>Creation, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Last publication, UTC; null for a draft that never was.</summary>
    public DateTime? PublishedAt { get; init; }

    /// <summary>Digest of <see cref="Json"/>: the same for the same text.</summary>
    public string ContentHash => WorkflowDefinitionStore.Hash(Json);

    /// <summary>Makes the definition that Elsa exports: as it was given, with the identifiers, number and state of this version.</summary>
    /// <returns>A document of its own, free to be changed.</returns>
    public WorkflowDocument ToDocument()
    {
        var document = WorkflowDocument.Parse(Json);
        var model = document.Model;
        model["id"] = Id;
        model["definitionId"] = DefinitionId;
        model["name"] = Name;
        model["version"] = Version;
        model["isLatest"] = IsLatest;
        model["isPublished"] = IsPublished;
        model["createdAt"] = JsonValue.Create(new DateTimeOffset(CreatedAt));
        return document;
    }
}

/// <summary>A version of a definition that may be used as an activity of others.</summary>
/// <param name="Version">The version.</param>
/// <param name="Type">The kind of activity that it makes.</param>
public sealed record WorkflowActivityType(WorkflowVersion Version, ActivityType Type);

/// <summary>A stored version without its text.</summary>
/// <param name="Id">Identifier of the version.</param>
/// <param name="DefinitionId">Definition id, the same for all versions.</param>
/// <param name="Version">From 1.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="ContentHash">Digest of the definition as it was given: the same for the same text.</param>
/// <param name="IsShipped">Whether it came with the application rather than from an editor.</param>
/// <param name="IsLatest">Whether it is the newest version.</param>
/// <param name="IsPublished">Whether new instances start on it.</param>
/// <param name="CreatedAt">Creation, UTC.</param>
/// <param name="PublishedAt">Last publication, UTC; null for a draft that never was.</param>
public sealed record WorkflowVersionSummary(
    string Id, string DefinitionId, int Version, string Name, string ContentHash, bool IsShipped, bool IsLatest, bool IsPublished, DateTime CreatedAt, DateTime? PublishedAt);

/// <summary>Which versions of a definition.</summary>
public enum WorkflowVersions
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>The newest, draft or published.</summary>
    Latest,

    /// <summary>The published one.</summary>
    Published,

    /// <summary>The newest, and the published one when it is another.</summary>
    LatestOrPublished,

    /// <summary>The newest, when it is published.</summary>
    LatestAndPublished,

    /// <summary>The newest, when it is not published.</summary>
    Draft,
}

/// <summary>Order of a list of versions.</summary>
public enum WorkflowVersionOrder
{
    /// <summary>By name, whatever its case.</summary>
    Name,

    /// <summary>By creation.</summary>
    Created,

    /// <summary>By number.</summary>
    Version,
}

/// <summary>Which versions to list.</summary>
public sealed record WorkflowVersionFilter
{
    /// <summary>Which versions of each definition.</summary>
    public WorkflowVersions Which { get; init; } = WorkflowVersions.Latest;

    /// <summary>Only this number.</summary>
    public int? Version { get; init; }

    /// <summary>Only these versions.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only these definitions.</summary>
    public IReadOnlyCollection<string>? DefinitionIds { get; init; }

    /// <summary>Part of the name or of the definition id, whatever its case.</summary>
    public string? Search { get; init; }

    /// <summary>Order.</summary>
    public WorkflowVersionOrder OrderBy { get; init; }

    /// <summary>Whether the order is turned round.</summary>
    public bool IsDescending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 100;
}

/// <summary>A page of versions.</summary>
/// <param name="Items">The versions of the page.</param>
/// <param name="Total">How many the filter keeps in all.</param>
public sealed record WorkflowPage(IReadOnlyList<WorkflowVersion> Items, int Total);

/// <summary>A definition or a version cannot be deleted while instances or upgrades need it.</summary>
public sealed class WorkflowInUseException : Exception, ITold
{
    private readonly WorkflowMessage _told;

    internal WorkflowInUseException(WorkflowMessage message)
        : base(message.ToString()) => _told = message;

    WorkflowMessage? ITold.Told => _told;
}

/// <summary>A version, or the one in force, is no longer what the caller read: nothing was published.</summary>
/// <param name="definitionId">Definition id.</param>
public sealed class WorkflowChangedException(string definitionId) : Exception($"The definition {definitionId} has changed since it was read.");
