using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions;

/// <summary>A session, and what is needed to tell who sits in it and what it hears.</summary>
/// <param name="Panel">Its jury.</param>
/// <param name="Session">With its agenda, its breaks and who came and went.</param>
/// <param name="Items">What is on the agenda.</param>
/// <param name="All">The recusals of the jury for what is on the agenda, those that nobody had to enter included.</param>
/// <param name="InForce">Those that hold.</param>
/// <param name="People">Those whom the jury names.</param>
public sealed record SessionSheet(
    Panel Panel, HearingSession Session, IReadOnlyDictionary<Subject, JuryItem> Items, IReadOnlyList<Recusal> All, Recusals InForce, IReadOnlyDictionary<Guid, PanelPerson> People)
{
    /// <summary>The application being heard; null between two.</summary>
    public JuryItem? Current => Session.Current is { } current ? Items.GetValueOrDefault(current) : null;

    public string NameOf(Guid personId) => People.TryGetValue(personId, out var person) ? person.FullName : "";

    /// <summary>As people read it; something else when the jury no longer judges it.</summary>
    public string TitleOf(Subject item) => Items.TryGetValue(item, out var known) ? known.Name : "Une candidature que le jury n’examine plus";

    /// <summary>Who sits at an instant (UTC), for the item being heard.</summary>
    public SeatRoll RollAt(DateTime now) => Session.Roll(Panel, InForce, Session.Current, now);
}

/// <summary>Reads the sessions of juries.</summary>
public sealed class SessionReader(FabriqueDbContext db, PanelReader panels, TimeProvider clock)
{
    public static Refusal Unknown { get; } = new("session-unknown", "Cette séance n’existe pas.");

    /// <summary>One of a jury that is open to the signed-in person; null when there is none.</summary>
    public async Task<SessionSheet?> FindReadableAsync(Guid panelId, Guid sessionId, CancellationToken cancellationToken) =>
        await panels.FindReadableAsync(panelId, cancellationToken) is { } panel && await FindAsync(sessionId, cancellationToken) is { } session && session.PanelId == panel.Id
            ? await CompleteAsync(panel, session, cancellationToken)
            : null;

    /// <summary>One, to change it; null when there is none.</summary>
    public async Task<HearingSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var session = await db.HearingSessions.Include(session => session.Agenda).Include(session => session.Breaks).AsSingleQuery().SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
        if (session is not null)
        {
            // Apart: with the agenda, each item would come once for each arrival. Its own number is unique, and the version of the session is that of the first query.
            await db.Entry(session).Collection(one => one.Attendance).LoadAsync(cancellationToken);
        }

        return session;
    }

    /// <summary>One with its jury, to change it, and what else is asked of it; null when there is none.</summary>
    public async Task<SessionSheet?> FindSheetAsync(Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } session ? await CompleteAsync(await panels.ReadAsync(session.PanelId, cancellationToken), session, cancellationToken) : null;

    /// <summary>The votes of a session, without what was voted.</summary>
    public async Task<IReadOnlyList<Ballot>> ReadBallotsAsync(Guid sessionId, CancellationToken cancellationToken) =>
        await db.Ballots.AsNoTracking().Where(ballot => ballot.SessionId == sessionId).ToListAsync(cancellationToken);

    private async Task<SessionSheet> CompleteAsync(Panel panel, HearingSession session, CancellationToken cancellationToken)
    {
        var items = await panels.UnnameAsync(panel, await ReadItemsAsync(session, cancellationToken), cancellationToken);
        var entered = await panels.ReadRecusalsAsync(panel.Id, cancellationToken);
        var (inForce, inferred) = PanelReader.Complete(panel, entered, items, clock.GetUtcNow().UtcDateTime);
        return new SessionSheet(panel, session, items.ToDictionary(item => item.Subject), [.. entered.Where(recusal => recusal.IsInForce), .. inferred], inForce, await panels.ReadPeopleAsync(panel, [], cancellationToken));
    }

    // Who has an idea together has one line each: less than what the whole jury judges, in one query.
    private async Task<IReadOnlyList<JuryItem>> ReadItemsAsync(HearingSession session, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. session.Agenda.Select(item => item.ItemId)];
        var lines = await (
            from application in db.Applications
            where ids.Contains(application.Id)
            from co in application.CoApplicants.Where(co => co.AcceptedAt != null).DefaultIfEmpty()
            orderby application.Reference
            select new { application.Id, application.Reference, application.Title, application.ApplicantId, CoApplicantId = co == null ? null : co.PersonId }).ToListAsync(cancellationToken);
        return
        [
            .. lines.GroupBy(line => line.Id).Select(same => new JuryItem(same.Key, same.First().Reference, same.First().Title, same.First().ApplicantId)
            {
                CoApplicants = [.. same.Select(line => line.CoApplicantId).OfType<Guid>()],
            }),
        ];
    }
}
