using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Sessions.Live;

/// <summary>Whoever leads a session opens, suspends, resumes or closes it.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="Event">What happens.</param>
public sealed record LeadSession(Guid Id, SessionEvent Event);

public sealed class LeadSessionHandler(UseCaseRunner runner, SessionReader sessions, Actor actor, PanelStory story, TimeProvider clock) : Handler<LeadSession>(runner)
{
    protected override async Task<Outcome> ActAsync(LeadSession input, CancellationToken cancellationToken)
    {
        if (await sessions.FindSheetAsync(input.Id, cancellationToken) is not { Session: var session, Panel: var panel } sheet)
        {
            return SessionReader.Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var roll = sheet.RollAt(now);
        if (actor.WhyNotLead(panel, roll) is { } notTheirs)
        {
            return notTheirs;
        }

        switch (input.Event)
        {
            case SessionEvent.Open:
                if (session.MayOpen(roll) is { } notOpened)
                {
                    return notOpened;
                }

                session.Open(roll, now);
                story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: ouverte. {SessionLabels.Of(roll, session.QuorumWaiver)}");
                return Outcome.Done;
            case SessionEvent.Suspend:
                if (session.MaySuspend() is { } notSuspended)
                {
                    return notSuspended;
                }

                session.Suspend(now);
                return Outcome.Done;
            case SessionEvent.Resume:
                if (session.MayResume() is { } notResumed)
                {
                    return notResumed;
                }

                session.Resume();
                return Outcome.Done;
            case SessionEvent.Close:
                var ballots = await sessions.ReadBallotsAsync(session.Id, cancellationToken);
                if (session.MayClose(ballots) is { } notClosed)
                {
                    return notClosed;
                }

                session.Close(ballots, now);
                story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: close.");
                return Outcome.Done;
            default:
                return new Refusal("session-unknown-event", "Ouvrez, suspendez, reprenez ou closez la séance.");
        }
    }
}

/// <summary>Whoever leads a session calls an application.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="ShownId">Key of the one that was being heard on their screen; null for none.</param>
/// <param name="ItemId">Key of the one that they call.</param>
public sealed record CallItem(Guid Id, Guid? ShownId, Guid ItemId);

/// <summary>Of two who call the next one at once, one is refused: none is passed over.</summary>
public sealed class CallItemHandler(UseCaseRunner runner, SessionReader sessions, Actor actor, TimeProvider clock) : Handler<CallItem>(runner)
{
    protected override async Task<Outcome> ActAsync(CallItem input, CancellationToken cancellationToken)
    {
        if (await sessions.FindSheetAsync(input.Id, cancellationToken) is not { Session: var session, Panel: var panel } sheet)
        {
            return SessionReader.Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (actor.WhyNotLead(panel, sheet.RollAt(now)) is { } notTheirs)
        {
            return notTheirs;
        }

        if (session.CurrentId == input.ItemId)
        {
            return new Refusal("session-item-current", "Cette candidature est déjà appelée.");
        }

        if (session.CurrentId != input.ShownId)
        {
            return SessionMoments.MovedOn;
        }

        var item = session.Agenda.FirstOrDefault(item => item.ItemId == input.ItemId)?.Item ?? new Subject("", input.ItemId);
        var ballots = await sessions.ReadBallotsAsync(session.Id, cancellationToken);
        if (session.MayCall(item, ballots) is { } refusal)
        {
            return refusal;
        }

        session.Call(item, ballots, now);
        return Outcome.Done;
    }
}

internal static class SessionMoments
{
    /// <summary>The screen of whoever asked was late.</summary>
    public static Refusal MovedOn { get; } = new("session-moved-on", "La séance a avancé entre-temps\u00a0: regardez où elle en est, puis recommencez s’il le faut.");
}

public enum TimerAct
{
    Start,
    Pause,
    Extend,
    Pitch,
    Questions,
}

/// <summary>Whoever leads a session touches its timer.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="ShownId">Key of the application that was being heard on their screen.</param>
/// <param name="Act">What they do.</param>
/// <param name="ShownSeconds">What the phase was given on their screen: an extension that is asked twice is given once.</param>
/// <param name="Seconds">By how much to extend it.</param>
public sealed record RunTimer(Guid Id, Guid? ShownId, TimerAct Act, int ShownSeconds = 0, int Seconds = 0);

public sealed class RunTimerHandler(UseCaseRunner runner, SessionReader sessions, Actor actor, TimeProvider clock) : Handler<RunTimer>(runner)
{
    protected override async Task<Outcome> ActAsync(RunTimer input, CancellationToken cancellationToken)
    {
        if (await sessions.FindSheetAsync(input.Id, cancellationToken) is not { Session: var session, Panel: var panel } sheet)
        {
            return SessionReader.Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var roll = sheet.RollAt(now);
        if ((actor.WhyNotLead(panel, roll) ?? actor.WhyOut(roll) ?? session.MayTime()) is { } refusal)
        {
            return refusal;
        }

        if (session.CurrentId != input.ShownId)
        {
            return SessionMoments.MovedOn;
        }

        switch (input.Act)
        {
            case TimerAct.Start:
                session.StartTimer(now);
                return Outcome.Done;
            case TimerAct.Pause:
                session.PauseTimer(now);
                return Outcome.Done;
            case TimerAct.Extend when input.Seconds is < 1 or > HearingSession.LongestExtension:
                return new Refusal("session-extension", $"Le temps s’allonge de {SessionLabels.Minutes(HearingSession.LongestExtension / 60)} au plus à la fois.");
            case TimerAct.Extend when session.Timer.Seconds != input.ShownSeconds:
                return new Refusal("session-already-extended", "Quelqu’un vient de changer le minuteur\u00a0: regardez-le, puis recommencez s’il le faut.");
            case TimerAct.Extend:
                session.ExtendTimer(input.Seconds);
                return Outcome.Done;
            case TimerAct.Pitch or TimerAct.Questions:
                var phase = input.Act is TimerAct.Pitch ? HearingPhase.Pitch : HearingPhase.Questions;
                if (session.Timer.Phase == phase)
                {
                    return new Refusal("session-phase-current", phase is HearingPhase.Pitch ? "La présentation est déjà en cours." : "Les questions sont déjà en cours.");
                }

                session.Enter(phase);
                return Outcome.Done;
            default:
                return new Refusal("session-unknown-timer", "Le minuteur démarre, s’arrête, s’allonge ou change de phase.");
        }
    }
}

/// <summary>Somebody enters or leaves the room: they say so, or whoever leads the session does.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="PersonId">Who; null for the signed-in person.</param>
/// <param name="Kind">Which.</param>
public sealed record RecordAttendance(Guid Id, Guid? PersonId, AttendanceKind Kind);

public sealed class RecordAttendanceHandler(UseCaseRunner runner, SessionReader sessions, Actor actor, TimeProvider clock) : Handler<RecordAttendance>(runner)
{
    protected override async Task<Outcome> ActAsync(RecordAttendance input, CancellationToken cancellationToken)
    {
        if (await sessions.FindSheetAsync(input.Id, cancellationToken) is not { Session: var session, Panel: var panel } sheet)
        {
            return SessionReader.Unknown;
        }

        var (now, person) = (clock.GetUtcNow().UtcDateTime, input.PersonId ?? actor.Id);
        if (person != actor.Id && actor.WhyNotLead(panel, sheet.RollAt(now)) is not null)
        {
            return new Refusal("attendance-not-yours", "Vous dites votre propre arrivée et votre propre départ\u00a0: ceux des autres reviennent à qui mène la séance.");
        }

        if ((input.Kind is AttendanceKind.Arrival ? session.MayArrive(panel, person) : session.MayDepart(person)) is { } refusal)
        {
            return refusal;
        }

        if (input.Kind is AttendanceKind.Arrival)
        {
            session.Arrive(panel, person, now);
        }
        else
        {
            session.Depart(person, now);
        }

        return Outcome.Done;
    }
}

/// <summary>Whoever leads a session keeps notes of what is said of an application.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="ItemId">Key of the application.</param>
/// <param name="Number">Of the notes that their screen showed.</param>
/// <param name="Notes">The whole text, in place of these.</param>
public sealed record WriteNotes(Guid Id, Guid ItemId, int Number, string Notes);

public sealed class WriteNotesHandler(UseCaseRunner runner, SessionReader sessions, Actor actor, TimeProvider clock) : Handler<WriteNotes>(runner)
{
    protected override async Task<Outcome> ActAsync(WriteNotes input, CancellationToken cancellationToken)
    {
        if (await sessions.FindSheetAsync(input.Id, cancellationToken) is not { Session: var session, Panel: var panel } sheet)
        {
            return SessionReader.Unknown;
        }

        if (actor.WhyNotLead(panel, sheet.RollAt(clock.GetUtcNow().UtcDateTime)) is { } notTheirs)
        {
            return notTheirs;
        }

        var item = session.Agenda.FirstOrDefault(item => item.ItemId == input.ItemId)?.Item ?? new Subject("", input.ItemId);
        if (sheet.InForce.Excludes(actor.Id, item))
        {
            return new Refusal("session-recused", "Vous ne prenez pas part à cette candidature\u00a0: laissez-en le soin à quelqu’un d’autre.");
        }

        if (session.MayNote(item, input.Number, input.Notes) is { } refusal)
        {
            return refusal;
        }

        session.Note(item, input.Number, input.Notes);
        return Outcome.Done;
    }
}
