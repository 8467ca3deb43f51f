using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>An administrator asks that a failed mail be tried again, once its cause is repaired.</summary>
public sealed record ResendMail
{
    public required Guid MailId { get; init; }
}

public sealed class ResendMailHandler(UseCaseRunner runner, FabriqueDbContext db, TimeProvider clock) : Handler<ResendMail>(runner)
{
    protected override async Task<Outcome> ActAsync(ResendMail input, CancellationToken cancellationToken)
    {
        var mail = await db.OutgoingMails.SingleAsync(mail => mail.Id == input.MailId, cancellationToken);
        if (mail.Status is not MailStatus.Failed)
        {
            return new Refusal("mail-not-failed", "Ce message n’est pas en échec : il est déjà parti, ou va partir. Rien n’a été changé.");
        }

        mail.Retry(clock.GetUtcNow().UtcDateTime);
        return Outcome.Done;
    }
}
