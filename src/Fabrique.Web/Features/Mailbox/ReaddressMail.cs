using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>An administrator has a mail that was refused sent to another address of the same person.</summary>
public sealed record ReaddressMail
{
    public required Guid MailId { get; init; }

    public required string Address { get; init; }
}

/// <summary>The timeline of what it is about says so: the address is not that of the directory.</summary>
public sealed class ReaddressMailHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<ReaddressMail>(runner)
{
    protected override async Task<Outcome> ActAsync(ReaddressMail input, CancellationToken cancellationToken)
    {
        var mail = await db.OutgoingMails.SingleAsync(mail => mail.Id == input.MailId, cancellationToken);
        if (mail.MayBeReaddressed(input.Address) is { } refusal)
        {
            return refusal;
        }

        if (!MailAddress.IsWhole(input.Address))
        {
            return OutgoingMail.UnreadableAddress;
        }

        var now = clock.GetUtcNow();
        mail.Readdress(input.Address, now.UtcDateTime);
        if (mail.TimelineEntryId is not null)
        {
            db.TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(now),
                new Subject(mail.SubjectKind, mail.SubjectId),
                now.UtcDateTime,
                actor.Id,
                Texts.Clip($"Message «\u00a0{mail.Subject}\u00a0» à {mail.ToName}\u00a0: envoyé à une autre adresse, la première l’ayant refusé.", TimelineEntry.SentenceLength),
                isInternal: true));
        }

        return Outcome.Done;
    }
}
