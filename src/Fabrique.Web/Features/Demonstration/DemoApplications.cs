using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;

namespace Fabrique.Web.Features.Demonstration;

/// <summary>Invented ideas, written as agents write them.</summary>
internal static class DemoApplications
{
    public static FormAnswers SecondePierre { get; } = ApplicationForms.Fill(
        "Seconde Pierre – la bourse aux matériaux des chantiers publics",
        "Chaque année, les chantiers routiers de la direction jettent ou stockent des bordures, des dalles et des candélabres encore bons. Sur nos douze derniers chantiers, 340 tonnes sont parties en décharge, pour 61 000 € de traitement, pendant que la commune voisine achetait les mêmes neufs.",
        "Une bourse où un conducteur de travaux décrit un lot en deux minutes depuis le chantier, photo à l’appui, et où une collectivité le réserve avant la date d’enlèvement.",
        "Les conducteurs de travaux de quatre districts, trois communes et une communauté d’agglomération qui ont déjà accepté d’essayer ; la cellule achats pour la valeur des lots.");

    public static FormAnswers Lueur { get; } = ApplicationForms.Fill(
        "Lueur – éteindre et diagnostiquer l’éclairage public",
        "Deux communes sur trois du département ne savent pas combien de points lumineux elles ont, ni ce qu’ils consomment. L’extinction nocturne leur ferait gagner 30 % d’énergie, mais elles n’osent pas sans diagnostic, et nous ne pouvons en faire que neuf par an.",
        "Un diagnostic guidé : la commune importe son inventaire ou le constitue rue par rue, obtient un plan d’extinction conforme et une lettre type aux habitants.",
        "Quinze communes volontaires, le syndicat d’énergie, l’office de la biodiversité pour les corridors sombres.");

    public static FormAnswers Cortege { get; } = ApplicationForms.Fill(
        "Cortège – le covoiturage des agents vers les chantiers et les réunions",
        "Nous comptons 11 000 trajets par an entre nos sites et les chantiers ; 78 % des voitures partent avec une seule personne. Les tableaux partagés ne sont pas remplis, faute d’être regardés au moment du départ.",
        "Un service qui lit les réunions et les ordres de mission et propose la veille, par messagerie, deux covoiturages possibles.",
        "Deux sites pilotes, les gestionnaires de parc, le bureau des déplacements du Secrétariat général.");

    public static FormAnswers Sobrefrigo { get; } = ApplicationForms.Fill(
        "Sobrefrigo – l’audit de froid commercial pour les petits commerces",
        "Le froid représente la moitié de la facture d’électricité d’une supérette. Les commerçants que nous rencontrons ne connaissent pas les gestes qui la réduisent.",
        "Un questionnaire de dix minutes et une liste d’actions chiffrées.",
        "Une union commerçante et une chambre de commerce.");

    public static FormAnswers CarnetDePont { get; } = ApplicationForms.Fill(
        "Carnet de pont – le suivi photo des ouvrages",
        "Nos agents photographient 2 400 ouvrages par an. Les photos restent sur les téléphones ; d’une visite à l’autre, personne ne retrouve la même fissure.",
        "",
        "Les équipes de deux districts.");

    public static FormAnswers Passerelle { get; } = ApplicationForms.Fill(
        "Passerelle – la bibliothèque d’arrêtés types",
        "Chaque direction départementale réécrit les mêmes arrêtés. Sur soixante arrêtés de police de l’eau relus l’an dernier, un sur cinq portait une référence abrogée.",
        "Une bibliothèque d’arrêtés types tenus à jour, avec les champs à remplir et une alerte quand un texte cité change.",
        "Six services juridiques départementaux, une préfecture, le bureau des affaires juridiques de l’administration centrale.");

    public static FormAnswers Bassin { get; } = ApplicationForms.Fill(
        "Bassin – le tableau des prélèvements d’eau pour les préfets",
        "En période de sécheresse, un préfet décide des restrictions avec des chiffres de prélèvement vieux de dix-huit mois. L’été dernier, quatre arrêtés ont été pris puis retirés.",
        "Un tableau par bassin qui réunit les relevés déclarés chaque mois, les débits du jour et les seuils de l’arrêté-cadre.",
        "Trois préfectures, deux organismes uniques de gestion collective, l’agence de l’eau.");

    public static FormAnswers Maree { get; } = ApplicationForms.Fill(
        "Marée – la lettre d’information du littoral",
        "Les communes du littoral ne savent pas ce que fait la direction pour le trait de côte. Nous recevons chaque semaine les mêmes trois questions.",
        "Une lettre d’information mensuelle, avec les dates des réunions publiques.",
        "Vingt-six communes et deux conservatoires.");

    public static FormAnswers Balise { get; } = ApplicationForms.Fill(
        "Balise – retrouver un dossier d’une direction à l’autre",
        "Quand un dossier change de direction départementale, son historique se perd. On le reconstitue par courriel.",
        "Un identifiant commun et une fiche de passage, lisible par les deux services.",
        "Des services instructeurs.");

    public static FormAnswers Tuilage { get; } = ApplicationForms.Fill(
        "Tuilage – passer le relais entre deux agents sur un poste",
        "Quatre postes sur dix restent vides plus de trois mois entre deux agents. Les procédures propres au poste sont dans la tête de la personne qui part.",
        "Un carnet de poste que l’on remplit en dix minutes par semaine pendant le préavis, et que la personne suivante complète.",
        "Deux directions départementales, quatre chefs de service, la mission ressources humaines de la région.");
}
