using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Messages.MessageVersions;

/// <summary>An administrator puts an earlier text of a message back in force, or that of the software.</summary>
public sealed record RestoreMessage
{
    public required string Key { get; init; }

    /// <summary>Where it holds.</summary>
    public required MessageScope Scope { get; init; }

    /// <summary>The revision whose text is wanted; null for the text of the software.</summary>
    public required int? Number { get; init; }

    /// <summary>The version that the page showed.</summary>
    public required int? Version { get; init; }
}

public sealed class RestoreMessageHandler(UseCaseRunner runner, MessageReader messages, Actor actor, TimeProvider clock) : Handler<RestoreMessage>(runner)
{
    protected override async Task<Outcome> ActAsync(RestoreMessage input, CancellationToken cancellationToken)
    {
        if (await messages.FindAsync(input.Key, input.Scope, cancellationToken) is not { } sheet)
        {
            return MessageReader.Unknown;
        }

        var now = clock.GetUtcNow();
        var message = await messages.OpenAsync(sheet, input.Version, Guid.CreateVersion7(now), cancellationToken);
        var author = new RevisionAuthor(actor.Id, now.UtcDateTime, Why: "");
        return input.Number is { } number ? message.Restore(number, author) : message.Revert(author);
    }
}
