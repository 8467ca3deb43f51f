using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.WatchTasks;

/// <summary>How often the tasks are looked at while somebody listens, and who may listen.</summary>
public sealed record TaskWatchPace
{
    public static TaskWatchPace Usual { get; } = new();

    /// <summary>Between two looks.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two checks that those who listen are still signed in, and the longest silence of a stream.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Streams of one person; one more takes the place of the oldest. A browser opens six connections to a site over HTTP/1.1: pages need theirs.</summary>
    public int MostOfOne { get; init; } = 3;

    /// <summary>Streams of a host.</summary>
    public int Most { get; init; } = 500;
}

/// <summary>
/// One watch over the open tasks for all the pages of this host that listen: it looks at the database (two sums while nothing changes), tells those whom a change may concern, and
/// stops when nobody listens. Each host looks for itself, so it does not matter which of them wrote.
/// </summary>
public sealed class TaskWatch : IDisposable
{
    private readonly IServiceScopeFactory scopes;
    private readonly TaskWatchPace pace;
    private readonly TimeProvider clock;
    private readonly ILogger<TaskWatch> log;
    private readonly CancellationToken stopping;
    private readonly CancellationTokenRegistration atStop;
    private readonly Lock gate = new();
    private readonly List<TaskListener> listeners = [];
    private Task? firstLook;

    public TaskWatch(IServiceScopeFactory scopes, TaskWatchPace pace, TimeProvider clock, IHostApplicationLifetime host, ILogger<TaskWatch> log)
    {
        (this.scopes, this.pace, this.clock, this.log, stopping) = (scopes, pace, clock, log, host.ApplicationStopping);

        // A server that stops waits for its answers: these have no end of their own.
        atStop = stopping.Register(() => Everybody().ForEach(listener => listener.End(TaskListener.Over)));
    }

    /// <summary>How many pages listen.</summary>
    public int Listening
    {
        get
        {
            lock (gate)
            {
                return listeners.Count;
            }
        }
    }

    /// <summary>Whether the database is being looked at.</summary>
    public bool IsLooking
    {
        get
        {
            lock (gate)
            {
                return firstLook is not null;
            }
        }
    }

    /// <summary>Begins to listen: whatever changes from now on is told.</summary>
    /// <returns>Null when too many do, or when the host stops.</returns>
    public async Task<TaskListener?> ListenAsync(Guid personId, IReadOnlyList<string> roles, Guid session, CancellationToken cancellationToken)
    {
        var listener = new TaskListener(this, personId, roles, session, pace.Check);
        Task looked;
        lock (gate)
        {
            var own = listeners.Where(known => known.PersonId == personId).ToList();
            if (stopping.IsCancellationRequested || (listeners.Count >= pace.Most && own.Count < pace.MostOfOne))
            {
                return null;
            }

            foreach (var oldest in own.Take(own.Count - pace.MostOfOne + 1))
            {
                listeners.Remove(oldest);
                oldest.End(TaskListener.Replaced);
            }

            listeners.Add(listener);
            looked = firstLook ??= BeginLooking();
        }

        try
        {
            await looked.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            listener.Dispose();
            throw;
        }

        if (stopping.IsCancellationRequested)
        {
            listener.End(TaskListener.Over);
        }

        return listener;
    }

    public void Dispose() => atStop.Dispose();

    internal void Leave(TaskListener listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
        }
    }

    private Task BeginLooking()
    {
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Of nobody's request: it goes on after the first one.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => LookAsync(looked), CancellationToken.None);
        }

        return looked.Task;
    }

    private async Task LookAsync(TaskCompletionSource looked)
    {
        Seen? before = null;
        var isAway = false;
        var sinceCheck = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = await ReadAsync(before, stopping);
                if (now != before)
                {
                    // What changed while the database was away is not known: everybody looks.
                    if (before is not null || isAway)
                    {
                        Everybody().FindAll(listener => before is null || now.Concerns(before, listener)).ForEach(listener => listener.Tell());
                    }

                    before = now;
                }

                if (sinceCheck >= pace.Check)
                {
                    sinceCheck = TimeSpan.Zero;
                    await EndThoseWhoLeftAsync(stopping);
                }

                isAway = false;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                // Pages say all that they have to without it; the database has its own alarms.
                if (!isAway)
                {
                    log.LogWarning(failure, "The tasks could not be looked at for the pages that are open; it is tried again.");
                }

                isAway = true;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            looked.TrySetResult();
            lock (gate)
            {
                if (listeners.Count == 0)
                {
                    firstLook = null;
                    return;
                }
            }

            await Task.Delay(pace.Look, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            sinceCheck += pace.Look;
        }

        looked.TrySetResult();
    }

    private async Task<Seen> ReadAsync(Seen? before, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var open = db.WorkItems.Where(item => item.Status == WorkItemStatus.Open);
        var tasks = await open.GroupBy(_ => 1).Select(all => new Sum(all.Count(), all.Sum(item => item.Version), all.Max(item => item.OpenedAt))).SingleOrDefaultAsync(cancellationToken) ?? Sum.Nothing;
        var today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);
        var absences = await db.Delegations.ActiveOn(today).GroupBy(_ => 1).Select(all => new Sum(all.Count(), all.Sum(absence => absence.Version), all.Max(absence => absence.EnteredAt))).SingleOrDefaultAsync(cancellationToken) ?? Sum.Nothing;
        if (before is not null && before.Tasks == tasks && before.Absences == absences)
        {
            return before;
        }

        return new Seen(tasks, absences)
        {
            Held = await open.Select(item => new Held(item.Id, item.Version, item.AssigneeId, item.AssigneeRole, item.DelegatedById)).ToDictionaryAsync(item => item.Id, cancellationToken),
            Substitutes = (await db.Delegations.ActiveOn(today).Where(absence => absence.SubstituteId != null).Select(absence => absence.SubstituteId!.Value).ToListAsync(cancellationToken)).ToHashSet(),
        };
    }

    private async Task EndThoseWhoLeftAsync(CancellationToken cancellationToken)
    {
        var all = Everybody();
        var sessions = all.Select(listener => listener.Session).Distinct().ToList();
        var people = all.Select(listener => listener.PersonId).Distinct().ToList();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var ended = await db.EndedSessions.Where(session => sessions.Contains(session.Id)).Select(session => session.Id).ToListAsync(cancellationToken);
        var withdrawn = await db.StaffMembers.Where(person => people.Contains(person.Id) && !person.IsActive).Select(person => person.Id).ToListAsync(cancellationToken);
        all.FindAll(listener => ended.Contains(listener.Session) || withdrawn.Contains(listener.PersonId)).ForEach(listener => listener.End(TaskListener.Over));
    }

    private List<TaskListener> Everybody()
    {
        lock (gate)
        {
            return [.. listeners];
        }
    }

    private sealed record Sum(int Count, int Versions, DateTime Last)
    {
        public static Sum Nothing { get; } = new(0, 0, default);
    }

    private sealed record Held(Guid Id, int Version, Guid? AssigneeId, string? AssigneeRole, Guid? DelegatedById)
    {
        public bool Concerns(TaskListener listener) => AssigneeId == listener.PersonId || DelegatedById == listener.PersonId || (AssigneeRole is { } role && listener.Roles.Contains(role));
    }

    private sealed class Seen(Sum tasks, Sum absences)
    {
        public Sum Tasks => tasks;

        public Sum Absences => absences;

        public required IReadOnlyDictionary<Guid, Held> Held { get; init; }

        public required HashSet<Guid> Substitutes { get; init; }

        // Whoever acts in the place of another is told of more than is theirs: their page finds that nothing changed.
        public bool Concerns(Seen before, TaskListener listener) =>
            absences != before.Absences
            || Substitutes.Contains(listener.PersonId)
            || Held.Values.Any(item => before.Held.GetValueOrDefault(item.Id) is var was && was != item && (item.Concerns(listener) || was?.Concerns(listener) == true))
            || before.Held.Values.Any(item => !Held.ContainsKey(item.Id) && item.Concerns(listener));
    }
}
