namespace Fabrique.Workflows;

/// <summary>What an instance becomes when an activity has failed beyond its retries.</summary>
internal enum IncidentStrategy
{
    /// <summary>The instance stops, faulted, until the incident is retried.</summary>
    Fault,

    /// <summary>The other branches go on.</summary>
    ContinueWithIncidents,
}

/// <summary>Settings of the runtime.</summary>
public sealed class WorkflowOptions
{
    /// <summary>Waiting times between the attempts of a failing activity; after the last comes the incident.</summary>
    internal IReadOnlyList<TimeSpan> RetryLadder { get; set; } =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <summary>Strategy of definitions that name none.</summary>
    internal IncidentStrategy DefaultIncidentStrategy { get; set; } = IncidentStrategy.Fault;

    /// <summary>After how long another host takes over work that a host began and did not end.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an event that nobody awaits is kept for an instance that soon will.</summary>
    internal TimeSpan EventRetention { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Waiting times between deliveries of a signal that failed or met nobody; the last one repeats.</summary>
    internal IReadOnlyList<TimeSpan> SignalLadder { get; set; } =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];

    /// <summary>Failed deliveries after which a signal is set aside.</summary>
    internal int SignalAttempts { get; set; } = 8;

    /// <summary>Activities executed in one transaction before an intermediate commit.</summary>
    internal int ActivitiesPerStep { get; set; } = 1_000;

    /// <summary>Activities that an instance may execute without ever waiting; beyond, it is taken for an endless loop.</summary>
    internal int ActivitiesWithoutWait { get; set; } = 100_000;

    /// <summary>Beyond what an instance, or a definition, is taken for a runaway.</summary>
    public RunawayLimits Limits { get; } = new();

    /// <summary>Longest message, in characters, kept in a journal record or an incident.</summary>
    internal int MaximumMessageLength { get; set; } = 2_000;

    /// <summary>Largest state of one instance, in bytes.</summary>
    internal int MaximumStateBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Outside calls, such as HTTP requests, that one host makes at the same time.</summary>
    internal int ConcurrentCalls { get; set; } = 8;

    /// <summary>
    /// Says a message in the language of those who read incidents and journals, where it is kept as it was said. By default, the code with its arguments. Must know
    /// what to say of a code that it does not know.
    /// </summary>
    public Func<WorkflowMessage, string> Tell { get; set; } = message => message.ToString();

    /// <summary>
    /// Makes the address by which somebody outside sends an event to an instance, for <c>createEventTriggerUrl</c>. It is given the services of the step. The address must carry a signature, and must
    /// not act when it is only looked at. Null when the host has none: scripts that ask for one then fail.
    /// </summary>
    public Func<IServiceProvider, WorkflowEventLink, string>? CreateEventLink { get; set; }

    /// <summary>Limits of expressions.</summary>
    internal ExpressionLimits Expressions { get; } = new();

    /// <summary>What the journal keeps.</summary>
    internal JournalOptions Journal { get; } = new();

    /// <summary>How long finished instances are kept.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>Limits of the HTTP requests that activities send.</summary>
    public OutboundHttpLimits Http { get; } = new();
}

/// <summary>What an address sends when somebody acts on it.</summary>
/// <param name="EventName">The event.</param>
/// <param name="InstanceId">The instance that it is for.</param>
/// <param name="ExpiresAt">Until when; for ever when null.</param>
public sealed record WorkflowEventLink(string EventName, string InstanceId, DateTimeOffset? ExpiresAt);

/// <summary>What the journal of an instance keeps. It grows with the work of the instance, never without bounds.</summary>
internal sealed class JournalOptions
{
    /// <summary>Whether inputs and outputs of activities are kept where neither the activity nor its definition says (Elsa's log persistence).</summary>
    public bool KeepsValues { get; set; } = true;

    /// <summary>Longest value, in characters; a longer one is cut and tells its length.</summary>
    public int ValueLength { get; set; } = 1_000;

    /// <summary>Longest line, in characters of its values; those beyond only tell their length.</summary>
    public int LineLength { get; set; } = 8_000;

    /// <summary>Lines of an instance with values and whole messages; the next ones do without values.</summary>
    public int DetailedLines { get; set; } = 2_000;

    /// <summary>Longest message, in characters, of the lines after <see cref="DetailedLines"/>.</summary>
    public int ShortMessageLength { get; set; } = 200;

    /// <summary>Lines of an instance; then one that says so, and only failures. Executions are still counted.</summary>
    public int Lines { get; set; } = 100_000;
}

/// <summary>How long a finished instance is kept with its journal, since its end; for ever when null. One with an open incident is kept whatever these say, as is one that a living instance started.</summary>
public sealed class RetentionOptions
{
    /// <summary>Instances that came to their end.</summary>
    public TimeSpan? Finished { get; set; }

    /// <summary>Instances that were cancelled.</summary>
    public TimeSpan? Cancelled { get; set; }

    /// <summary>Instances that were stopped by an incident, resolved since.</summary>
    public TimeSpan? Faulted { get; set; }

    /// <summary>
    /// Says about which subjects, among these correlation ids, something is not settled: their instances are kept. It is given the services of the transaction.
    /// Signals set aside are kept whatever this says.
    /// </summary>
    public Func<IServiceProvider, IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlySet<string>>>? FindUnsettled { get; set; }
}

/// <summary>Limits within which an expression must end; a breach is a permanent failure of its activity.</summary>
internal sealed class ExpressionLimits
{
    /// <summary>Longest execution of one script.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Memory that one script may allocate, in bytes.</summary>
    public long MemoryBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Depth of calls in a script.</summary>
    public int RecursionDepth { get; set; } = 64;

    /// <summary>Statements that one script may execute.</summary>
    public int Statements { get; set; } = 1_000_000;

    /// <summary>Steps that one Liquid template may execute.</summary>
    public int LiquidSteps { get; set; } = 100_000;

    /// <summary>
    /// Reads a setting for <c>getConfig</c> and <c>Configuration</c>; null, as by default, when definitions may read none. Give a function over one section made for them:
    /// whoever draws workflows reads all that it answers. Names of nested settings are joined by colons.
    /// </summary>
    public Func<string, string?>? Configuration { get; set; }
}
