using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>An administrator asks that a failed mail be tried again, once its cause is repaired.</summary>
public sealed class ResendMail(FabriqueDbContext db, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(Guid id, CancellationToken cancellationToken)
    {
        var mail = await db.OutgoingMails.AsTracking().SingleAsync(mail => mail.Id == id, cancellationToken);
        if (mail.Status is not MailStatus.Failed)
        {
            return new Refusal("mail-not-failed", "Ce message n’est pas en échec : il est déjà parti, ou va partir. Rien n’a été changé.");
        }

        mail.Retry(clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
