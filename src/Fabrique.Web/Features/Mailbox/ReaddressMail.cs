using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;
using MimeKit;

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

        if (!MailboxAddress.TryParse(input.Address, out var parsed) || parsed.Address != input.Address || string.IsNullOrEmpty(parsed.Domain))
        {
            return new Refusal("address-unreadable", "Cette adresse ne peut pas s’écrire\u00a0: vérifiez-la. Par exemple prenom.nom@exemple.gouv.fr.");
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
