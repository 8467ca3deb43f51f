using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>Whoever conducts a jury has the minutes of a session written from its facts.</summary>
/// <param name="PanelId">Which jury.</param>
/// <param name="SessionId">Which session.</param>
public sealed record WriteMinutes(Guid PanelId, Guid SessionId);

public sealed class WriteMinutesHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, MinutesReader minutes, PanelStory story, TimeProvider clock) : Handler<WriteMinutes>(runner)
{
    protected override async Task<Outcome> ActAsync(WriteMinutes input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotConduct(panel) is { } refusal)
        {
            return refusal;
        }

        if (await minutes.FindSessionAsync(panel.Id, input.SessionId, cancellationToken) is not { } session)
        {
            return new Refusal("session-unknown", "Le jury n’a pas tenu cette séance.");
        }

        if (await minutes.FindAsync(session.Id, cancellationToken) is not null)
        {
            return new Refusal("minutes-written", "Le procès-verbal est déjà écrit.");
        }

        var drafted = await minutes.DraftAsync(panel, session, cancellationToken);
        if (!drafted.IsDone)
        {
            return drafted.Refusal;
        }

        var (now, draft) = (clock.GetUtcNow(), drafted.Value);
        db.DeliberationMinutes.Add(DeliberationMinutes.Write(Guid.CreateVersion7(now), session.Id, draft.ChairId, draft.ClerkId, draft.Text, actor.Id, now.UtcDateTime));
        story.Tell(panel, "Le procès-verbal est écrit.");
        return Outcome.Done;
    }
}
