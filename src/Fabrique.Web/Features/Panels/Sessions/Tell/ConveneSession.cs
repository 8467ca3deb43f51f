using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Sessions.Tell;

/// <summary>Members and applicants are told of a session; again, when those who sit in it are others.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="Version">That the page showed.</param>
public sealed record ConveneSession(Guid Id, int Version);

public sealed class ConveneSessionHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SessionReader sessions, PanelReader panels, Convocation convocation, PanelStory story, TimeProvider clock) : Handler<ConveneSession>(runner)
{
    protected override async Task<Outcome> ActAsync(ConveneSession input, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(input.Id, cancellationToken) is not { } session)
        {
            return SessionReader.Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var panel = await panels.ReadAsync(session.PanelId, cancellationToken);
        if ((actor.WhyNotPlanSessions(panel) ?? session.MayBeConvened(now)) is { } refusal)
        {
            return refusal;
        }

        if (session.ConvenedAt is not null && await convocation.IsCurrentAsync(panel, session, cancellationToken))
        {
            return new Refusal("session-already-convened", "Tout le monde est déjà convoqué\u00a0: personne n’est dérangé.");
        }

        db.ExpectVersion(session, input.Version);
        var told = Convocation.ToldOf(session);
        session.Convene(now);
        if (await convocation.TellAsync(panel, session, told, cancellationToken) is { } notSo)
        {
            return notSo;
        }

        story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: {(told.Count == 0 ? "convoquée" : "convocation mise à jour")}.");
        return Outcome.Done;
    }
}

/// <summary>A session is not held: those who were told of it hear of that.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Reason">Why; read by everybody.</param>
public sealed record CancelSession(Guid Id, int Version, string Reason);

public sealed class CancelSessionHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SessionReader sessions, PanelReader panels, Convocation convocation, PanelStory story) : Handler<CancelSession>(runner)
{
    protected override async Task<Outcome> ActAsync(CancelSession input, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(input.Id, cancellationToken) is not { } session)
        {
            return SessionReader.Unknown;
        }

        var panel = await panels.ReadAsync(session.PanelId, cancellationToken);
        if ((actor.WhyNotPlanSessions(panel) ?? session.MayCancel(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(session, input.Version);
        var told = Convocation.ToldOf(session);
        session.Cancel(input.Reason);
        if (session.ConvenedAt is not null)
        {
            await convocation.TellCancelledAsync(panel, session, told, cancellationToken);
        }

        story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: annulée. {input.Reason}");
        return Outcome.Done;
    }
}

/// <summary>A session needs no quorum: it is convened a second time on the same agenda.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Reason">Why.</param>
public sealed record WaiveQuorum(Guid Id, int Version, string Reason);

public sealed class WaiveQuorumHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SessionReader sessions, PanelReader panels, PanelStory story) : Handler<WaiveQuorum>(runner)
{
    protected override async Task<Outcome> ActAsync(WaiveQuorum input, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(input.Id, cancellationToken) is not { } session)
        {
            return SessionReader.Unknown;
        }

        var panel = await panels.ReadAsync(session.PanelId, cancellationToken);
        if ((actor.WhyNotPlanSessions(panel) ?? session.MayWaiveQuorum(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        if (session.QuorumWaiver == input.Reason)
        {
            return new Refusal("session-waiver-unchanged", "La séance se tient déjà sans condition de quorum, pour ce motif.");
        }

        db.ExpectVersion(session, input.Version);
        session.WaiveQuorum(input.Reason);
        story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: sans condition de quorum. {input.Reason}");
        return Outcome.Done;
    }
}
