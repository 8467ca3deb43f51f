using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>What it takes to vote, or to hold a vote.</summary>
/// <param name="Panel">Which jury.</param>
/// <param name="Session">In which session, not to be changed.</param>
/// <param name="Items">What the jury judges.</param>
/// <param name="Recusals">Who has no part in what.</param>
/// <param name="Now">UTC.</param>
public sealed record BallotPlace(Panel Panel, HearingSession Session, IReadOnlyList<JuryItem> Items, Recusals Recusals, DateTime Now)
{
    /// <summary>Who sits for an application, and whether the quorum is reached.</summary>
    public SeatRoll RollFor(Subject? item) => Session.Roll(Panel, Recusals, item, Now);

    /// <summary>« C-2026-0012 ».</summary>
    public string ReferenceOf(Subject item) => Items.FirstOrDefault(known => known.Subject == item)?.Reference ?? "une candidature que le jury n’examine plus";
}

/// <summary>Reads ballots, and the facts that decide who votes.</summary>
public sealed class BallotDesk(FabriqueDbContext db, PanelReader reader, TimeProvider clock)
{
    internal static Refusal Unknown { get; } = new("ballot-unknown", "Ce vote n’existe pas.");

    /// <summary>A ballot, to be changed; null when there is no such one. One query, so that what it holds is of the version that the save expects.</summary>
    public Task<Ballot?> FindAsync(Guid ballotId, CancellationToken cancellationToken) => Whole(db.Ballots).SingleOrDefaultAsync(ballot => ballot.Id == ballotId, cancellationToken);

    /// <summary>The place of a session; null when there is no such one.</summary>
    public async Task<BallotPlace?> FindPlaceAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var session = await db.HearingSessions.AsNoTracking().Include(session => session.Agenda).Include(session => session.Attendance).AsSingleQuery().SingleOrDefaultAsync(session => session.Id == sessionId, cancellationToken);
        return session is null ? null : await ReadPlaceAsync(await reader.ReadAsync(session.PanelId, cancellationToken), session, cancellationToken);
    }

    public async Task<BallotPlace> ReadPlaceAsync(Panel panel, HearingSession session, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        return new BallotPlace(panel, session, items, PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, now).InForce, now);
    }

    /// <summary>Those of a session, and those that the jury held elsewhere on the application that is heard in it, not to be changed: one votes once on something, in whatever session.</summary>
    public async Task<IReadOnlyList<Ballot>> ListAsync(HearingSession session, CancellationToken cancellationToken)
    {
        var heard = session.CurrentId;
        return await Whole(db.Ballots.AsNoTracking())
            .Where(ballot => ballot.SessionId == session.Id || (ballot.ItemId == heard && db.HearingSessions.Any(other => other.Id == ballot.SessionId && other.PanelId == session.PanelId)))
            .OrderBy(ballot => ballot.OpenedAt)
            .ThenBy(ballot => ballot.Number)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<Ballot> Whole(IQueryable<Ballot> ballots) => ballots.Include(ballot => ballot.Votes).Include(ballot => ballot.Seats).Include(ballot => ballot.Marks).AsSingleQuery();
}
