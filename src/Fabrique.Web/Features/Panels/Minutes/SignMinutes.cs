using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>The chair or the clerk of a session signs its minutes.</summary>
/// <param name="PanelId">Of which jury.</param>
/// <param name="SessionId">Of which session.</param>
/// <param name="Hash">Of the text that they read.</param>
public sealed record SignMinutes(Guid PanelId, Guid SessionId, string Hash);

public sealed class SignMinutesHandler(UseCaseRunner runner, Actor actor, PanelReader reader, MinutesReader minutes, PanelStory story, TimeProvider clock) : Handler<SignMinutes>(runner)
{
    protected override async Task<Outcome> ActAsync(SignMinutes input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (await minutes.FindSessionAsync(panel.Id, input.SessionId, cancellationToken) is null || await minutes.FindAsync(input.SessionId, cancellationToken) is not { } written)
        {
            return new Refusal("minutes-unknown", "Ce procès-verbal n’est pas encore écrit.");
        }

        if (written.MaySign(actor.Id, input.Hash) is { } refusal)
        {
            return refusal;
        }

        if (written.Verify().Count > 0)
        {
            return new Refusal("minutes-altered", "Le procès-verbal n’est plus tel qu’il a été écrit : prévenez l’équipe de la Fabrique avant de signer.");
        }

        written.Sign(actor.Id, input.Hash, clock.GetUtcNow().UtcDateTime);
        story.Tell(panel, $"Le procès-verbal, version {written.Latest.Number}, est signé.");
        return Outcome.Done;
    }
}
