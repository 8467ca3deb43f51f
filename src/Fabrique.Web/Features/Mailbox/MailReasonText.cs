using Fabrique.Domain.Messages;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>Why a message took the way it took, in French.</summary>
internal static class MailReasonText
{
    /// <summary>Of a mail that waits for the end of quiet hours.</summary>
    public const string Quiet = "attend le matin (heures calmes)";

    public static string Of(OutgoingMail mail) => mail.QuietUntil is not null
        ? mail.Status is MailStatus.Pending && mail.DueAt == mail.QuietUntil
            ? $"Écrit pendant les heures calmes, sans que la personne ait rien fait à l’instant\u00a0: {Quiet}."
            : "Écrit pendant les heures calmes, sans que la personne ait rien fait à l’instant\u00a0: il a attendu le matin."
        : mail.Status is MailStatus.Dropped
        ? "Écrit pour le résumé quotidien\u00a0; quand il est venu, ce qu’il demandait était fait ou retiré, ou la personne était partie\u00a0: il n’a pas été dit."
        : mail.Why switch
        {
            MailReason.Notice => "Envoyé tout de suite\u00a0: il notifie une décision, et rien ne peut le retenir.",
            MailReason.CannotWait => "Envoyé tout de suite\u00a0: il ne pouvait pas attendre le résumé.",
            MailReason.Chosen => mail.Status is MailStatus.InSpace
                ? "Sans courriel\u00a0: la personne a choisi de lire cette famille de messages dans son espace."
                : "Envoyé tout de suite\u00a0: la personne a choisi un courriel à chaque fois pour cette famille de messages.",
            MailReason.Usual => "Dans le résumé quotidien, comme tout ce qui peut attendre.",
            MailReason.DigestStopped => "Sans courriel\u00a0: la personne ne reçoit pas de résumé, ou il est coupé.",
            MailReason.Digest => "C’est un résumé quotidien.",
            _ => "Envoyé tout de suite\u00a0: c’est un envoi à une seule adresse, demandé par une personne ou par une procédure.",
        };
}
