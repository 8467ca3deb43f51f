using Fabrique.Domain.Messages;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>How the states of a mail are named, coloured and filtered by.</summary>
/// <param name="Status">The state.</param>
/// <param name="Key">In the address of the list.</param>
/// <param name="Name">Of one mail.</param>
/// <param name="Plural">Of many.</param>
/// <param name="Badge">Kind of badge.</param>
internal sealed record MailStatusLabel(MailStatus Status, string Key, string Name, string Plural, string Badge)
{
    public static IReadOnlyList<MailStatusLabel> All { get; } =
    [
        new(MailStatus.Pending, "en-attente", "En attente", "En attente", "info"),
        new(MailStatus.Sent, "envoyes", "Envoyé", "Envoyés", "success"),
        new(MailStatus.Failed, "en-echec", "En échec", "En échec", "error"),
        new(MailStatus.ForDigest, "pour-resume", "Attend le résumé", "Pour le prochain résumé", "info"),
        new(MailStatus.Digested, "en-resume", "Dit dans un résumé", "Dits dans un résumé", "success"),
        new(MailStatus.InSpace, "espace", "Dans l’espace seulement", "Dans l’espace seulement", "success"),
        new(MailStatus.Dropped, "sans-objet", "Sans objet", "Sans objet", "warning"),
    ];

    public static MailStatusLabel Of(MailStatus status) => All.Single(label => label.Status == status);

    public static MailStatusLabel? Find(string? key) => All.SingleOrDefault(label => label.Key == key);
}
