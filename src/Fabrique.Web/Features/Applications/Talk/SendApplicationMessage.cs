using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>Somebody writes in an application, for their side of it.</summary>
public sealed record SendApplicationMessage
{
    /// <summary>Of the message: see <see cref="TalkServices.Identify"/>.</summary>
    public required Guid Id { get; init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>From 1 to <see cref="ApplicationMessage.TextLength"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Files that they just sent.</summary>
    public required IReadOnlyList<Guid> Files { get; init; }

    /// <summary>The last message that they were shown: who answers has read; null when there was none.</summary>
    public required Guid? Last { get; init; }
}

/// <summary>The other side is written to.</summary>
public sealed class SendApplicationMessageHandler(TalkServices services) : Handler<SendApplicationMessage>(services.Runner)
{
    protected override async Task<Outcome> ActAsync(SendApplicationMessage input, CancellationToken cancellationToken)
    {
        var (db, me, now) = (services.Db, services.Actor.Id, services.Now);
        if (await db.Set<ApplicationMessage>().AnyAsync(message => message.Id == input.Id, cancellationToken))
        {
            return Outcome.Done;
        }

        var application = await services.LoadAsync(input.ApplicationId, cancellationToken);
        if (application.MayWriteMessage(me, services.IsTeam, await services.ReadLastOfTeamAsync(application.Id, cancellationToken), now) is { } refusal)
        {
            return refusal;
        }

        var files = await db.StoredFiles.Where(file => input.Files.Contains(file.Id) && file.UploadedById == me && file.OwnerId == null).ToListAsync(cancellationToken);
        if (files.Count < input.Files.Count)
        {
            return new Refusal("message-file-gone", "Un fichier n’est plus disponible : retirez-le, puis joignez-le de nouveau.");
        }

        var side = application.SideOf(me, services.IsTeam)!.Value;
        var sent = ApplicationMessage.Send(input.Id, application.Id, me, side, input.Text, now);
        db.Add(sent);
        foreach (var file in files)
        {
            file.Keep(new Subject(ApplicationMessage.SubjectCode, sent.Id));
        }

        await services.ReadUpToAsync(application, side, input.Last, cancellationToken);
        await services.TellAsync(application, sent, files.Select(file => file.Name), cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Somebody has read what the other side wrote.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Last">The last message that they were shown.</param>
public sealed record ReadApplicationMessages(Guid ApplicationId, Guid Last);

public sealed class ReadApplicationMessagesHandler(TalkServices services) : Handler<ReadApplicationMessages>(services.Runner)
{
    protected override async Task<Outcome> ActAsync(ReadApplicationMessages input, CancellationToken cancellationToken)
    {
        var application = await services.LoadAsync(input.ApplicationId, cancellationToken);
        if (application.SideOf(services.Actor.Id, services.IsTeam) is not { } side)
        {
            return new Refusal("message-not-yours", "Vous lisez ces messages sans y prendre part : ils restent à lire pour ceux à qui ils s’adressent.");
        }

        await services.ReadUpToAsync(application, side, input.Last, cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Its author takes a message back.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="MessageId">The message.</param>
public sealed record WithdrawApplicationMessage(Guid ApplicationId, Guid MessageId);

public sealed class WithdrawApplicationMessageHandler(TalkServices services) : Handler<WithdrawApplicationMessage>(services.Runner)
{
    protected override async Task<Outcome> ActAsync(WithdrawApplicationMessage input, CancellationToken cancellationToken)
    {
        if (await services.Db.Set<ApplicationMessage>().SingleOrDefaultAsync(message => message.Id == input.MessageId && message.ApplicationId == input.ApplicationId, cancellationToken) is not { } message)
        {
            return new Refusal("message-unknown", "Ce message n’existe pas.");
        }

        if (message.MayWithdraw(services.Actor.Id, services.Now) is { } refusal)
        {
            return refusal;
        }

        message.Withdraw(services.Actor.Id, services.Now);
        return Outcome.Done;
    }
}
