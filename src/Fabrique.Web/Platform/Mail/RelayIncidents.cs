using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Pages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The mail server, when it has been unusable for more than one try: one incident however many mails wait, over by itself when one leaves.</summary>
public sealed class RelayIncidents(FabriqueDbContext db, TimeProvider clock) : IncidentSource
{
    private static readonly string OnlyKey = MailRelay.OnlyId.ToString();

    public static IncidentKind Own { get; } = new("messagerie", "Serveur de messagerie inutilisable");

    public override IncidentKind Kind => Own;

    public override IQueryable<IncidentLine> Open() => db.MailRelays
        .Where(relay => relay.HeldSince != null && relay.Attempts > 1)
        .Select(relay => new IncidentLine
        {
            Source = Own.Code,
            Key = OnlyKey,
            Since = relay.HeldSince!.Value,
            Subject = null,
            What = null,
            Error = relay.Error,
            Attempts = relay.Attempts,
        });

    public override IncidentText Tell(IncidentLine line) => new(
        "Aucun message ne part\u00a0: le serveur de messagerie est inutilisable.",
        "Corrigez ce que dit le détail technique (serveur, compte, certificat, droit de relayer). Rien n’est perdu\u00a0: les messages attendent, et partiront tous d’eux-mêmes dès que le serveur répondra. Relancez pour essayer tout de suite.",
        AdministrationLinks.Mailbox);

    public override async Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken)
    {
        var relay = await db.MailRelays.SingleAsync(cancellationToken);
        relay.TryNow(clock.GetUtcNow().UtcDateTime);
        return relay.IsHeld ? null : IncidentInbox.Gone;
    }

    public override Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Refusal?>(new Refusal("relay-not-closable", "Cet incident ne se clôt pas\u00a0: il disparaît de lui-même dès qu’un message part."));
}
