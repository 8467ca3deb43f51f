using System.Text.Json;

namespace Fabrique.Workflows;

/// <summary>
/// The seam between the product and the engine that executes its workflows. Every call runs in its own transaction and returns once the
/// instance has finished, waits, or has been handed over for a retry.
/// </summary>
public interface IWorkflowRuntime
{
    /// <summary>Starts an instance of a definition: of its published version, unless the request names another.</summary>
    /// <param name="request">Which definition, with what.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>The instance as it stands after the call.</returns>
    /// <exception cref="WorkflowNotFoundException">No published version has this definition id, or the version or the trigger activity named does not exist.</exception>
    /// <exception cref="InvalidInputException">A value does not convert to the type that the workflow declares for its input; nothing was written.</exception>
    /// <exception cref="InvalidVariableException">The workflow declares no variable of a name given, or a value does not convert to its type; nothing was written.</exception>
    /// <exception cref="WorkflowNotStartedException">The definition's activation strategy refuses another instance now.</exception>
    /// <exception cref="InvalidDefinitionException">The version named has errors.</exception>
    Task<InstanceSummary> StartAsync(StartRequest request, CancellationToken cancellationToken = default);

    /// <summary>Resumes the bookmark addressed by name and key.</summary>
    /// <param name="request">Which bookmark, with what.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>The instance resumed, or null when nothing waits on it: it was consumed already, or never existed.</returns>
    Task<InstanceSummary?> ResumeAsync(ResumeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event: starts what it triggers and resumes every instance that waits for it, or keeps it a while for one that soon will.</summary>
    /// <param name="request">Which event, with what.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>How many instances it started or resumed at once.</returns>
    Task<int> PublishEventAsync(EventRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reports the result of a <c>RunTask</c> activity.</summary>
    /// <param name="taskId">Identifier given to the task's request.</param>
    /// <param name="result">A value that serialises to JSON.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>The instance resumed.</returns>
    /// <exception cref="WorkflowNotFoundException">The task is unknown or finished.</exception>
    Task<InstanceSummary> CompleteTaskAsync(string taskId, object? result, CancellationToken cancellationToken = default);

    /// <summary>Cancels an instance with everything it waits on, and the instances that it caused, also those that are about to start. Does nothing when it is finished.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>The instance as it stands after the call.</returns>
    /// <exception cref="WorkflowNotFoundException">The instance is unknown.</exception>
    Task<InstanceSummary> CancelAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Deletes instances with their journal; those that have not finished are cancelled first, so that what they asked of people is withdrawn.</summary>
    /// <param name="instanceIds">Identifiers of instances.</param>
    /// <param name="cancellationToken">Stops between two instances.</param>
    /// <returns>How many were deleted; unknown ones do not count.</returns>
    Task<int> DeleteAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default);

    /// <summary>Executes again the activity that an incident stopped.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="incidentId">Identifier of the incident.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>The instance as it stands after the call.</returns>
    /// <exception cref="WorkflowNotFoundException">The instance has no such open incident.</exception>
    Task<InstanceSummary> RetryIncidentAsync(string instanceId, string incidentId, CancellationToken cancellationToken = default);

    /// <summary>Tells which instances can move to another version of their definition, before anything moves.</summary>
    /// <param name="request">Which instances, to which version.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The plan, with a report for each instance.</returns>
    /// <exception cref="WorkflowNotFoundException">The version is unknown.</exception>
    Task<MigrationPlan> PlanMigrationAsync(MigrationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Moves the instances of a plan that can, each in its own transaction and after checking again: they go on on the new version from where they are.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops between two instances.</param>
    /// <returns>What became of each instance that the plan could move: those that moved have no reason.</returns>
    Task<IReadOnlyList<InstanceMigration>> MigrateAsync(MigrationPlan plan, CancellationToken cancellationToken = default);

    /// <summary>Lists instances, newest first.</summary>
    /// <param name="filter">What to keep.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>At most <see cref="InstanceFilter.Take"/> instances.</returns>
    Task<IReadOnlyList<InstanceSummary>> FindInstancesAsync(InstanceFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of instances, and counts all that the filter keeps.</summary>
    /// <param name="filter">What to keep, in which order, from where.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The page.</returns>
    Task<InstancePage> PageInstancesAsync(InstanceFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Tells how far instances have come: what has the number that was read before has not moved since.</summary>
    /// <param name="instanceIds">Identifiers of instances.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>A number by instance, which grows with each committed step; unknown instances are left out.</returns>
    Task<IReadOnlyDictionary<string, int>> GetRevisionsAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default);

    /// <summary>Reads all that an instance is as of its last committed step: what it waits for, what stopped it, the activities under way, its data.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The details, or null when the instance is unknown.</returns>
    Task<InstanceDetails?> GetDetailsAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Gives values to variables of an instance that is not over, of the workflow or of the activities under way, and says so in its journal.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="values">Values that serialise to JSON, by identifier of the variable in the definition.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>The data after the change.</returns>
    /// <exception cref="WorkflowNotFoundException">The instance is unknown, or has no such variable in sight; nothing was written.</exception>
    /// <exception cref="InstanceOverException">The instance is over.</exception>
    /// <exception cref="InvalidVariableException">A value does not convert to the type that its variable declares, or is too large; nothing was written.</exception>
    Task<InstanceData> SetVariablesAsync(string instanceId, IReadOnlyDictionary<string, object?> values, CancellationToken cancellationToken = default);

    /// <summary>Counts the instances that are not over, those that an incident stopped included.</summary>
    /// <param name="definitionId">Only those of this definition when not null.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>One entry for each version that has some, by definition id, newest version first.</returns>
    Task<IReadOnlyList<InstanceCount>> CountInstancesAsync(string? definitionId = null, CancellationToken cancellationToken = default);

    /// <summary>Tells what an instance waits for and what may come next, from its definition's drawing.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The outlook, or null when the instance is unknown.</returns>
    Task<InstanceOutlook?> GetOutlookAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Reads the data of an instance as of its last committed step.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>Variables, input and output, or null when the instance is unknown.</returns>
    Task<InstanceData?> GetDataAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Reads the journal of an instance in order.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The records, oldest first.</returns>
    Task<IReadOnlyList<JournalRecord>> GetJournalAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of the journal of an instance, and counts all the lines that the query keeps; the rest of the journal stays in the database.</summary>
    /// <param name="query">Which lines, in which order, from where.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The page; empty when the instance is unknown.</returns>
    Task<JournalPage> PageJournalAsync(JournalQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists what an instance executed, with inputs, outputs, times and outcomes.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="activityId">Only the executions of this activity when not null: its identifier in the definition, or its path of identifiers from the root.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The executions, in the order in which they began; none when the instance is unknown.</returns>
    Task<IReadOnlyList<ActivityExecutionRecord>> GetExecutionsAsync(string instanceId, string? activityId = null, CancellationToken cancellationToken = default);

    /// <summary>Finds one execution of an activity.</summary>
    /// <param name="executionId">Identifier of the execution.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The execution, or null when it is unknown.</returns>
    Task<ActivityExecutionRecord?> FindExecutionAsync(string executionId, CancellationToken cancellationToken = default);

    /// <summary>Counts what an instance did with each activity that it reached.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>One entry per activity reached; none when the instance is unknown.</returns>
    Task<IReadOnlyList<ActivityStats>> GetActivityStatsAsync(string instanceId, CancellationToken cancellationToken = default);
}

/// <summary>
/// Signals to the engine written as rows of the caller's own transaction, so that a page's change and its consequence are saved together.
/// After saving, <see cref="KickAsync"/> has them executed at once; a sweeper finds whatever was missed.
/// </summary>
public interface IWorkflowSignals
{
    /// <summary>Asks for a new instance of a definition, once the caller's transaction commits.</summary>
    /// <param name="request">Which definition, with what.</param>
    /// <returns>The identifier that the instance will have.</returns>
    string Start(StartRequest request);

    /// <summary>Asks for a bookmark to be resumed, once the caller's transaction commits.</summary>
    /// <param name="request">Which bookmark, with what.</param>
    void Resume(ResumeRequest request);

    /// <summary>Asks for an event to be published, once the caller's transaction commits.</summary>
    /// <param name="request">Which event, with what.</param>
    void Publish(EventRequest request);

    /// <summary>Asks for an instance to be cancelled, once the caller's transaction commits.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    void Cancel(string instanceId);

    /// <summary>
    /// Asks for all instances of a definition that are not over to be cancelled, whatever their version and those that an incident stops included, once the caller's
    /// transaction commits. They are, a hundred at a time, each by itself.
    /// </summary>
    /// <param name="definitionId">Definition id.</param>
    void CancelAll(string definitionId);

    /// <summary>Takes back the starts that were asked for about a business object and have not happened, once the caller's transaction commits.</summary>
    /// <param name="correlationId">The business object.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>A task that ends when they are found. One that happens meanwhile makes the caller's save fail as any change by two at once does.</returns>
    Task TakeBackStartsAsync(string correlationId, CancellationToken cancellationToken = default);

    /// <summary>Asks that the activity that an incident stopped be executed again, once the caller's transaction commits. Asked twice at once, one of the two cannot save.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="incidentId">Identifier of the incident; one that is no longer open then is left alone.</param>
    void RetryIncident(string instanceId, string incidentId);

    /// <summary>Asks that an instance be cancelled on account of an incident, once the caller's transaction commits. Asked twice at once, one of the two cannot save.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="incidentId">Identifier of the incident.</param>
    void CancelIncident(string instanceId, string incidentId);

    /// <summary>Executes the signals written through this object, after the caller has saved them. A failure is left to the sweeper.</summary>
    /// <param name="cancellationToken">Abandons the wait.</param>
    /// <returns>A task that ends when they have been executed or left.</returns>
    Task KickAsync(CancellationToken cancellationToken = default);
}

/// <summary>A start.</summary>
/// <param name="DefinitionId">Definition id, the same for all versions.</param>
public sealed record StartRequest(string DefinitionId)
{
    /// <summary>Identifier for the new instance; a second start under it does nothing. Chosen by the runtime when null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Name that the instance begins with; <c>SetName</c> may change it.</summary>
    public string? Name { get; init; }

    /// <summary>The business object that the instance is about.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Values that variables of the workflow begin with in place of their defaults, by name; they serialise to JSON.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Workflow inputs by name; values serialise to JSON.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The instance that causes this one, if any; cancelling it cancels this one too.</summary>
    internal string? ParentInstanceId { get; init; }

    /// <summary>Identifier of the version to start on, a draft included; the published version when null.</summary>
    public string? VersionId { get; init; }

    /// <summary>Identifier of the activity at which to begin: it takes <see cref="TriggerPayload"/> for what it would wait for. The drawing's own start when null.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>A value that serialises to JSON: the result of the trigger activity.</summary>
    public object? TriggerPayload { get; init; }

    /// <summary>Name of the bookmark by which the parent waits for this instance; null when it does not.</summary>
    internal string? AwaitedAs { get; init; }

    /// <summary>Whether the parent goes on as soon as this instance waits.</summary>
    internal bool IsAwaitedUntilItWaits { get; init; }

    /// <summary>How many launches one inside the other lead to this one, each within a day of the one before.</summary>
    internal int Depth { get; init; }
}

/// <summary>A resumption.</summary>
/// <param name="BookmarkName">Name of the bookmark.</param>
/// <param name="BookmarkKey">Key of the bookmark.</param>
public sealed record ResumeRequest(string BookmarkName, string BookmarkKey)
{
    /// <summary>Restricts to one instance when not null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A value that serialises to JSON.</summary>
    public object? Input { get; init; }
}

/// <summary>An event.</summary>
/// <param name="EventName">Name of the event.</param>
public sealed record EventRequest(string EventName)
{
    /// <summary>Reaches only instances with this correlation id when not null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Reaches only this instance when not null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A value that serialises to JSON: the result of the waiting activity.</summary>
    public object? Payload { get; init; }
}

/// <summary>A wish to move instances.</summary>
/// <param name="TargetVersionId">Identifier of the version to move to; it must have been published.</param>
public sealed record MigrationRequest(string TargetVersionId)
{
    /// <summary>Which instances; when null, all those of the definition that are not over and on another version.</summary>
    public IReadOnlyCollection<string>? InstanceIds { get; init; }

    /// <summary>Whether instances with open incidents move too, to be retried on the new version.</summary>
    public bool IncludeIncidents { get; init; }

    /// <summary>
    /// What becomes of the answers that people who were asked may still give and that the version to move to does not have: by identifier of the activity and answer, one of
    /// the answers that it has. One that merely changed its name needs none.
    /// </summary>
    public IReadOnlyDictionary<(string ActivityId, string Answer), string> Answers { get; init; } = new Dictionary<(string, string), string>();
}

/// <summary>What a migration would do.</summary>
/// <param name="TargetVersionId">Identifier of the version to move to.</param>
/// <param name="TargetVersion">Its number.</param>
/// <param name="IncludesIncidents">Whether instances with open incidents move too.</param>
/// <param name="Instances">A report for each instance.</param>
public sealed record MigrationPlan(string TargetVersionId, int TargetVersion, bool IncludesIncidents, IReadOnlyList<InstanceMigration> Instances)
{
    internal IReadOnlyDictionary<(string ActivityId, string Answer), string> Answers { get; init; } = new Dictionary<(string, string), string>();
}

/// <summary>The report of one instance of a migration.</summary>
/// <param name="InstanceId">Identifier of the instance.</param>
/// <param name="FromVersion">Number of the version that it leaves.</param>
/// <param name="Reasons">Why it cannot move; none when it can, or has.</param>
/// <param name="Notes">What changes for it.</param>
public sealed record InstanceMigration(string InstanceId, int FromVersion, IReadOnlyList<WorkflowMessage> Reasons, IReadOnlyList<WorkflowMessage> Notes)
{
    /// <summary>Whether it can move, or has.</summary>
    public bool CanMove => Reasons.Count == 0;

    /// <summary>Name of the instance, if any.</summary>
    public string? Name { get; init; }

    /// <summary>The business object that the instance is about.</summary>
    public string? CorrelationId { get; init; }
}

/// <summary>Elsa's status of an instance.</summary>
public enum WorkflowStatus
{
    /// <summary>Not finished.</summary>
    Running,

    /// <summary>Finished, cancelled or faulted.</summary>
    Finished,
}

/// <summary>Elsa's sub-status of an instance.</summary>
public enum WorkflowSubStatus
{
    /// <summary>Created, not begun.</summary>
    Pending,

    /// <summary>At work, or to be continued by the next free host.</summary>
    Executing,

    /// <summary>Waits on bookmarks.</summary>
    Suspended,

    /// <summary>Came to its end.</summary>
    Finished,

    /// <summary>Was cancelled.</summary>
    Cancelled,

    /// <summary>Was stopped by an incident.</summary>
    Faulted,
}

/// <summary>An instance at a glance.</summary>
public sealed record InstanceSummary
{
    /// <summary>Identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Definition id, the same for all versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Identifier of the version that the instance stays on.</summary>
    public required string DefinitionVersionId { get; init; }

    /// <summary>Number of that version.</summary>
    public required int Version { get; init; }

    /// <summary>Name given by <c>SetName</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The business object that it is about.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Status.</summary>
    public required WorkflowStatus Status { get; init; }

    /// <summary>Sub-status.</summary>
    public required WorkflowSubStatus SubStatus { get; init; }

    /// <summary>Open incidents.</summary>
    public required int IncidentCount { get; init; }

    /// <summary>Creation, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Last committed step, UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>End, UTC.</summary>
    public DateTime? FinishedAt { get; init; }
}

/// <summary>The data of an instance.</summary>
/// <param name="Variables">The variables of the workflow, then those of the activities under way, outermost first; then those that scripts added.</param>
/// <param name="Input">Values given at the start, converted, and defaults.</param>
/// <param name="Output">Values of the workflow's outputs so far.</param>
public sealed record InstanceData(IReadOnlyList<VariableValue> Variables, IReadOnlyDictionary<string, JsonElement?> Input, IReadOnlyDictionary<string, JsonElement?> Output);

/// <summary>A variable with its value.</summary>
/// <param name="Id">Identifier in the definition.</param>
/// <param name="Name">Name.</param>
/// <param name="TypeName">Alias of the declared type; a list ends with <c>[]</c>.</param>
/// <param name="Value">The value, or null.</param>
/// <param name="ActivityInstanceId">The execution whose scope it belongs to; null for the workflow's own.</param>
public sealed record VariableValue(string Id, string Name, string TypeName, JsonElement? Value, string? ActivityInstanceId)
{
    /// <summary>Whether the value is to be shown to nobody.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>Which instances to list.</summary>
public sealed record InstanceFilter
{
    /// <summary>Only this definition.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Only this correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Only this status.</summary>
    public WorkflowStatus? Status { get; init; }

    /// <summary>Only those with open incidents.</summary>
    public bool WithIncidents { get; init; }

    /// <summary>Only those without any.</summary>
    public bool WithoutIncidents { get; init; }

    /// <summary>Only these instances.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only of these definitions.</summary>
    public IReadOnlyCollection<string>? DefinitionIds { get; init; }

    /// <summary>Only on this version, by its identifier.</summary>
    public string? DefinitionVersionId { get; init; }

    /// <summary>Only on this number of a version.</summary>
    public int? Version { get; init; }

    /// <summary>Only of these statuses.</summary>
    public IReadOnlyCollection<WorkflowStatus>? Statuses { get; init; }

    /// <summary>Only of these sub-statuses.</summary>
    public IReadOnlyCollection<WorkflowSubStatus>? SubStatuses { get; init; }

    /// <summary>Only this name.</summary>
    public string? Name { get; init; }

    /// <summary>Part of the name, or the whole identifier or correlation id, or that of the definition; whatever its case.</summary>
    public string? Search { get; init; }

    /// <summary>Only where these comparisons hold.</summary>
    public IReadOnlyCollection<InstantFilter> Instants { get; init; } = [];

    /// <summary>Order; equals are told apart by their identifiers.</summary>
    public InstanceOrder OrderBy { get; init; }

    /// <summary>Whether the order is that of the alphabet or of time, and not the reverse.</summary>
    public bool IsAscending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 100;
}

/// <summary>What a list of instances is ordered by.</summary>
public enum InstanceOrder
{
    /// <summary>Creation.</summary>
    Created,

    /// <summary>Last committed step.</summary>
    Updated,

    /// <summary>End; those that have none come last.</summary>
    Finished,

    /// <summary>Name, whatever its case; those that have none come last.</summary>
    Name,

    /// <summary>Those with open incidents before all, then creation.</summary>
    Incidents,
}

/// <summary>An instant of an instance.</summary>
public enum InstanceInstant
{
    /// <summary>Creation.</summary>
    Created,

    /// <summary>Last committed step.</summary>
    Updated,

    /// <summary>End.</summary>
    Finished,
}

/// <summary>How instants are compared.</summary>
public enum InstantComparison
{
    /// <summary>Equal.</summary>
    Is,

    /// <summary>Not equal.</summary>
    IsNot,

    /// <summary>After.</summary>
    GreaterThan,

    /// <summary>Not before.</summary>
    GreaterThanOrEqual,

    /// <summary>Before.</summary>
    LessThan,

    /// <summary>Not after.</summary>
    LessThanOrEqual,
}

/// <summary>A comparison of an instant of an instance.</summary>
/// <param name="Column">The instant; one that has not come yet compares with nothing.</param>
/// <param name="Comparison">How.</param>
/// <param name="Instant">With what, UTC.</param>
public sealed record InstantFilter(InstanceInstant Column, InstantComparison Comparison, DateTime Instant);

/// <summary>A page of instances.</summary>
/// <param name="Items">The instances of the page.</param>
/// <param name="Total">How many the filter keeps in all.</param>
public sealed record InstancePage(IReadOnlyList<InstanceSummary> Items, int Total);

/// <summary>How many instances are not over on a version.</summary>
/// <param name="DefinitionId">Definition id, the same for all versions.</param>
/// <param name="VersionId">Identifier of the version.</param>
/// <param name="Version">Its number.</param>
/// <param name="Running">Instances that run.</param>
/// <param name="WithIncidents">Instances with open incidents, whether they still run or not.</param>
public sealed record InstanceCount(string DefinitionId, string VersionId, int Version, int Running, int WithIncidents);

/// <summary>What an instance waits for and what may come next.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Waiting">The activities that wait, in the order in which they began.</param>
/// <param name="Incidents">Open incidents, oldest first.</param>
public sealed record InstanceOutlook(InstanceSummary Instance, IReadOnlyList<WaitingActivity> Waiting, IReadOnlyList<IncidentRecord> Incidents)
{
    /// <summary>Name of the definition, in the version that the instance stays on.</summary>
    public string DefinitionName { get; init; } = "";
}

/// <summary>An activity that waits.</summary>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="ActivityType">Type name.</param>
/// <param name="DisplayName">Name given in the drawing, or the type's.</param>
/// <param name="Since">Begin, UTC.</param>
/// <param name="DueAt">When it resumes by itself, UTC; null when it waits for somebody.</param>
/// <param name="Next">Names of the activities that directly follow, with the outcome that leads to each.</param>
public sealed record WaitingActivity(string ActivityId, string ActivityType, string DisplayName, DateTime Since, DateTime? DueAt, IReadOnlyList<NextActivity> Next);

/// <summary>An activity that may follow.</summary>
/// <param name="Outcome">Port by which it is reached.</param>
/// <param name="DisplayName">Name given in the drawing, or the type's.</param>
public sealed record NextActivity(string Outcome, string DisplayName);

/// <summary>An activity that failed beyond its retries.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="ActivityType">Type name.</param>
/// <param name="Message">What failed.</param>
/// <param name="ExceptionType">Type of the exception.</param>
/// <param name="At">Instant of the last attempt, UTC.</param>
public sealed record IncidentRecord(string Id, string ActivityId, string ActivityType, string Message, string? ExceptionType, DateTime At)
{
    /// <summary>Path of identifiers from the root to the activity; null where only the incident was read.</summary>
    public string? ActivityNodeId { get; init; }
}

/// <summary>A definition, instance, task or incident does not exist, or no longer.</summary>
/// <param name="message">What was looked for.</param>
public sealed class WorkflowNotFoundException(string message) : Exception(message);

/// <summary>The activation strategy of a definition refuses another instance for the time being. A start by a signal or a stimulus is dropped instead.</summary>
/// <param name="definitionId">Definition id.</param>
/// <param name="strategy">Name of the strategy that refuses.</param>
public sealed class WorkflowNotStartedException(string definitionId, string strategy)
    : Exception($"The definition {definitionId} has a running instance that its strategy {strategy} forbids to double.")
{
    /// <summary>Definition id.</summary>
    internal string DefinitionId { get; } = definitionId;
}
