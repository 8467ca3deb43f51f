using Fabrique.Domain.Forms;

namespace Fabrique.Web.Features.Forms;

/// <summary>How the kinds of questions are offered to those who make forms.</summary>
public static class KindTexts
{
    /// <summary>By group, in the order in which they are offered.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<(FieldKind Kind, string Sentence)> Kinds)> Groups { get; } =
    [
        ("Organiser le formulaire",
        [
            (FieldKind.Section, "Un titre qui ouvre une partie ; sa condition vaut pour tout ce qui la suit, jusqu’à la section suivante."),
            (FieldKind.Explanation, "Un texte à lire, sans réponse."),
            (FieldKind.Repetition, "Quelques questions posées autant de fois que la personne le veut : des partenaires, des dépenses."),
        ]),
        ("Écrire",
        [
            (FieldKind.Text, "Une ligne, de 300 caractères au plus."),
            (FieldKind.LongText, "Plusieurs lignes, de 4 000 caractères au plus, ou d’un nombre de mots."),
            (FieldKind.Email, "Une adresse électronique, vérifiée dans sa forme."),
            (FieldKind.Telephone, "Un numéro de téléphone, français ou non."),
            (FieldKind.Link, "L’adresse d’une page."),
        ]),
        ("Compter et dater",
        [
            (FieldKind.Whole, "Un nombre sans virgule : des agents, des jours."),
            (FieldKind.Number, "Un nombre, avec ou sans virgule."),
            (FieldKind.Money, "Une somme, aux centimes près."),
            (FieldKind.Indicator, "Une mesure : une valeur, son unité et sa source."),
            (FieldKind.Date, "Un jour du calendrier."),
        ]),
        ("Choisir",
        [
            (FieldKind.YesNo, "Oui ou non, sans réponse d’avance."),
            (FieldKind.Checkbox, "Une case ; obligatoire, elle doit être cochée pour déposer."),
            (FieldKind.Choice, "Une réponse parmi celles que vous proposez."),
            (FieldKind.Choices, "Plusieurs réponses parmi celles que vous proposez."),
        ]),
        ("Désigner et joindre",
        [
            (FieldKind.Person, "Une personne de l’annuaire, par son nom ou son adresse."),
            (FieldKind.Unit, "Une direction ou un service de l’organisation."),
            (FieldKind.Region, "Une région de France."),
            (FieldKind.Department, "Un département."),
            (FieldKind.Commune, "Une commune, avec son département et sa région."),
            (FieldKind.File, "Un ou plusieurs fichiers."),
        ]),
    ];

    /// <summary>The kind of a code among those that are offered; null when it is none.</summary>
    public static FieldKind? Find(string? code) => FieldKind.All.FirstOrDefault(kind => kind.Code == code);
}
