using System.Linq.Expressions;
using Fabrique.Domain.Messages;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.MyMessages;

/// <summary>A message that was addressed to somebody.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="CreatedAt">When it was written, UTC.</param>
/// <param name="Family">What it is for.</param>
/// <param name="Status">What became of it.</param>
public sealed record MyMessageLine(Guid Id, string Subject, DateTime CreatedAt, MessageFamily Family, MailStatus Status)
{
    public static Expression<Func<OutgoingMail, MyMessageLine>> Of { get; } = mail => new MyMessageLine(mail.Id, mail.Subject, mail.CreatedAt, mail.Family, mail.Status);

    public string Href => MailLinks.Mine(Id);
}

internal static class MyMessages
{
    /// <summary>All that was addressed to a person, but the digests, which only gather it.</summary>
    public static IQueryable<OutgoingMail> AddressedTo(this IQueryable<OutgoingMail> mails, Guid personId) =>
        mails.Where(mail => mail.RecipientId == personId && mail.Why != MailReason.Digest);

    public static string Name(MessageFamily family) => family switch
    {
        MessageFamily.Request => "Demande",
        MessageFamily.Reminder => "Rappel",
        _ => "Nouvelle",
    };

    /// <summary>How it reached its recipient, as they read it.</summary>
    public static string Way(MailStatus status) => status switch
    {
        MailStatus.Pending => "va partir par courriel",
        MailStatus.Sent => "par courriel",
        MailStatus.ForDigest => "sera dans votre prochain résumé",
        MailStatus.Digested => "était dans votre résumé",
        MailStatus.InSpace => "se lit ici seulement",
        MailStatus.Dropped => "n’avait plus d’objet au moment du résumé",
        _ => "n’a pas pu partir par courriel",
    };
}
