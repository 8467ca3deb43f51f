using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.Messages.EditMessage;

/// <summary>An administrator writes another text for a message.</summary>
public sealed record SaveMessage
{
    public required string Key { get; init; }

    /// <summary>Where it holds.</summary>
    public required MessageScope Scope { get; init; }

    public required MessageText Text { get; init; }

    /// <summary>Why; may be empty.</summary>
    public required string Why { get; init; }

    /// <summary>The version that the page showed; null when nobody had done anything.</summary>
    public required int? Version { get; init; }
}

public sealed class SaveMessageHandler(UseCaseRunner runner, MessageReader messages, MessageReview review, Actor actor, TimeProvider clock) : Handler<SaveMessage>(runner)
{
    protected override async Task<Outcome> ActAsync(SaveMessage input, CancellationToken cancellationToken)
    {
        if (await messages.FindAsync(input.Key, input.Scope, cancellationToken) is not { } sheet)
        {
            return MessageReader.Unknown;
        }

        if (review.Read(input.Key, input.Text, out var problems) is null)
        {
            return new Refusal("message-broken", $"Rien n’est enregistré. {string.Join(" ; ", problems.Select(MessageProblems.Tell))}.");
        }

        var now = clock.GetUtcNow();
        var message = await messages.OpenAsync(sheet, input.Version, Guid.CreateVersion7(now), cancellationToken);
        return message.Write(input.Text, sheet.Shipped.Text, sheet.Inherited, new RevisionAuthor(actor.Id, now.UtcDateTime, input.Why));
    }
}
