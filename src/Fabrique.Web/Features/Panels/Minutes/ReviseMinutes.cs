using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>The chair or the clerk of a session corrects its minutes: another version, in place of the one that they read.</summary>
/// <param name="PanelId">Of which jury.</param>
/// <param name="SessionId">Of which session.</param>
/// <param name="Replaces">Number of the version that they read.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Why">Why.</param>
public sealed record ReviseMinutes(Guid PanelId, Guid SessionId, int Replaces, string Text, string Why);

public sealed class ReviseMinutesHandler(UseCaseRunner runner, Actor actor, PanelReader reader, MinutesReader minutes, PanelStory story, TimeProvider clock) : Handler<ReviseMinutes>(runner)
{
    protected override async Task<Outcome> ActAsync(ReviseMinutes input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (await minutes.FindSessionAsync(panel.Id, input.SessionId, cancellationToken) is null || await minutes.FindAsync(input.SessionId, cancellationToken) is not { } written)
        {
            return new Refusal("minutes-unknown", "Ce procès-verbal n’est pas encore écrit.");
        }

        if (written.MayRevise(actor.Id, input.Replaces, input.Text, input.Why) is { } refusal)
        {
            return refusal;
        }

        if (!MarkdownBody.IsReadable(input.Text))
        {
            return new Refusal("minutes-text", "Ce texte a trop de niveaux, de listes ou de citations les uns dans les autres : simplifiez-le.");
        }

        var wasSigned = written.Signatures.Any(signature => signature.VersionNumber == written.Latest.Number);
        written.Revise(actor.Id, input.Replaces, input.Text, input.Why, clock.GetUtcNow().UtcDateTime);
        story.Tell(panel, $"Le procès-verbal est corrigé : la version {written.Latest.Number} remplace la {input.Replaces}{(wasSigned ? ", qui était signée" : "")}.");
        return Outcome.Done;
    }
}
