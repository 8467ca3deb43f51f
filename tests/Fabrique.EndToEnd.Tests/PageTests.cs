using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>Every page in every state: automatic accessibility rules, the house's own rules, and no sideways scrolling from 1280 to 320 px.</summary>
[Collection(SharedProduct.Name)]
public class PageTests(Chromium chromium, Product product)
{
    private const string Simulation = "/administration/circuits/candidature/simulation?jour=2026-01-05&explorer=true&chemin=2";
    private const string Call = "/appels/services-deconcentres-mieux-outilles";

    private static readonly Dictionary<string, PageState[]> States = new(StringComparer.Ordinal)
    {
        [""] =
        [
            new("/"),
            new("/appels"),
            new(Call),
            new("/appels/territoires-sobres"),
            new("/produits"),
            new("/produits/haie-vive"),
            new("/produits/grain-de-sable"),
            new("/contact"),
            new("/accessibilite"),
            new("/mentions-legales"),
            new("/donnees-personnelles"),
            new("/connexion"),
            new("/connexion/refus"),
            new("/mon-espace"),
            new("/nulle-part"),
            new("/erreur/403"),
            new("/erreur/500"),
            new("/_dsfr") { HasExamplesOfErrors = true },
        ],
        ["Kenza Fauvette"] =
        [
            new("/mon-espace"),
            new("/taches"),
            new("/mon-espace/preferences"),
            new("/mon-espace/donnees"),
            new("/mon-espace/messages"),
            new("/mon-espace/agenda"),
            new("/mon-espace/absence") { Button = "Enregistrer mon absence", IsInError = true },
            new("/administration"),
            new($"/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles"),
            new(Call) { Links = ["Proposer une idée"], Button = "Relire et déposer", IsInError = true },
            new("/mon-espace") { Links = ["Passerelle"], Summary = "Voir la procédure" },
            new("/mon-espace") { Links = ["Passerelle", "Retirer ma candidature"] },
            new("/candidatures/C-2026-0003/responsable"),
            new("/mon-espace") { Links = ["Passerelle", "Messages"] },
            new("/mon-espace") { Links = ["Passerelle", "Accusé de réception"] },
            new("/mon-espace") { Links = ["Passerelle", "Porter à plusieurs"] },
            new("/mon-espace") { Links = ["Passerelle", "Qui a changé quoi"] },
        ],
        ["Joris Grèbe"] =
        [
            new("/mon-espace") { Links = ["Carnet de pont"] },
            new("/mon-espace") { Links = ["Carnet de pont", "Compléter et déposer"] },
            new("/mon-espace") { Links = ["Carnet de pont", "Porter à plusieurs"], Button = "Envoyer l’invitation", IsInError = true },
        ],
        ["Perrine Bouleau"] =
        [
            new("/taches"),
            new("/taches") { Links = ["Traiter : Donner votre avis sur « Passerelle"] },
            new("/taches") { Links = ["Traiter : Donner votre avis sur « Passerelle"], Button = "Enregistrer mon avis", IsInError = true },
            new("/taches?vue=faites") { Links = ["Relire : Donner votre avis sur « Bassin"] },
        ],
        ["Anouk Églantine"] =
        [
            new("/mon-espace"),
            new("/taches"),
            new("/taches/equipe"),
            new("/administration/suppleances"),
            new($"{Call}/gestion/formulaire"),
            new($"{Call}/gestion/formulaire/apercu") { Button = "Vérifier mes réponses", IsInError = true },
            new("/instruction"),
            new("/instruction") { Summary = "Exporter cette vue" },
            new("/exports/nouveau?source=instruction"),
            new("/exports"),
            new("/instruction?recherche=pierre&retard=oui") { Summary = "Filtrer" },
            new("/instruction/etiquettes") { Button = "Créer l’étiquette", IsInError = true },
            new("/instruction/colonnes?appel=territoires-sobres"),
            new("/instruction/vues/nouvelle?etat=deposee") { Button = "Garder la vue", IsInError = true },
            new("/jurys"),
            new("/jurys") { Links = ["Jury de"] },
            new("/jurys") { Links = ["Jury de", "Changer les règles"] },
            new("/jurys") { Links = ["Jury de", "Ajouter un membre"], Button = "Ajouter au jury", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Enregistrer son départ"], Button = "Enregistrer le départ", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Présidence et secrétariat"] },
            new("/jurys") { Links = ["Jury de", "Enregistrer une suppléance"], Button = "Enregistrer la suppléance", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Terminer"] },
            new("/jurys") { Links = ["Jury de", "Grille d’évaluation"] },
            new("/jurys") { Links = ["Jury de", "Répartition des candidatures"] },
            new("/jurys") { Links = ["Jury de", "Lecture anonymisée"] },
            new("/jurys") { Links = ["Jury de", "Lecture anonymisée", "Préparer"], Button = "J’ai relu : rendre lisible par le jury" },
            new("/jurys") { Links = ["Jury de", "Lecture anonymisée", "Relire"] },
            new("/jurys") { Links = ["Jury de", "Répartition des candidatures", "Compétences des membres"] },
            new("/jurys") { Links = ["Jury de", "Classement"] },
            new("/jurys") { Links = ["Jury de", "Décisions"] },
            new("/jurys") { Links = ["Jury de", "Délibération"] },
            new("/jurys") { Links = ["Jury de", "Déports et conflits d’intérêts"], Button = "Imposer le déport", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Déports et conflits d’intérêts", "Lever"] },
            new("/jurys") { Links = ["Jury de", "Séances d’audition"] },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Prévoir une séance"], Button = "Prévoir la séance", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Séance du"] },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Séance du", "Modifier la séance"] },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Séance du", "Tenir la séance sans"], Button = "Tenir la séance sans condition de quorum", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Séance du", "Annuler la séance"], Button = "Annuler la séance", IsInError = true },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Séance du", "Séance en direct"] },
            new("/jurys") { Links = ["Jury de", "Séances d’audition", "Séance du", "Séance en direct", "Vue à projeter"] },
            new($"{Call}/gestion/jury"),
            new("/appels/gestion"),
            new("/appels/gestion/nouveau"),
            new("/appels/gestion/nouveau") { Button = "Enregistrer l’appel", IsInError = true },
            new($"{Call}/gestion"),
            new($"{Call}/gestion/modifier"),
            new($"{Call}/gestion/dupliquer"),
            new($"{Call}/gestion/delais"),
            new($"{Call}/gestion/delais") { Button = "Accorder le délai", IsInError = true },
            new($"{Call}/gestion/public"),
            new($"{Call}/gestion/directions"),
            new($"{Call}/gestion/programmer"),
            new($"{Call}/gestion/supprimer"),
            new("/appels/territoires-sobres/gestion/etape"),
            new("/instruction") { Links = ["Seconde Pierre"] },
            new("/instruction") { Links = ["Sobrefrigo", "Toute la candidature et son suivi"] },
            new("/instruction") { Links = ["Lueur", "Toute la candidature et son suivi", "Voir les rapprochements"] },
            new("/instruction") { Links = ["Lueur", "Toute la candidature et son suivi", "Réorienter vers un produit"], Button = "Réorienter la candidature", IsInError = true },
            new("/taches") { Links = ["Traiter : Dire si « Tuilage"] },
            new("/taches") { Links = ["Traiter : Dire si « Tuilage"], Button = "Enregistrer la recevabilité", IsInError = true },
            new("/candidatures/C-2026-0004"),
            new("/candidatures/C-2026-0004/complements/delai") { Button = "Accorder le délai", IsInError = true },
            new("/instruction/lettres"),
            new("/candidatures/C-2026-0003/messages") { Button = "Envoyer le message", IsInError = true },
            new("/candidatures/C-2026-0003/notes") { Button = "Enregistrer la note", IsInError = true },
            new("/taches") { Links = ["Traiter : Nommer le coach"] },
            new("/taches") { Links = ["Traiter : Nommer le coach"], Button = "Nommer l’équipe et commencer le cycle", IsInError = true },
            new("/taches") { Links = ["Traiter : Décider du renouvellement"] },
            new("/taches") { Links = ["Traiter : Décider du renouvellement"], Button = "Enregistrer la décision", IsInError = true },
            new("/produits/ombrelle/suivi") { Summary = "Voir la procédure" },
            new("/produits/haie-vive/suivi"),
            new("/produits/haie-vive/jalon/rendez-vous"),
            new("/produits/haie-vive/jalon/rendez-vous") { Button = "Prévoir le rendez-vous", IsInError = true },
            new("/produits/seconde-pierre/suivi"),
            new("/produits/grain-de-sable/suivi"),
        ],
        ["Daphné Lavande"] =
        [
            new("/mon-espace"),
            new("/mon-espace") { Links = ["Jury de"] },
            new("/mon-espace") { Links = ["Jury de", "Évaluer"], Button = "Enregistrer cette note : Le problème : réel, mesuré, vécu par des agents ou des usagers", IsInError = true },
            new("/mon-espace") { Links = ["Jury de", "Classement"] },
            new("/mon-espace") { Links = ["Jury de", "Me déporter"], Button = "Me déporter", IsInError = true },
        ],
        ["Youssef Ajonc"] =
        [
            new("/administration"),
            new("/administration/comptes"),
            new("/administration/comptes") { Links = ["Daphné Lavande"], Button = "Retirer l’accès", IsInError = true },
            new("/administration/motifs") { Button = "Ajouter le motif", IsInError = true },
            new("/administration/relances/nouvelle") { Button = "Enregistrer la politique", IsInError = true },
            new("/administration/instances"),
            new("/administration/incidents"),
            new("/administration/instances") { Links = ["Ombrelle"] },
            new("/administration/procedures"),
            new("/administration/procedures") { Links = ["Candidature"] },
            new("/administration/procedures") { Links = ["Vérifier Candidature"] },
            new("/administration/procedures/candidature/publication"),
            new("/administration/procedures/candidature/comparaison"),
            new("/administration/procedures/candidature/migration"),
            new("/administration/procedures/candidature/retrait"),
            new("/administration/procedures/candidature/arret"),
            new("/administration/procedures/candidature/versions/1/suppression"),
            new(Simulation),
            new("/administration/circuits/candidature/simulation?jour=demain") { IsInError = true },
            new("/administration/organisation"),
            new("/administration/organisation/ddt-69"),
            new("/administration/organisation/mise-a-jour"),
            new("/administration/organisation/mise-a-jour") { Button = "Voir ce qui changerait", IsInError = true },
            new("/administration/messages"),
            new("/administration/libelles"),
            new("/administration/libelles/statut.avis-attendus.interne"),
            new("/administration/messages/candidature/accuse-de-reception"),
            new("/administration/messages/commun/relance-tache/coupure"),
            new("/administration/envois"),
            new("/administration/envois") { Links = ["Votre avis est attendu"] },
        ],
    };

    private static readonly string[] InBothThemes = ["/", Call, "/mon-espace", "/taches", "/instruction", "/produits/haie-vive/suivi", "/_dsfr", "/administration/procedures/candidature/comparaison", Simulation];

    public static TheoryData<string> People => [.. States.Keys];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Every_page_of_a_person_keeps_the_rules(string person)
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        if (person.Length > 0)
        {
            await visitor.SignInAsync(person);
        }

        var faults = new List<string>();
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var state in States[person])
        {
            await state.OpenAsync(visitor);
            faults.AddRange(await PageRules.FindFaultsAsync(visitor.Page, state, titles));
            if (state.Summary is not null || (InBothThemes.Contains(state.Path, StringComparer.Ordinal) && state.Links.Count == 0))
            {
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                await state.OpenAsync(visitor);
                await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-fr-theme", "dark");
                faults.AddRange(await PageRules.FindViolationsAsync(visitor.Page, "dark"));
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("document.documentElement.lang = ''", "html-has-lang")]
    [InlineData("document.title = ''", "title")]
    [InlineData("document.querySelector('main').append(document.createElement('h1'))", "h1")]
    [InlineData("document.querySelector('main h2').outerHTML = '<h4>Trop bas</h4>'", "skips a level")]
    [InlineData("document.querySelector('main').firstElementChild.style.width = '2000px'", "sideways")]
    [InlineData("document.querySelector('main p').innerHTML = '<input>'", "label")]
    [InlineData("document.querySelector('main p').innerHTML = '<label>A<input aria-invalid=\"true\"></label>'", "described")]
    public async Task A_spoilt_page_is_noticed(string spoil, string fault)
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        var state = new PageState("/mentions-legales");
        await state.OpenAsync(visitor);
        Assert.Empty(await PageRules.FindFaultsAsync(visitor.Page, state, []));

        await visitor.Page.EvaluateAsync($"() => {{ {spoil} }}");

        Assert.Contains(await PageRules.FindFaultsAsync(visitor.Page, state, []), found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_page_may_not_do_is_noticed()
    {
        var visitor = await chromium.VisitAsync(product.Address);
        await visitor.GoAsync("/");

        await visitor.Page.RunAndWaitForConsoleMessageAsync(
            () => visitor.Page.EvaluateAsync("() => { console.error('Panne'); const image = new Image(); image.src = 'https://ailleurs.invalid/image.png'; document.body.append(image); }"),
            new() { Predicate = message => message.Text.Contains("CSP img-src", StringComparison.Ordinal) });

        // The answer comes after all that the page said before.
        await visitor.Page.TitleAsync();

        Assert.Contains(visitor.Complaints, complaint => complaint.Contains("CSP img-src", StringComparison.Ordinal));
        Assert.Contains(visitor.Complaints, complaint => complaint.Contains("Panne", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await visitor.DisposeAsync());
    }
}
