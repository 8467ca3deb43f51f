using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Deliberate;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>What the facts of a session give.</summary>
/// <param name="ChairId">Who presided.</param>
/// <param name="ClerkId">Who holds the pen.</param>
/// <param name="Text">Markdown.</param>
public sealed record MinutesDraft(Guid ChairId, Guid ClerkId, string Text);

/// <summary>Reads minutes, and what they are written from.</summary>
public sealed class MinutesReader(FabriqueDbContext db, Actor actor, PanelReader reader, DeliberationReader deliberations)
{
    /// <summary>Those of a session, to be changed; null as long as they are not written.</summary>
    public Task<DeliberationMinutes?> FindAsync(Guid sessionId, CancellationToken cancellationToken) =>
        db.DeliberationMinutes.Include(minutes => minutes.Versions).Include(minutes => minutes.Signatures).AsSingleQuery().SingleOrDefaultAsync(minutes => minutes.SessionId == sessionId, cancellationToken);

    /// <summary>A session of a jury, not to be changed; null when it has no such one.</summary>
    public Task<HearingSession?> FindSessionAsync(Guid panelId, Guid sessionId, CancellationToken cancellationToken) =>
        db.HearingSessions.AsNoTracking().Include(session => session.Agenda).Include(session => session.Attendance).AsSingleQuery()
            .SingleOrDefaultAsync(session => session.Id == sessionId && session.PanelId == panelId, cancellationToken);

    /// <summary>
    /// Whether somebody who reads the jury reads the minutes of one of its sessions: those who run or conduct it, and its members, but those who had no part in one of the applications heard as long as
    /// decisions are not published.
    /// </summary>
    public async Task<bool> MayReadAsync(Panel panel, HearingSession session, DeliberationMinutes? minutes, CancellationToken cancellationToken)
    {
        if (actor.IsStaff || panel.IsConductedBy(actor.Id) || minutes?.ChairId == actor.Id || minutes?.ClerkId == actor.Id)
        {
            return true;
        }

        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, session.StartsAt).InForce;
        return !session.Agenda.Any(item => recusals.Excludes(actor.Id, item.Item))
            || await db.DecisionBatches.AnyAsync(batch => batch.Status == DecisionBatchStatus.Released && db.Deliberations.Any(deliberation => deliberation.Id == batch.DeliberationId && deliberation.PanelId == panel.Id), cancellationToken);
    }

    /// <summary>Why minutes cannot be written, but for what the facts lack; null when they can.</summary>
    public static Refusal? WhyNotWritten(HearingSession session) => session.Status is SessionStatus.Closed
        ? null
        : new Refusal("minutes-session-open", "La séance n’est pas close : le procès-verbal s’écrit ensuite.");

    /// <summary>Writes what the facts of a session say, as they are now.</summary>
    public async Task<Outcome<MinutesDraft>> DraftAsync(Panel panel, HearingSession session, CancellationToken cancellationToken)
    {
        if (WhyNotWritten(session) is { } refusal)
        {
            return refusal;
        }

        var table = await deliberations.ReadAsync(panel, isRanked: false, cancellationToken);
        var opened = session.OpenedAt!.Value;
        var roll = session.Roll(panel, table.Recusals, item: null, opened);
        var ballots = table.Ballots.Where(ballot => ballot.SessionId == session.Id).ToList();

        // A chair who left the jury since is no longer in its roll: whoever presided over its votes was there.
        if ((roll.Presiding?.OccupantId ?? ballots.OrderBy(ballot => ballot.OpenedAt).Select(ballot => ballot.PresidingId).FirstOrDefault(person => person is not null)) is not { } chair)
        {
            return new Refusal("minutes-without-chair", "Personne ne présidait à l’ouverture de la séance : le procès-verbal n’a personne pour le signer.");
        }

        if (panel.ClerkId is not { } clerk || clerk == chair)
        {
            return new Refusal("minutes-without-clerk", "Choisissez d’abord qui tient le secrétariat, quelqu’un d’autre que la personne qui présidait : le procès-verbal porte deux signatures.");
        }

        var wereThere = session.Attendance.Where(one => one.Kind is AttendanceKind.Arrival).Select(one => one.PersonId).ToHashSet();
        var people = await reader.ReadPeopleAsync(panel, wereThere.Append(chair), cancellationToken);
        var named = table.Items.ToDictionary(item => item.Subject, item => item.Name);
        var deliberation = table.Deliberation is { Status: DeliberationStatus.Concluded } concluded ? concluded : null;
        return new MinutesDraft(chair, clerk, Texts.Lines(MinutesText.Write(new MinutesFacts(
            panel.Name,
            opened,
            session.ClosedAt!.Value,
            NameOf(chair),
            NameOf(clerk),
            [.. AttendeesOf(panel, session, wereThere, NameOf)],
            roll.Quorum,
            session.QuorumWaiver,
            [
                .. session.Agenda.Where(item => item.CalledAt is not null).OrderBy(item => item.CalledAt).ThenBy(item => item.Position).Select(item => TellItem(
                    item,
                    named.GetValueOrDefault(item.Item, "Une candidature que le jury n’examine plus"),
                    [.. wereThere.Where(person => table.Recusals.Excludes(person, item.Item)).Select(NameOf).Order(StringComparer.Ordinal)],
                    [.. ballots.Where(ballot => ballot.Item == item.Item).OrderBy(ballot => ballot.Number)],
                    deliberation?.DecisionOn(item.Item))),
            ],
            session.QuorumChanges(panel, table.Recusals),
            deliberation?.PlacesReason,
            deliberation?.EnvelopeReason,
            deliberation?.FirstCommitteeOn))));

        string NameOf(Guid personId) => people.TryGetValue(personId, out var person) ? person.FullName : "";
    }

    private static MinutesItem TellItem(AgendaItem item, string title, IReadOnlyList<string> recused, IReadOnlyList<Ballot> ballots, Decision? decision) => new(
        title,
        recused,
        item.Notes,
        [.. ballots.Where(ballot => ballot.Status is BallotStatus.Annulled).Select(ballot => ballot.AnnulmentReason!)],
        ballots.LastOrDefault(ballot => ballot.Status is BallotStatus.Closed)?.Summary,
        decision is null ? null : new MinutesDecision(decision.Outcome, decision.WaitingRank, decision.Reason, decision.RankingReason));

    // A member who was away is, besides whoever stood for them.
    private static IEnumerable<MinutesAttendee> AttendeesOf(Panel panel, HearingSession session, HashSet<Guid> wereThere, Func<Guid, string> nameOf)
    {
        foreach (var member in panel.MembersOn(session.Day))
        {
            if (panel.SubstituteOf(member.PersonId, session.Day) is { } substitute && wereThere.Contains(substitute) && !wereThere.Contains(member.PersonId))
            {
                yield return new MinutesAttendee(nameOf(substitute), member.Capacity, nameOf(member.PersonId), IsPresent: true);
            }

            yield return new MinutesAttendee(nameOf(member.PersonId), member.Capacity, StandsFor: null, wereThere.Contains(member.PersonId));
        }
    }
}
