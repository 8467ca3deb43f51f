using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Features.Similarities.Redirect;

/// <summary>What the mail tells of the product that an applicant is invited to join.</summary>
/// <param name="Name">Of the product.</param>
/// <param name="Pitch">What it is.</param>
/// <param name="Ghid">Of the product.</param>
/// <param name="Contact">Whom to write to: a name and an address, or the team of the Fabrique.</param>
/// <param name="Reason">Why.</param>
public sealed record RedirectFacts(string Name, string Pitch, string Ghid, string Contact, string Reason)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<RedirectFacts>("reorientation.produit", "Produit que la personne est invitée à rejoindre", "Canopée", facts => facts.Name),
        MergeTag.Of<RedirectFacts>("reorientation.presentation", "Présentation de ce produit", "Suivre les plantations d’arbres.", facts => facts.Pitch),
        MergeTag.Link<RedirectFacts>("reorientation.fiche", "Adresse de la page publique de ce produit", "https://fabrique.exemple.gouv.fr/produits/canopee", facts => ProductLinks.Show(Uri.EscapeDataString(facts.Ghid))),
        MergeTag.Of<RedirectFacts>("reorientation.contact", "À qui écrire dans l’équipe de ce produit", "Dominique Petit (dominique.petit@exemple.gouv.fr)", facts => facts.Contact),
        MergeTag.Of<RedirectFacts>("reorientation.motif", "Motif de la réorientation", "Ce produit suit déjà les plantations.", facts => facts.Reason),
    ];
}
