using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Pages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The mails that were refused, or given up after their last attempt.</summary>
public sealed class MailIncidents(FabriqueDbContext db, TimeProvider clock) : IncidentSource
{
    public static IncidentKind Own { get; } = new("messages", "Messages non partis");

    public override IncidentKind Kind => Own;

    // It is the database that lowers the case of keys: SQLite writes them with capitals.
#pragma warning disable CA1304, CA1311, MA0011
    public override IQueryable<IncidentLine> Open() => db.OutgoingMails
        .Where(mail => mail.Status == MailStatus.Failed && mail.FailedAt != null && mail.ClosedAt == null && mail.SubjectKind != IncidentInbox.NoticeSubject)
        .Select(mail => new IncidentLine
        {
            Source = Own.Code,
            Key = mail.Id.ToString().ToLower(),
            Since = mail.FailedAt!.Value,
            Subject = mail.SubjectKind + ":" + mail.SubjectId.ToString().ToLower(),
            What = mail.ToName,
            Error = mail.LastError,
            Attempts = mail.Attempts,
        });
#pragma warning restore CA1304, CA1311, MA0011

    public override IncidentText Tell(IncidentLine line) => new(
        $"Le message à {line.What} n’est pas parti.",
        "L’adresse a refusé ce message. Envoyez-le à une autre adresse depuis sa page ; ou bien prévenez la personne autrement (un appel, un courrier), puis clôturez en le disant. Si l’adresse est de nouveau bonne, relancez.",
        $"{AdministrationLinks.Mailbox}/{line.Key}");

    public override async Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken)
    {
        var mail = await FindAsync(key, cancellationToken);
        mail?.Retry(clock.GetUtcNow().UtcDateTime);
        return mail is null ? IncidentInbox.Gone : null;
    }

    public override async Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken)
    {
        var mail = await FindAsync(key, cancellationToken);
        mail?.Close(clock.GetUtcNow().UtcDateTime);
        return mail is null ? IncidentInbox.Gone : null;
    }

    private async Task<OutgoingMail?> FindAsync(string key, CancellationToken cancellationToken) =>
        Guid.TryParse(key, out var id) && await db.OutgoingMails.SingleOrDefaultAsync(mail => mail.Id == id, cancellationToken) is { IsIncident: true } mail ? mail : null;
}
