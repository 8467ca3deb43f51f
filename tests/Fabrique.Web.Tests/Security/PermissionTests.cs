using System.Net;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Tests.Features.Panels;
using Fabrique.Web.Tests.Support;

namespace Fabrique.Web.Tests.Security;

public sealed class PermissionTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly string[] Everybody = ["agent", "agent2", "manager", "directrice", "directeur", "equipe", "coach", "membre", "admin", "auditeur"];

    // Who may open each page; the others read that it is refused.
    private static readonly (string Path, string[] Allowed)[] Matrix =
    [
        ("/mon-espace", Everybody),
        ("/taches", Everybody),
        ("/taches/equipe", ["equipe", "admin", "auditeur"]),
        ("/mon-espace/absence", Everybody),
        ("/administration/relances", ["admin", "auditeur"]),
        ("/administration/relances/nouvelle", ["admin"]),
        ("/administration/motifs", ["admin", "auditeur"]),
        ("/administration/motifs/61000000-0000-4000-8000-000000000001", ["admin"]),
        ("/candidatures/C-2026-0004/complements/delai", ["equipe", "admin"]),
        ("/mon-espace/messages", Everybody),
        ("/mon-espace/preferences", Everybody),
        ("/mon-espace/agenda", Everybody),
        ("/mon-espace/donnees", Everybody),
        ("/exports", Everybody),
        ("/administration/suppleances", ["equipe", "admin", "auditeur"]),
        ("/administration/suppleances/nouvelle", ["equipe", "admin"]),
        ("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles", Everybody),
        ("/instruction", ["equipe", "admin", "auditeur"]),
        ("/instruction/colonnes", ["equipe", "admin", "auditeur"]),
        ("/instruction/vues", ["equipe", "admin", "auditeur"]),
        ("/instruction/vues/nouvelle", ["equipe", "admin", "auditeur"]),
        ("/instruction/etiquettes", ["equipe", "admin", "auditeur"]),
        ("/instruction/etiquettes/0192a000-0000-7000-8000-000000000001", ["equipe", "admin"]),
        ("/candidatures/C-2025-0001/reorienter", ["equipe", "admin"]),
        ("/candidatures/C-2025-0001/depart", ["equipe", "admin"]),
        ("/appels/gestion", ["equipe", "admin"]),
        ("/appels/gestion/nouveau", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/modifier", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/dupliquer", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/programmer", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/delais", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/public", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/directions", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/etape", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/supprimer", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/formulaire", ["equipe", "admin"]),
        ("/appels/services-deconcentres-mieux-outilles/gestion/formulaire/apercu", ["equipe", "admin"]),
        ("/jurys", Everybody),
        ("/appels/services-deconcentres-mieux-outilles/gestion/jury", ["equipe", "admin"]),
        ("/administration", ["admin", "auditeur"]),
        ("/administration/instances", ["admin", "auditeur"]),
        ("/administration/incidents", ["admin", "auditeur"]),
        ("/administration/circuits/incubation/simulation", ["admin", "auditeur"]),
        ("/administration/envois", ["admin", "auditeur"]),
        ("/administration/comptes", ["admin", "auditeur"]),
        ("/administration/organisation", ["admin", "auditeur"]),
        ("/administration/organisation/dreal-grand-est", ["admin", "auditeur"]),
        ("/administration/organisation/mise-a-jour", ["admin"]),
        ("/administration/messages", ["admin", "auditeur"]),
        ("/administration/libelles", ["admin", "auditeur"]),
        ("/administration/libelles/lettre.recours", ["admin"]),
        ("/instruction/lettres", ["directrice", "directeur", "equipe", "admin", "auditeur"]),
        ("/administration/messages/candidature/accuse-de-reception", ["admin", "auditeur"]),
        ("/administration/messages/commun/tache-a-faire?procedure=candidature", ["admin", "auditeur"]),
        ("/administration/messages/candidature/accuse-de-reception/coupure", ["admin"]),
        ("/administration/procedures", ["admin", "auditeur"]),
        ("/administration/procedures/candidature", ["admin", "auditeur"]),
        ("/administration/procedures/candidature/verification", ["admin", "auditeur"]),
        ("/administration/procedures/candidature/publication", ["admin", "auditeur"]),
        ("/administration/procedures/candidature/comparaison", ["admin", "auditeur"]),
        ("/administration/procedures/candidature/migration", ["admin", "auditeur"]),
        ("/administration/procedures/candidature/versions/1/export", ["admin", "auditeur"]),
        ("/administration/procedures/candidature/retrait", ["admin"]),
        ("/administration/procedures/candidature/arret", ["admin"]),
        ("/administration/procedures/candidature/versions/1/suppression", ["admin"]),
        ("/administration/circuits", ["admin", "auditeur"]),
        ("/administration/circuits/candidature", ["admin", "auditeur"]),
        ("/administration/circuits/executions", ["admin", "auditeur"]),
        ("/administration/travaux", ["admin"]),
        ("/administration/travaux/hangfire", ["admin"]),
    ];

    private static readonly string[] Public =
        ["/", "/appels", "/appels/services-deconcentres-mieux-outilles", "/produits", "/produits/ombrelle", "/contact", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/connexion"];

    [Fact]
    public async Task Each_page_opens_for_those_it_is_for()
    {
        var app = await shared.OnAsync();
        foreach (var account in Everybody)
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var (path, allowed) in Matrix)
            {
                await browser.GoAsync(path);
                var expected = allowed.Contains(account, StringComparer.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
                Assert.True(browser.Status == expected, $"{account} {path}: {browser.Status} ({browser.Title})");
            }

            foreach (var path in Public)
            {
                await browser.GoAsync(path);
                Assert.True(browser.Status is HttpStatusCode.OK, $"{account} {path}: {browser.Status}");
            }
        }
    }

    [Fact]
    public async Task Without_a_session_public_pages_open_and_the_others_ask_for_one()
    {
        var app = await shared.OnAsync();
        using var browser = app.Browse();
        foreach (var path in Public)
        {
            await browser.GoAsync(path);
            Assert.True(browser.Status is HttpStatusCode.OK && browser.Address.AbsolutePath == path, $"{path}: {browser.Status} {browser.Address}");
        }

        foreach (var (path, _) in Matrix)
        {
            await browser.GoAsync(path);
            Assert.True(IsSignIn(browser), $"{path}: {browser.Address}");
        }
    }

    /// <summary>What a jury does is for its members and the staff, and to be done by those who conduct it: nobody else knows of it.</summary>
    [Fact]
    public async Task Each_page_of_a_jury_opens_for_those_it_is_for()
    {
        var app = await shared.OnAsync();
        var jury = await PanelActs.JuryAsync(app);
        var (id, held) = (jury.Panel.Id, (await DeliberationActs.WrittenAsync(app, jury)).SessionId);
        var unnamed = await PanelActs.JuryAsync(app, isAnonymised: true);
        string[] readers = [.. Everybody.Except(["agent"])], conducting = ["directrice", "directeur", "equipe", "admin"], signing = ["directrice", "equipe"];
        (string Path, string[] Allowed)[] pages =
        [
            (PanelLinks.Deliberation(id), readers),
            (PanelLinks.Decide(id, jury.Items[0].Reference), conducting),
            (PanelLinks.Ballots(id, held), readers),
            (PanelLinks.Minutes(id, held), readers),
            (PanelLinks.MinutesFile(id, held, 1), readers),
            (PanelLinks.ReviseMinutes(id, held), signing),
            (PanelLinks.Readings(id), ["equipe", "admin", "auditeur"]),
            (PanelLinks.PrepareReading(id, jury.Items[0].Reference), ["equipe", "admin"]),
            (PanelLinks.Read(unnamed.Panel.Id, unnamed.Items[0].Reference), readers),
            (PanelLinks.ReadFile(id, jury.Items[0].Reference, 1), []),
        ];
        foreach (var account in Everybody)
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var (path, allowed) in pages)
            {
                await browser.GoAsync(path);
                var expected = allowed.Contains(account, StringComparer.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
                Assert.True(browser.Status == expected, $"{account} {path}: {browser.Status} ({browser.Title})");
            }
        }
    }

    private static bool IsSignIn(FormBrowser browser) => browser.Address.AbsolutePath.EndsWith("/oauth2/v2.0/authorize", StringComparison.Ordinal);
}
