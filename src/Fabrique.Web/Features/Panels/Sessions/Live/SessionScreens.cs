using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Fabrique.Data;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions.Live;

/// <summary>How often the sessions that somebody follows are looked at, for what other hosts changed.</summary>
public sealed record SessionScreensPace(TimeSpan Look)
{
    public static SessionScreensPace Usual { get; } = new(TimeSpan.FromSeconds(2));
}

/// <summary>
/// The screens of this host that follow sessions. They are told that a session changed, and by which revision, never what: each reads its page anew, which says again what is for its person. What this host
/// changed is told at once (<see cref="TellAsync"/>); what others did, at the next look at the database: one query for all that is followed, and none when nothing is.
/// </summary>
public sealed class SessionScreens(IServiceScopeFactory scopes, IHubContext<SessionHub> hub, SessionScreensPace pace, IHostApplicationLifetime host, ILogger<SessionScreens> log)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Followed> sessions = [];

    // What is told several times before it is looked at is looked at once.
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool isLooking;

    /// <summary>How many screens of this host follow a session.</summary>
    public int Following(Guid sessionId)
    {
        lock (gate)
        {
            return sessions.TryGetValue(sessionId, out var followed) ? followed.Connections.Count : 0;
        }
    }

    /// <summary>
    /// Says that something of a session was saved: its screens read it anew. To be called once the change is committed. Screens of other hosts hear of it within <see cref="SessionScreensPace.Look"/>, when it
    /// is the session, a ballot of it, a recusal or the jury that changed.
    /// </summary>
    public Task TellAsync(Guid sessionId)
    {
        lock (gate)
        {
            if (!sessions.TryGetValue(sessionId, out var followed))
            {
                return Task.CompletedTask;
            }

            followed.IsTold = true;
        }

        wakes.Writer.TryWrite(true);
        return Task.CompletedTask;
    }

    /// <summary>What changes from now on is told: whoever follows reads their page once this is done.</summary>
    internal async Task FollowAsync(string connectionId, Guid sessionId, CancellationToken cancellationToken)
    {
        var states = await ReadAsync([sessionId], cancellationToken);
        lock (gate)
        {
            if (!sessions.TryGetValue(sessionId, out var followed))
            {
                sessions[sessionId] = followed = new Followed { Revision = states.Select(state => state.Revision).FirstOrDefault() };
            }

            followed.Connections.Add(connectionId);
            if (isLooking)
            {
                return;
            }

            isLooking = true;
        }

        // Of nobody's request: it goes on after this one.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(LookAsync, CancellationToken.None);
        }
    }

    internal void Leave(string connectionId)
    {
        lock (gate)
        {
            foreach (var (id, followed) in sessions)
            {
                if (followed.Connections.Remove(connectionId) && followed.Connections.Count == 0)
                {
                    sessions.Remove(id);
                }
            }
        }
    }

    internal static string GroupOf(Guid sessionId) => sessionId.ToString("N");

    private async Task LookAsync()
    {
        var stopping = host.ApplicationStopping;
        while (!stopping.IsCancellationRequested)
        {
            Guid[] followed;
            lock (gate)
            {
                if (sessions.Count == 0)
                {
                    isLooking = false;
                    return;
                }

                followed = [.. sessions.Keys];
            }

            try
            {
                foreach (var (id, revision) in await ReadAsync(followed, stopping))
                {
                    if (IsNews(id, revision))
                    {
                        await hub.Clients.Group(GroupOf(id)).SendAsync(SessionHub.Changed, revision, stopping);
                    }
                }
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // A page that is read anew by hand says all that it has to.
                log.LogWarning(failure, "The sessions that are followed could not be looked at; it is tried again.");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await WaitAsync(stopping);
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        waiting.CancelAfter(pace.Look);
        try
        {
            await wakes.Reader.ReadAsync(waiting.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody told anything: it is time to look all the same.
        }
    }

    private bool IsNews(Guid sessionId, string revision)
    {
        lock (gate)
        {
            if (!sessions.TryGetValue(sessionId, out var followed))
            {
                return false;
            }

            var isNews = followed.IsTold || followed.Revision != revision;
            (followed.Revision, followed.IsTold) = (revision, false);
            return isNews;
        }
    }

    private async Task<IReadOnlyList<(Guid Id, string Revision)>> ReadAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var states = await db.HearingSessions.Where(session => ids.Contains(session.Id)).Select(session => new
        {
            session.Id,
            session.Version,
            Panel = db.Panels.Where(panel => panel.Id == session.PanelId).Select(panel => panel.Version).FirstOrDefault(),
            Ballots = db.Ballots.Count(ballot => ballot.SessionId == session.Id),
            Votes = db.Ballots.Where(ballot => ballot.SessionId == session.Id).Sum(ballot => (int?)ballot.Version) ?? 0,
            Recusals = db.Recusals.Count(recusal => recusal.PanelId == session.PanelId),
            Withdrawn = db.Recusals.Count(recusal => recusal.PanelId == session.PanelId && recusal.WithdrawnAt != null),
        }).ToListAsync(cancellationToken);
        return [.. states.Select(state => (state.Id, Digest(string.Create(CultureInfo.InvariantCulture, $"{state.Id:N} {state.Version} {state.Panel} {state.Ballots} {state.Votes} {state.Recusals} {state.Withdrawn}"))))];
    }

    // A revision tells that things are other than they were, and nothing of them: not even how many voted.
    private static string Digest(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(state)).AsSpan(0, 8));

    private sealed class Followed
    {
        public HashSet<string> Connections { get; } = new(StringComparer.Ordinal);

        /// <summary>How things were when they were last told; null when the session was not found.</summary>
        public string? Revision { get; set; }

        /// <summary>Whether this host said that something changed, whatever the revision tells.</summary>
        public bool IsTold { get; set; }
    }
}
