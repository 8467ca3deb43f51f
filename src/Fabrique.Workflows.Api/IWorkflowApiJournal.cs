using System.Security.Claims;

namespace Fabrique.Workflows.Api;

/// <summary>Hears of everything that was changed through the contract, after it succeeded. Register as many as need to know.</summary>
public interface IWorkflowApiJournal
{
    /// <summary>Takes note of an action.</summary>
    /// <param name="action">Who did what.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A task that ends when it is noted. A failure fails the request, whose effect stands.</returns>
    ValueTask WriteAsync(WorkflowApiAction action, CancellationToken cancellationToken);
}

/// <summary>Something that a caller changed.</summary>
/// <param name="User">Who.</param>
/// <param name="Action">What: a noun and a verb, for example <c>definition.published</c>; see <see cref="WorkflowApiActions"/>.</param>
/// <param name="SubjectId">Identifier of what was acted upon: a version, an instance, an event's name.</param>
/// <param name="DefinitionId">Definition id concerned; null when there is none.</param>
public sealed record WorkflowApiAction(ClaimsPrincipal User, string Action, string SubjectId, string? DefinitionId)
{
    /// <summary>Details for people, in French; null when the action says it all.</summary>
    public string? Note { get; init; }
}

/// <summary>The stable names of actions.</summary>
public static class WorkflowApiActions
{
    /// <summary>A draft was saved.</summary>
    public const string DefinitionSaved = "definition.saved";

    /// <summary>A version was published.</summary>
    public const string DefinitionPublished = "definition.published";

    /// <summary>The published version was withdrawn.</summary>
    public const string DefinitionRetracted = "definition.retracted";

    /// <summary>An earlier version became the draft.</summary>
    public const string DefinitionReverted = "definition.reverted";

    /// <summary>A definition, or one of its versions, was deleted.</summary>
    public const string DefinitionDeleted = "definition.deleted";

    /// <summary>A definition was imported.</summary>
    public const string DefinitionImported = "definition.imported";

    /// <summary>Definitions that use another one as an activity were given its newest version.</summary>
    public const string DefinitionReferencesUpdated = "definition.references-updated";

    /// <summary>An instance was started.</summary>
    public const string InstanceStarted = "instance.started";

    /// <summary>An instance was cancelled.</summary>
    public const string InstanceCancelled = "instance.cancelled";

    /// <summary>An instance was deleted.</summary>
    public const string InstanceDeleted = "instance.deleted";

    /// <summary>Variables of an instance were changed.</summary>
    public const string InstanceChanged = "instance.changed";

    /// <summary>An incident was retried.</summary>
    public const string IncidentRetried = "incident.retried";

    /// <summary>An event was published.</summary>
    public const string EventPublished = "event.published";

    /// <summary>A task was completed.</summary>
    public const string TaskCompleted = "task.completed";
}
