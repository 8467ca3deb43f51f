using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>What a mail tells of a message in an application.</summary>
/// <param name="Reference">Of the application.</param>
/// <param name="By">Full name of its author.</param>
/// <param name="Text">What they write.</param>
/// <param name="Files">Names of the files joined to it; empty when there is none.</param>
public sealed record ExchangeFacts(string Reference, string By, string Text, string Files)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<ExchangeFacts>("echange.auteur", "Qui écrit un message dans la candidature", "Anouk Églantine", exchange => exchange.By),
        MergeTag.Of<ExchangeFacts>("echange.texte", "Le message", "Pouvez-vous préciser vos premiers usagers ?", exchange => exchange.Text),
        MergeTag.Of<ExchangeFacts>("echange.fichiers", "Noms des pièces jointes au message (vide s’il n’y en a pas)", "budget.pdf, plan.png", exchange => exchange.Files),
        MergeTag.Link<ExchangeFacts>(
            "echange.lien", "Adresse de la page des messages de la candidature", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042/messages", exchange => TalkLinks.Messages(Uri.EscapeDataString(exchange.Reference))),
    ];
}
