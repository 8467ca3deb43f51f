using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Data.Auditing;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.MigrateInstances;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Studio;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>The pages around the editor: a procedure is drawn elsewhere; here it is checked, published, compared, migrated, withdrawn.</summary>
public sealed class ProcedurePagesTests
{
    private const string Candidature = "candidature";

    [Theory]
    [EngineData]
    public async Task List_tells_how_each_procedure_stands_and_is_filtered(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition => Activity(definition, "acknowledge")["message"]!["expression"]!["value"] = "candidature/perdu");
        await Definitions(app).SaveDraftAsync(WorkflowDocument.Parse("""{"definitionId":"été","name":"Appel d’été","root":{"id":"r","type":"Inconnu.Type"}}"""));
        await Publisher(app).RetractAsync("appel");
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(AdministrationLinks.Index);
        await browser.FollowAsync("Procédures");

        Assert.Equal("Procédures", browser.Title);
        Assert.Equal(5, browser.Page.QuerySelectorAll("main article").Length);
        Assert.Contains("Brouillon en cours sur la version publiée", Article(browser, "Candidature"), StringComparison.Ordinal);
        Assert.Matches("^Version 1, publiée le 12 janvier 2026 à .* avec le logiciel$", Term(browser, "Candidature", "Version en vigueur"));
        Assert.StartsWith("Version 2, commencée le 12 janvier 2026 à ", Term(browser, "Candidature", "Brouillon"), StringComparison.Ordinal);
        var running = (await Runtime(app).FindInstancesAsync(new InstanceFilter { DefinitionId = Candidature, Status = WorkflowStatus.Running, Take = 1000 })).Count;
        Assert.True(running > 1);
        Assert.Equal(
            ($"{running} sur la version 1", "Aucun", "1 erreur", "Aucun"),
            (Term(browser, "Candidature", "Exécutions en cours"), Term(browser, "Candidature", "Incidents"), Term(browser, "Candidature", "Problèmes"), Term(browser, "Incubation", "Problèmes")));
        Assert.DoesNotContain("Migrer", Article(browser, "Candidature"), StringComparison.Ordinal);
        Assert.Contains("Retiré", Article(browser, (await Definitions(app).GetLatestAsync("appel"))!.Name), StringComparison.Ordinal);
        Assert.Equal(
            ("Aucune : aucune exécution ne démarre.", "1 erreur"),
            (Term(browser, "Appel d’été", "Version en vigueur"), Term(browser, "Appel d’été", "Problèmes")));

        await browser.GoAsync(ProcedureLinks.List + "?recherche=ETE");
        Assert.Equal(["Appel d’été"], browser.Page.QuerySelectorAll("main article h2").Select(title => title.TextContent.Trim()));
        await browser.GoAsync(ProcedureLinks.List + "?etat=retire");
        Assert.Single(browser.Page.QuerySelectorAll("main article"));
        await browser.GoAsync(ProcedureLinks.List + "?recherche=rien&page=9999999999");
        Assert.Contains("Aucune procédure ne correspond", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Export_is_a_file_that_comes_back_whole(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("auditeur");
        using var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, ProcedureLinks.Export(Candidature, 1));
        request.Headers.Add("Cookie", browser.CookieHeader);
        using var response = await http.SendAsync(request);

        Assert.Equal(("application/json", "candidature-v1.json"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.FileName));
        var exported = WorkflowDocument.Parse(await response.Content.ReadAsStringAsync());
        var stored = (await Definitions(app).GetPublishedAsync(Candidature))!;
        Assert.Equal((stored.Id, Candidature), (exported.Id, exported.DefinitionId));
        Assert.True(JsonNode.DeepEquals(WorkflowDocument.Parse(stored.Json).Root, exported.Root));
        await browser.GoAsync(ProcedureLinks.Export(Candidature, 7));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [EngineData]
    public async Task Publication_tells_what_changes_in_French_and_for_whom(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition =>
        {
            var opinions = Activity(definition, "opinions");
            opinions["workingDays"]!["expression"]!["value"] = "15";
            opinions["metadata"]!["displayText"] = "Recueillir les avis";
        });
        var running = (await Runtime(app).CountInstancesAsync(Candidature)).Sum(count => count.Running);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Show(Candidature));
        await browser.FollowAsync("Publier");

        Assert.Contains("« Recueillir les avis », Délai en jours ouvrés : 10 → 15.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("L’étape « Recueillir les avis des directions » s’appelle désormais « Recueillir les avis ».", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"{running} exécutions sont en cours : elles gardent leur version", browser.Text, StringComparison.Ordinal);
        var form = browser.Prepare("Publier la version 2");
        await browser.SendAsync(form);

        Assert.Equal("Candidature", browser.Title);
        Assert.Contains("La version 2 est en vigueur", FormBrowser.Fold(browser.Page.Body!.TextContent), StringComparison.Ordinal);
        Assert.Contains("Youssef Ajonc a publié la version 2 de « Candidature ».", History(browser), StringComparison.Ordinal);
        var versions = browser.Page.QuerySelectorAll("main tbody tr").Select(row => FormBrowser.Fold(row.TextContent)).ToList();
        Assert.Matches("^2 En vigueur .* par Youssef Ajonc 0 ", versions[0]);
        Assert.Matches($"^1 Ancienne .* avec le logiciel {running} ", versions[1]);
        Assert.Equal(2, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);
        Assert.Equal(running, (await Runtime(app).CountInstancesAsync(Candidature)).Single(count => count.Version == 1).Running);

        // The same form once more: it is done, and noted once.
        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Single(await AuditAsync(app, "Published"));
        await browser.GoAsync(ProcedureLinks.Publish(Candidature));
        Assert.Contains("Il n’y a rien à publier", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(ProcedureLinks.List);
        Assert.Matches("^Version 2, publiée le 12 janvier 2026 à .* par Youssef Ajonc$", Term(browser, "Candidature", "Version en vigueur"));
        await browser.FollowAsync("Migrer les exécutions de Candidature");
        Assert.Equal("Migrer les exécutions de « Candidature »", FormBrowser.Fold(browser.Title));
    }

    [Theory]
    [EngineData]
    public async Task Draft_that_changed_since_the_page_was_shown_is_not_published(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition => Activity(definition, "opinions")["workingDays"]!["expression"]!["value"] = "15");
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Publish(Candidature));
        await DraftAsync(app, definition => Activity(definition, "decision")["workingDays"]!["expression"]!["value"] = "8");

        await browser.PressAsync("Publier la version 2");

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("rien n’a été publié", browser.Text, StringComparison.Ordinal);
        Assert.Contains("+ Apparu « Décider », Délai en jours ouvrés : 5 → 8.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("− Disparu « Recueillir les avis des directions », Délai en jours ouvrés : 10 → 15.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);
        Assert.Empty(await AuditAsync(app, "Published"));

        // What is shown now is what is published now.
        await browser.PressAsync("Publier la version 2");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(2, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);

        // The draft is the same, but what it was compared with is in force no more.
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        await browser.GoAsync(ProcedureLinks.Publish(Candidature));
        await Publisher(app).RetractAsync(Candidature);
        await browser.PressAsync("Publier la version 3");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Null(await Definitions(app).GetPublishedAsync(Candidature));
    }

    [Theory]
    [EngineData]
    public async Task Eight_publications_at_once_are_one(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Publish(Candidature));
        var form = browser.Prepare("Publier la version 2");

        var answers = await SendAtOnceAsync(8, form, browser.CookieHeader);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer));
        Assert.Single(await AuditAsync(app, "Published"));
        Assert.Equal(2, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);
    }

    [Theory]
    [EngineData]
    public async Task Problems_name_the_step_and_what_to_do_and_errors_block(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition =>
        {
            Activity(definition, "acknowledge")["message"]!["expression"]!["value"] = "candidature/perdu";
            definition["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{"id":"seule","type":"Elsa.WriteLine","version":1,"metadata":{"displayText":"Perdue"},"text":{"expression":{"type":"Literal","value":"x"}}}"""));
        });
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Publish(Candidature));
        Assert.Contains("empêchent de publier", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main button"), button => button.TextContent.Contains("Publier", StringComparison.Ordinal));
        await browser.GoAsync(ProcedureLinks.Verify(Candidature));

        Assert.Equal("Vérifier « Candidature »", FormBrowser.Fold(browser.Title));
        var rows = browser.Page.QuerySelectorAll("main tbody tr").Where(row => row.QuerySelector(".fr-badge") is not null).Select(row => FormBrowser.Fold(row.TextContent)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains("Avertissement Perdue (voir l’étape dans la liste) Corriger « Perdue » dans l’éditeur Aucun chemin ne mène à cette étape Reliez cette étape à une étape précédente", rows[0], StringComparison.Ordinal);
        Assert.Contains("Erreur Accuser réception (voir l’étape dans la liste) Corriger « Accuser réception » dans l’éditeur Le message « candidature/perdu » n’existe pas Choisissez un message qui existe", rows[1], StringComparison.Ordinal);
        Assert.Contains("Version en vigueur, version 1 Aucun problème.", browser.Text, StringComparison.Ordinal);

        // Each problem leads to its step: here on the drawing and in its list, and there in the editor.
        foreach (var path in (string[])[ProcedureLinks.Verify(Candidature), ProcedureLinks.Publish(Candidature)])
        {
            await browser.GoAsync(path);
            var links = browser.Page.QuerySelectorAll("main tbody tr").Where(row => row.QuerySelector(".fr-badge") is not null).Select(row => row.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!).ToList()).ToList();
            Assert.Equal([StudioLinks.Step(Candidature, "seule"), StudioLinks.Step(Candidature, "acknowledge")], links.Select(link => link[1]));
            Assert.Equal(
                ["Perdue – à vérifier Avertissement : Aucun chemin ne mène à cette étape.", "Accuser réception – à corriger Erreur : Le message « candidature/perdu » n’existe pas."],
                links.Select(link => FormBrowser.Fold(browser.Page.QuerySelector(link[0])!.TextContent).Split(" Ensuite")[0]));
            Assert.Single(browser.Page.QuerySelectorAll("main svg .fab-drawing__step--wrong"));
            Assert.Contains("À vérifier", browser.Page.QuerySelector("main svg .fab-drawing__step--doubtful")!.TextContent, StringComparison.Ordinal);
        }

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(ProcedureLinks.Verify(Candidature));
        Assert.Contains("Voir « Perdue » dans l’éditeur", auditor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Corriger", auditor.Page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);

        // Sent all the same, from a page shown before the error: refused, and nothing changes.
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        await browser.GoAsync(ProcedureLinks.Publish(Candidature));
        var form = browser.Prepare("Publier la version 2");
        await DraftAsync(app, definition => Activity(definition, "acknowledge")["type"] = "Inconnu.Type");
        var broken = (await Definitions(app).GetLatestAsync(Candidature))!;
        await browser.SendAsync(form.With("ContentHash", broken.ContentHash));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("a des erreurs : rien n’a été publié", browser.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);
    }

    [Theory]
    [EngineData]
    public async Task Two_versions_are_compared_from_the_older_to_the_newer_whichever_is_asked_for_first(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition => Activity(definition, "opinions")["workingDays"]!["expression"]!["value"] = "15");
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync(ProcedureLinks.Compare(Candidature));
        Assert.Contains("De la version 1 à la version 2 Étapes Modification « Recueillir les avis des directions », Délai en jours ouvrés : 10 → 15.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, browser.Page.QuerySelectorAll("main svg").Length);
        Assert.Equal(2, browser.Page.QuerySelectorAll("main .fab-drawing__list > li").Count(step => FormBrowser.Fold(step.TextContent).StartsWith("Recueillir les avis des directions – modifiée", StringComparison.Ordinal)));
        await browser.GoAsync(ProcedureLinks.Compare(Candidature, 2, 1));
        Assert.Contains("De la version 1 à la version 2 Étapes Modification « Recueillir les avis des directions », Délai en jours ouvrés : 10 → 15.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], browser.Page.QuerySelectorAll("main select option[selected]").Select(option => option.GetAttribute("value")));
        Assert.DoesNotContain("l’autre sens", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(ProcedureLinks.Compare(Candidature, 1, 1));
        Assert.Contains("Choisissez deux versions différentes.", browser.Text, StringComparison.Ordinal);
        foreach (var wrong in (string[])["?de=1&a=9", "?de=x", "?de=99999999999"])
        {
            await browser.GoAsync(ProcedureLinks.Compare(Candidature) + wrong);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Fact]
    public async Task Each_of_two_compared_drawings_marks_what_it_has_and_the_other_has_not()
    {
        await using var app = await FabriqueApp.StartAsync();
        await DraftAsync(app, definition =>
        {
            var activities = definition["root"]!["activities"]!.AsArray();
            var connections = definition["root"]!["connections"]!.AsArray();
            activities.Remove(Activity(definition, "not-retained-letter"));
            foreach (var connection in connections.Where(connection => $"{connection!["source"]!["activity"]} {connection["target"]!["activity"]}".Contains("not-retained", StringComparison.Ordinal)).ToList())
            {
                connections.Remove(connection);
            }

            activities.Add(JsonNode.Parse("""{"id":"neuve","type":"Elsa.WriteLine","version":1,"metadata":{"displayText":"<script>alert(1)</script>"},"text":{"expression":{"type":"Literal","value":"x"}}}"""));
            connections.Add(JsonNode.Parse("""{"source":{"activity":"decision","port":"NotRetained"},"target":{"activity":"neuve","port":"In"}}"""));
            var place = Activity(definition, "acknowledge")["metadata"]!["designer"]!["position"]!;
            place["x"] = (double)place["x"]! + 500;
        });
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync(ProcedureLinks.Compare(Candidature));
        var (before, after) = (Drawn(browser, "avant-"), Drawn(browser, "apres-"));
        Assert.Equal("Écrire à la personne non retenue – retirée Ensuite : étape 31, « Candidature traitée » (flèche retirée).", Assert.Single(before, step => step.Contains(" – ", StringComparison.Ordinal)));
        Assert.Contains("« Écrire à la personne non retenue » (flèche retirée)", Assert.Single(before, step => step.StartsWith("Décider", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("<script>alert(1)</script> – ajoutée", Assert.Single(after, step => step.Contains(" – ", StringComparison.Ordinal)));
        Assert.Contains("« <script>alert(1)</script> » (flèche ajoutée)", Assert.Single(after, step => step.StartsWith("Décider", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal((31, 31), (before.Count, after.Count));
        Assert.DoesNotContain("déplac", browser.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(browser.Page.QuerySelectorAll("main script"));

        static List<string> Drawn(FormBrowser browser, string id) => [.. browser.Page.QuerySelectorAll($"main .fab-drawing__list > li[id^={id}]").Select(step => FormBrowser.Fold(step.TextContent))];
    }

    [Theory]
    [EngineData]
    public async Task Procedure_is_withdrawn_after_a_question_and_comes_back(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Show(Candidature));
        await browser.FollowAsync("Retirer la procédure");
        Assert.NotNull(await Definitions(app).GetPublishedAsync(Candidature));
        var form = browser.Prepare("Retirer la procédure");
        await browser.SendAsync(form);

        Assert.Contains("Retiré", browser.Text, StringComparison.Ordinal);
        Assert.Null(await Definitions(app).GetPublishedAsync(Candidature));
        Assert.Contains("a retiré la version 1 de « Candidature »", History(browser), StringComparison.Ordinal);
        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(1, (int)JsonNode.Parse(Assert.Single(await AuditAsync(app, "Retracted")).Changes)!["version"]![1]!);

        await browser.FollowAsync("Publier");
        Assert.Contains("Les deux versions disent la même chose.", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Publier la version 1");
        Assert.Equal(1, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);

        // A page shown before another publication withdraws nothing.
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        await Publisher(app).PublishLatestAsync(Candidature);
        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Equal(2, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);
    }

    [Theory]
    [EngineData]
    public async Task Version_is_taken_up_again_as_a_draft_and_deleted_unless_it_is_needed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var waiting = Json("""{"id":"e","type":"Elsa.Event","version":1,"eventName":{"expression":{"type":"Literal","value":"jamais"}}}""");
        await Publisher(app).PublishAsync(waiting);
        var instance = await Runtime(app).StartAsync(new StartRequest("essai"));
        await Publisher(app).PublishAsync(Json("""{"id":"e","type":"Elsa.WriteLine","version":1}"""));
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Show("essai"));
        await browser.PressAsync("Reprendre comme brouillon la version 1");
        Assert.Contains("Un brouillon reprend la version 1", FormBrowser.Fold(browser.Page.Body!.TextContent), StringComparison.Ordinal);
        Assert.Contains("a repris la version 1 de « Essai » comme brouillon, version 3", History(browser), StringComparison.Ordinal);
        await browser.PressAsync("Reprendre comme brouillon la version 1");
        Assert.Equal(3, (await Definitions(app).GetVersionsAsync("essai")).Count);
        Assert.Equal(2, (await Definitions(app).GetPublishedAsync("essai"))!.Version);

        await browser.GoAsync(ProcedureLinks.Delete("essai", 1));
        Assert.Contains("La version 1 ne peut pas être supprimée : une exécution en a besoin.", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        await browser.GoAsync(ProcedureLinks.Delete("essai", 2));
        Assert.Contains("est en vigueur", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(ProcedureLinks.Delete(Candidature, 1));
        Assert.Contains("est en vigueur", browser.Text, StringComparison.Ordinal);
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        await Publisher(app).PublishLatestAsync(Candidature);
        await browser.GoAsync(ProcedureLinks.Delete(Candidature, 1));
        Assert.Contains("La version 1 a été livrée avec le logiciel : elle reste", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));

        // A version that was deleted meanwhile.
        await browser.GoAsync(ProcedureLinks.Show("essai"));
        await browser.SendAsync(browser.Prepare("Reprendre comme brouillon la version 1").With("Version", "99"));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("La version 99 n’existe plus", browser.Text, StringComparison.Ordinal);

        // Instances that began after the page was shown keep their version.
        await browser.GoAsync(ProcedureLinks.Delete("essai", 3));
        var form = browser.Prepare("Supprimer la version 3");
        var draft = (await Definitions(app).GetLatestAsync("essai"))!;
        var late = await Runtime(app).StartAsync(new StartRequest("essai") { VersionId = draft.Id });
        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.NotNull(await Definitions(app).GetVersionAsync(draft.Id));
        await Runtime(app).CancelAsync(late.Id);
        await browser.SendAsync(form);
        Assert.Null(await Definitions(app).GetVersionAsync(draft.Id));
        Assert.Matches("Youssef Ajonc a supprimé la version 3 de « Essai »\\. .* Youssef Ajonc a repris la version 1 de « Essai » comme brouillon, version 3\\.$", History(browser));
        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal(1, (await Runtime(app).GetOutlookAsync(instance.Id))!.Instance.Version);
    }

    [Theory]
    [EngineData]
    public async Task Draft_on_which_somebody_works_is_not_deleted_from_a_page_shown_before(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Delete(Candidature, 2));
        await DraftAsync(app, definition => definition["description"] = "Des heures de travail.");

        await browser.PressAsync("Supprimer la version 2");

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("La version 2 a changé depuis l’affichage de cette page : rien n’a été supprimé.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await Definitions(app).GetLatestAsync(Candidature))!.Version);
        Assert.Empty(await AuditAsync(app, "Deleted"));
        await browser.PressAsync("Supprimer la version 2");
        Assert.Equal(1, (await Definitions(app).GetLatestAsync(Candidature))!.Version);
        Assert.Single(await AuditAsync(app, "Deleted"));
    }

    [Theory]
    [EngineData]
    public async Task Chosen_instances_move_and_the_others_say_why_not(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition =>
        {
            var activities = definition["root"]!["activities"]!.AsArray();
            activities.Remove(Activity(definition, "decision"));
            var connections = definition["root"]!["connections"]!.AsArray();
            foreach (var connection in connections.Where(connection => $"{connection!["source"]!["activity"]} {connection["target"]!["activity"]}".Contains("decision", StringComparison.Ordinal)).ToList())
            {
                connections.Remove(connection);
            }
        });
        await Publisher(app).PublishLatestAsync(Candidature);
        var plan = await Runtime(app).PlanMigrationAsync(new MigrationRequest((await Definitions(app).GetPublishedAsync(Candidature))!.Id));
        var movable = plan.Instances.Where(report => report.CanMove).Select(report => report.InstanceId).ToList();
        Assert.True(movable.Count > 1);
        Assert.Contains(plan.Instances, report => !report.CanMove);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Migrate(Candidature));

        Assert.Equal(movable.Count, browser.Page.QuerySelectorAll("main input[name=Chosen]").Length);
        Assert.Contains("Passerelle", browser.Page.QuerySelector("main fieldset")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("L’étape « Décider » (decision) où elle attend n’existe plus.", browser.Text, StringComparison.Ordinal);
        var form = browser.Prepare("Migrer les exécutions cochées");
        await browser.SendAsync(form.With("Chosen", movable[0]));

        Assert.Contains("Une exécution a été migrée vers la version 2.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await Runtime(app).GetOutlookAsync(movable[0]))!.Instance.Version);
        Assert.Equal(1, (await Runtime(app).GetOutlookAsync(movable[1]))!.Instance.Version);
        var entry = JsonNode.Parse(Assert.Single(await AuditAsync(app, "Migrated")).Changes)!;
        Assert.Equal((2, "a fait passer 1 exécution de « Candidature » à la version 2"), ((int)entry["version"]![1]!, FormBrowser.Fold((string)entry["sentence"]![1]!)));
        Assert.Equal([movable[0]], entry["instances"]![1]!.AsArray().Select(id => (string?)id));

        // All of them, the one that has moved included: it says so, and is not moved twice.
        await browser.SendAsync(form with { Values = [.. form.Values, new("Chosen", "inconnue")] });
        Assert.Contains($"{(movable.Count == 2 ? "Une exécution a été migrée" : $"{movable.Count - 1} exécutions ont été migrées")} vers la version 2 ; 2 ne l’ont pas été.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Elle est déjà sur cette version.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Elle n’existe plus.", browser.Text, StringComparison.Ordinal);
        foreach (var id in movable)
        {
            Assert.Single(await Runtime(app).GetJournalAsync(id), record => record.EventName == "Migrated");
        }

        var trail = (await AuditAsync(app, "Migrated")).OrderBy(line => line.Id).ToList();
        Assert.Equal(2, trail.Count);
        Assert.Equal(movable[1..], JsonNode.Parse(trail[1].Changes)!["instances"]![1]!.AsArray().Select(id => (string)id!));

        await browser.FollowAsync("Voir les exécutions qui restent");
        Assert.Empty(browser.Page.QuerySelectorAll("main input[name=Chosen]"));
        await browser.GoAsync(ProcedureLinks.List);
        Assert.Equal($"{movable.Count} sur la version 2, {plan.Instances.Count - movable.Count} sur la version 1", Term(browser, "Candidature", "Exécutions en cours"));
        await browser.GoAsync(ProcedureLinks.Migrate(Candidature) + "?vers=9");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [EngineData]
    public async Task Eight_migrations_at_once_move_each_instance_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        await Publisher(app).PublishLatestAsync(Candidature);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Migrate(Candidature));
        var form = browser.Prepare("Migrer les exécutions cochées");
        var chosen = form.Values.Where(field => field.Key == "Chosen").Select(field => field.Value).ToList();
        Assert.True(chosen.Count > 2);

        var answers = await SendAtOnceAsync(8, form, browser.CookieHeader);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        foreach (var id in chosen)
        {
            Assert.Single(await Runtime(app).GetJournalAsync(id), record => record.EventName == "Migrated");
        }

        // Nothing ticked is told beside the boxes.
        await DraftAsync(app, definition => definition["description"] = "Encore autrement.");
        await Publisher(app).PublishLatestAsync(Candidature);
        await browser.GoAsync(ProcedureLinks.Migrate(Candidature));
        form = browser.Prepare("Migrer les exécutions cochées");
        await browser.SendAsync(form with { Values = [.. form.Values.Where(field => field.Key != "Chosen")] });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Cochez au moins une exécution à migrer.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Instance_that_an_incident_stopped_moves_when_asked_and_is_retried_as_it_was_mended(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DrawnTaskTests.PublishAsync(app, "js:'personne@fabrique.example'");
        var stopped = await DrawnTaskTests.RunAsync(app, null);
        await DrawnTaskTests.PublishAsync(app, "Equipe");
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Migrate("budget"));
        Assert.Empty(browser.Page.QuerySelectorAll("main input[name=Chosen]"));
        Assert.Contains("Un incident est ouvert", browser.Text, StringComparison.Ordinal);

        // Sent all the same, as if it could.
        var token = await TokenAsync(browser);
        await browser.SendAsync(new PreparedForm(new Uri(app.Address, ProcedureLinks.Migrate("budget")), [new("Chosen", stopped), new("__RequestVerificationToken", token)]));
        Assert.Contains("Aucune exécution n’a été migrée", browser.Text, StringComparison.Ordinal);
        await browser.SendAsync(new PreparedForm(new Uri(app.Address, ProcedureLinks.Migrate("budget") + "?vers=x"), [new("Chosen", stopped), new("__RequestVerificationToken", token)]));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);

        await browser.GoAsync(ProcedureLinks.Migrate("budget") + "?vers=2&incidents=true");
        await browser.PressAsync("Migrer les exécutions cochées");

        Assert.Contains("Une exécution a été migrée vers la version 2.", browser.Text, StringComparison.Ordinal);
        await Runtime(app).RetryIncidentAsync(stopped, Assert.Single((await Runtime(app).GetOutlookAsync(stopped))!.Incidents).Id);
        Assert.Equal("Equipe", await app.ReadAsync(db => db.WorkItems.Where(item => item.WorkflowInstanceId == stopped).Select(item => item.AssigneeRole).SingleAsync()));

        static async Task<string> TokenAsync(FormBrowser browser)
        {
            await browser.GoAsync(ProcedureLinks.Show("budget"));
            return browser.Prepare("Reprendre comme brouillon la version 1").Values.Single(field => field.Key == "__RequestVerificationToken").Value;
        }
    }

    [Fact]
    public async Task Page_without_room_for_all_shows_the_instances_that_can_move()
    {
        await using var app = await FabriqueApp.StartAsync();
        await Publisher(app).PublishAsync(Json("""{"id":"e1","type":"Elsa.Event","version":1,"eventName":{"expression":{"type":"Literal","value":"jamais"}}}"""));
        for (var number = 0; number < MigrateInstancesModel.MostLines; number++)
        {
            await Runtime(app).StartAsync(new StartRequest("essai"));
        }

        var second = """{"id":"e2","type":"Elsa.Event","version":1,"eventName":{"expression":{"type":"Literal","value":"jamais"}}}""";
        await Publisher(app).PublishAsync(Json(second));
        var movable = await Runtime(app).StartAsync(new StartRequest("essai"));
        await Publisher(app).PublishAsync(Json(second.Replace("jamais", "toujours", StringComparison.Ordinal)));
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Migrate("essai"));
        Assert.Equal([movable.Id], browser.Page.QuerySelectorAll("main input[name=Chosen]").Select(box => box.GetAttribute("value")));
        Assert.Contains("Une autre exécution n’est pas affichée", browser.Text, StringComparison.Ordinal);
        Assert.Equal(MigrateInstancesModel.MostLines - 1, browser.Page.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    public async Task Auditor_reads_and_changes_nothing()
    {
        await using var app = await FabriqueApp.StartAsync();
        await DraftAsync(app, definition => definition["description"] = "Autrement.");
        using var admin = await app.BrowseAsync("admin");
        using var auditor = await app.BrowseAsync("auditeur");
        foreach (var path in (string[])[ProcedureLinks.List, ProcedureLinks.Show(Candidature), ProcedureLinks.Verify(Candidature), ProcedureLinks.Publish(Candidature), ProcedureLinks.Compare(Candidature), ProcedureLinks.Migrate(Candidature)])
        {
            await auditor.GoAsync(path);
            Assert.Equal(HttpStatusCode.OK, auditor.Status);
            Assert.Empty(auditor.Page.QuerySelectorAll("main form[method=post]"));
        }

        await auditor.GoAsync(ProcedureLinks.Retract(Candidature));
        Assert.Equal(HttpStatusCode.Forbidden, auditor.Status);
        await auditor.GoAsync(ProcedureLinks.Delete(Candidature, 2));
        Assert.Equal(HttpStatusCode.Forbidden, auditor.Status);

        // The token is the auditor's own: only the right is missing.
        await admin.GoAsync(ProcedureLinks.Publish(Candidature));
        var publish = admin.Prepare("Publier la version 2");
        await auditor.GoAsync(ProcedureLinks.Publish(Candidature));
        var token = auditor.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var target in (string[])[ProcedureLinks.Publish(Candidature), ProcedureLinks.Migrate(Candidature), ProcedureLinks.Show(Candidature) + "?handler=Revert", ProcedureLinks.Show(Candidature) + "?handler=Adopt", ProcedureLinks.Show(Candidature) + "?handler=Keep"])
        {
            await auditor.SendAsync((publish with { Target = new Uri(app.Address, target) }).With("__RequestVerificationToken", token));
            Assert.Equal(HttpStatusCode.Forbidden, auditor.Status);
        }

        Assert.Empty(await AuditAsync(app, null));
        Assert.Equal(1, (await Definitions(app).GetPublishedAsync(Candidature))!.Version);
    }

    [Fact]
    public async Task Identifier_of_any_shape_has_its_pages_and_an_unknown_one_has_none()
    {
        await using var app = await FabriqueApp.StartAsync();

        // Longer than what the trail keeps of them.
        foreach (var end in (string[])["a", "b"])
        {
            await Definitions(app).SaveDraftAsync(WorkflowDocument.Parse($$$"""{"definitionId":"{{{new string('x', AuditEntry.EntityIdLength)}}}{{{end}}}","name":"Longue {{{end}}}"}"""));
        }

        const string Odd = "à côté & 100 % #1?";
        await Definitions(app).SaveDraftAsync(WorkflowDocument.Parse(new JsonObject { ["definitionId"] = Odd, ["name"] = "<b>Étrange</b>", ["root"] = new JsonObject { ["id"] = "r", ["type"] = "Elsa.WriteLine" } }.ToJsonString()));
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.List);
        await browser.FollowAsync("<b>Étrange</b>");
        Assert.Equal("<b>Étrange</b>", browser.Title);
        await browser.FollowAsync("Vérifier");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.GoAsync(ProcedureLinks.Publish(Odd));
        await browser.PressAsync("Publier la version 1");
        Assert.NotNull(await Definitions(app).GetPublishedAsync(Odd));

        foreach (var path in (string[])[ProcedureLinks.Show("rien"), ProcedureLinks.Verify("rien"), ProcedureLinks.Publish("rien"), ProcedureLinks.Compare("rien"), ProcedureLinks.Migrate("rien"), ProcedureLinks.Retract("rien"), ProcedureLinks.Delete("rien", 1), ProcedureLinks.Delete(Candidature, 9)])
        {
            await browser.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    private static WorkflowDefinitionStore Definitions(FabriqueApp app) => app.Services.GetRequiredService<WorkflowDefinitionStore>();

    private static WorkflowPublisher Publisher(FabriqueApp app) => app.Services.GetRequiredService<WorkflowPublisher>();

    private static IWorkflowRuntime Runtime(FabriqueApp app) => app.Services.GetRequiredService<IWorkflowRuntime>();

    private static WorkflowDocument Json(string root) => WorkflowDocument.Parse($$"""{"definitionId":"essai","name":"Essai","root":{{root}}}""");

    private static JsonObject Activity(JsonObject definition, string id) => definition["root"]!["activities"]!.AsArray().OfType<JsonObject>().Single(activity => (string?)activity["id"] == id);

    /// <summary>Saves the version in force, changed, as the draft.</summary>
    private static async Task DraftAsync(FabriqueApp app, Action<JsonObject> change)
    {
        var document = WorkflowDocument.Parse((await Definitions(app).GetPublishedAsync(Candidature))!.Json);
        change(document.Model);
        await Definitions(app).SaveDraftAsync(document);
    }

    private static Task<HttpStatusCode[]> SendAtOnceAsync(int times, PreparedForm form, string cookie) => AtOnce.RunAsync(times, async _ =>
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Target) { Content = new FormUrlEncodedContent(form.Values) };
        request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    });

    private static Task<List<AuditEntry>> AuditAsync(FabriqueApp app, string? action) => app.ReadAsync(db =>
        db.AuditEntries.Where(entry => entry.EntityType == ProcedureAudit.EntityType && (action == null || entry.Action == action)).ToListAsync());

    private static string Article(FormBrowser browser, string name) =>
        FormBrowser.Fold(browser.Page.QuerySelectorAll("main article").Single(article => article.QuerySelector("h2")!.TextContent.Trim() == name).TextContent);

    private static string Term(FormBrowser browser, string name, string term) => FormBrowser.Fold(browser.Page.QuerySelectorAll("main article")
        .Single(article => article.QuerySelector("h2")!.TextContent.Trim() == name)
        .QuerySelectorAll("dt")
        .Single(found => found.TextContent.Trim() == term)
        .NextElementSibling!.TextContent);

    private static string History(FormBrowser browser) => FormBrowser.Fold(browser.Page.QuerySelector("#historique + ul")?.TextContent ?? "");
}
