using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;

namespace Fabrique.Web.Features.Demonstration;

/// <summary>The calls of the demonstration, their dates around the day on which it is loaded.</summary>
internal static class DemoCalls
{
    private static readonly string[] Criteria =
    [
        "Le problème : réel, mesuré, vécu par des agents ou des usagers",
        "La légitimité et le terrain : vous connaissez le sujet, et ceux qui le vivent",
        "L’usage visé à six mois : qui s’en servira, et pour quoi faire",
        "La personne qui porte l’idée : son envie, et le temps qu’elle peut y consacrer",
        "L’impact public attendu",
    ];

    private static readonly CallQuestion[] Questions =
    [
        new("Faut-il savoir coder ?", "Non. Vous apportez un problème que vous connaissez bien ; un développeur et un coach construisent avec vous."),
        new("Puis-je proposer plusieurs idées ?", "Oui, autant que vous voulez : une candidature par idée."),
        new("Mon idée n’est pas encore mûre. Est-ce trop tôt ?", "Non. Dites le problème et qui le vit : la solution peut tenir en quelques lignes.\nCe que vous avez écrit s’enregistre à tout moment, et se reprend jusqu’à la clôture."),
        new("Combien de temps y consacrer si mon idée est retenue ?", "La moitié de votre temps au moins, pendant six mois. Parlez-en tôt à votre responsable."),
    ];

    public static CallSheet SoberTerritories(DateOnly today) => new()
    {
        Title = "Saison 5 : territoires sobres",
        Theme = "Sobriété, réemploi, mobilités",
        Presentation = "Vous voyez chaque jour ce qui se gaspille : des matériaux, de l’énergie, des trajets. Vous avez une idée de service numérique qui y changerait quelque chose ? Proposez-la.\n\nLes personnes retenues disposent de six mois, renouvelables, avec un coach et un développeur, pour construire une première version.",
        OpensAt = At(today.AddDays(-70), 9),
        ClosesAt = At(today.AddDays(-35), 12),
        ShortlistOn = today.AddDays(-12),
        HearingsOn = today.AddDays(9),
        Places = 5,
        Envelope = 200_000,
        Criteria = Criteria,
        Questions = Questions,
        ContactName = "L’équipe de la Fabrique",
        ContactEmail = "fabrique@fabrique.example",
    };

    public static CallSheet BetterTools(DateOnly today) => new()
    {
        Title = "Saison 6 : des services déconcentrés mieux outillés",
        Theme = "Données et outils pour les DREAL, DDT et DIR",
        Presentation = "Dans les services déconcentrés, beaucoup de temps passe dans des tableurs, des courriels et des doubles saisies. Quel outil vous manque, que personne ne vous donnera si vous ne le proposez pas ?\n\nTout agent peut candidater, une ou plusieurs fois. Aucune compétence technique n’est demandée : seulement un problème que vous connaissez bien.",
        OpensAt = At(today.AddDays(-8), 9),
        ClosesAt = At(today.AddDays(22), 18),
        ShortlistOn = today.AddDays(32),
        HearingsOn = today.AddDays(50),
        LettersOn = today.AddDays(53),
        Places = 6,
        Envelope = 240_000,
        Criteria = Criteria,
        Questions = Questions,
        ContactName = "L’équipe de la Fabrique",
        ContactEmail = "fabrique@fabrique.example",
    };

    private static DateTime At(DateOnly day, int hour) => ParisTime.ToUtc(day, new TimeOnly(hour, 0));
}
