using System.Collections.Frozen;

namespace Fabrique.Domain.Similarity;

/// <summary>Words that people of the ministry use for one thing: who writes « bicyclette » and who writes « vélo » have the same idea.</summary>
public static class FrenchFamilies
{
    private const string Lines = """
        vélo bicyclette cyclable cycliste vélos
        voiture automobile véhicule automobiliste
        camion routier chauffeur conducteur
        route voirie chaussée rue
        bus autobus autocar
        train ferroviaire gare
        bateau navire batelier péniche fluvial navigation
        covoiturage covoiturer autopartage
        trajet déplacement tournée parcours itinéraire
        mission déplacer
        stationnement parking garer stationner halte
        logement habitation maison appartement habitat
        immeuble bâtiment bâti immobilier local édifice patrimoine
        propriétaire détenteur bailleur
        vacant inoccupé vide libre disponible
        travaux chantier rénovation réhabilitation réfection rénover
        isolation isoler
        urbanisme permis construire
        refus rejet refuser rejeter refusé
        arbre arbuste haie bocage bocager plantation planter plant végétaliser végétal verdir fleur
        forêt forestier massif boisement bois
        débroussailler débroussaillement
        incendie feu
        inondation crue débordement submersion
        canicule chaleur surchauffer chaud
        température thermique
        sécheresse étiage
        eau hydrique
        pluie météo intempérie
        mer maritime littoral côte marin
        pêche pêcheur capture prise
        agriculteur exploitant éleveur agricole paysan
        troupeau brebis élevage bétail
        loup prédateur prédation
        espèce faune flore animal biodiversité
        oiseau ornithologie
        promeneur marcheur randonneur
        photographie photo cliché image
        téléphone mobile smartphone tablette
        capteur sonde instrument microcapteur mesure
        pollution polluant particule
        air atmosphère respirer
        école scolaire classe
        enfant élève
        parent famille foyer ménage
        bruit sonore nuisance odeur
        usine industriel
        inspecteur contrôleur inspection contrôle surveiller
        obligation prescription exigence
        arrêté réglementation règlement décision acte
        loi juridique droit
        juriste avocat
        déchet gravats rebut benne
        recyclage réemploi
        bordereau document formulaire dossier
        demande requête solliciter
        papier manuscrit paperasse
        dématérialiser dématérialisation numérisation numériser scanner
        archive archivage archiver
        courrier lettre note
        courriel mail message sms
        signature signer parapheur visa viser
        marché achat
        acheteur fournisseur
        environnemental écologique écoresponsable vert
        aide subvention prime financement indemnité indemnisation compensation subventionner financer indemniser
        remboursement rembourser paiement payer
        frais dépense
        justificatif reçu ticket facture
        impôt fiscal taxe
        foncier cadastre parcelle
        commune mairie municipalité municipal maire
        département départemental
        région régional
        préfecture préfet préfectoral
        état administration ministère administratif
        élu conseiller
        agent collègue collaborateur fonctionnaire
        équipe collectif
        chef encadrant manager hiérarchie
        habitant riverain citoyen voisin particulier usager public
        entreprise société
        association associatif
        commissaire enquêteur
        contribution observation remarque avis opinion
        consultation concertation
        synthèse résumé
        carte cartographie géographique plan
        localisation position géolocalisé géolocaliser localisé
        signalement signaler alerter alerte avertir prévenir
        suivre suivi suivie traçabilité
        calendrier agenda planning échéance
        réserver réservation
        inventaire recensement recenser liste
        annuaire répertoire
        bibliothèque catalogue modèle
        compétence savoir expertise
        formation stage apprendre tutorat
        recrutement affectation vacance
        emploi métier profession
        serveur infrastructure
        ordinateur informatique
        logiciel application
        éteindre arrêter arrêt
        énergie électricité énergétique
        solaire photovoltaïque panneau
        toit toiture couverture
        handicap fauteuil handicapé accessibilité accessible
        transport voyage voyageur
        santé médical hôpital
        urgence crise secours
        comprendre expliquer déchiffrer
        rapide accélérer vite
        """;

    private static readonly FrozenDictionary<string, string> Heads = Read();

    /// <summary>The stem that stands for all those of its family; the same when it has none.</summary>
    public static string HeadOf(string stem) => Heads.GetValueOrDefault(stem, stem);

    private static FrozenDictionary<string, string> Read()
    {
        var heads = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var stems = FrenchWords.Read(line).Select(word => word.Stem).Distinct(StringComparer.Ordinal).ToList();
            foreach (var stem in stems)
            {
                heads.TryAdd(stem, stems[0]);
            }
        }

        return heads.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
