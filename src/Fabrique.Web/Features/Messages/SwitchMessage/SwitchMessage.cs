using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Messages.SwitchMessage;

/// <summary>An administrator keeps a message from leaving, or lets it leave again.</summary>
public sealed record SwitchMessage
{
    public required string Key { get; init; }

    /// <summary>Where it holds.</summary>
    public required MessageScope Scope { get; init; }

    public required bool Off { get; init; }

    /// <summary>Why; compulsory to switch it off.</summary>
    public required string Why { get; init; }

    /// <summary>The version that the page showed; null when nobody had done anything.</summary>
    public required int? Version { get; init; }
}

public sealed class SwitchMessageHandler(UseCaseRunner runner, MessageReader messages, Actor actor, TimeProvider clock) : Handler<SwitchMessage>(runner)
{
    protected override async Task<Outcome> ActAsync(SwitchMessage input, CancellationToken cancellationToken)
    {
        if (await messages.FindAsync(input.Key, input.Scope, cancellationToken) is not { } sheet)
        {
            return MessageReader.Unknown;
        }

        var now = clock.GetUtcNow();
        var message = await messages.OpenAsync(sheet, input.Version, Guid.CreateVersion7(now), cancellationToken);
        var author = new RevisionAuthor(actor.Id, now.UtcDateTime, input.Why);
        if (!input.Off)
        {
            return message.SwitchOn(author);
        }

        if (string.IsNullOrWhiteSpace(input.Why))
        {
            return new Refusal("reason-missing", "Dites pourquoi ce message est coupé.");
        }

        if (message.MaySwitchOff(sheet.Shipped.IsMandatory) is { } refusal)
        {
            return refusal;
        }

        message.SwitchOff(sheet.Shipped.IsMandatory, author);
        return Outcome.Done;
    }
}
