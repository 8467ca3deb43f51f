using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Messages;
using Fabrique.Web.Features.Messages.EditMessage;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Messages;

/// <summary>What administrators do with the messages, seen on the pages and in what leaves.</summary>
public sealed class MessagePagesTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Asked = "commun/tache-a-faire";
    private const string Receipt = "candidature/accuse-de-reception";

    [Theory, EngineData]
    public async Task What_is_saved_leaves_from_then_on_until_the_original_is_back(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await SaveAsync(browser, MessageLinks.Edit(Asked), "Notre tâche : {{ tache.titre }}", "Plus court.");
        Assert.Contains("Le message est enregistré", browser.Text, StringComparison.Ordinal);
        Assert.StartsWith("Notre tâche", await AskAsync(app), StringComparison.Ordinal);

        await SaveAsync(browser, MessageLinks.Edit(Asked), "Encore : {{ tache.titre }}", "");
        await browser.FollowAsync("Voir les versions");
        Assert.Equal(["2En vigueur", "1"], browser.Page.QuerySelectorAll("tbody tr").Select(row => FormBrowser.Fold(row.Children[0].TextContent).Replace(" ", "", StringComparison.Ordinal).Replace("Envigueur", "En vigueur", StringComparison.Ordinal)));
        Assert.Contains("Youssef Ajonc Plus court.", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Rétablir cette version 1");
        Assert.Contains("Le texte de la version 1 est de nouveau en vigueur.", browser.Text, StringComparison.Ordinal);
        Assert.StartsWith("Notre tâche", await AskAsync(app), StringComparison.Ordinal);

        await browser.PressAsync("Revenir au message d’origine");
        Assert.StartsWith("Une tâche vous attend", await AskAsync(app), StringComparison.Ordinal);
        Assert.Equal(4, browser.Page.QuerySelectorAll("tbody tr").Length);

        await browser.GoAsync(MessageLinks.Compare(Asked, MessageScope.Everywhere, 1, 2));
        Assert.Equal(["−Retiré : Objet : Notre tâche : {{ tache.titre }}", "+Ajouté : Objet : Encore : {{ tache.titre }}"], browser.Page.QuerySelectorAll("li:has(del), li:has(ins)").Select(line => FormBrowser.Fold(line.TextContent)));
    }

    [Theory, EngineData]
    public async Task The_second_of_two_is_told_and_keeps_their_text(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var first = await app.BrowseAsync("admin");
        using var second = await app.BrowseAsync("admin");
        await second.GoAsync(MessageLinks.Edit(Receipt));
        await SaveAsync(first, MessageLinks.Edit(Receipt), "Premier {{ candidature.reference }}", "");

        await second.PressAsync("Enregistrer", ("Subject", "Second {{ candidature.reference }}"));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("Youssef Ajonc a modifié ces informations", second.Text, StringComparison.Ordinal);
        Assert.Equal("Second {{ candidature.reference }}", ((IHtmlInputElement)second.Page.QuerySelector("[name=Subject]")!).Value);
        Assert.Contains("Retiré : Objet : Premier", second.Text, StringComparison.Ordinal);
        await second.PressAsync("Enregistrer");
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(["Premier {{ candidature.reference }}", "Second {{ candidature.reference }}"], await app.ReadAsync(db => db.Set<MessageRevision>().OrderBy(revision => revision.Number).Select(revision => revision.Subject!).ToListAsync()));
    }

    /// <summary>Beside the editor: every tag that may be written there, what it is, and an example of it.</summary>
    [Theory]
    [InlineData(Asked)]
    [InlineData(Receipt)]
    [InlineData("candidature/lettre-retenue")]
    public async Task Every_tag_stands_beside_the_editor_with_its_meaning_and_an_example(string key)
    {
        var app = await shared.OnAsync();
        var review = app.Services.GetRequiredService<MessageReview>();
        var message = app.Services.GetRequiredService<MessageCatalog>()[key];
        var expected = review.TagsOf(message).Select(tag => $"{{{{ {tag.Name} }}}} {tag.Meaning}{(review.IsSometimesUnknown(message, tag) ? ". Pas toujours connue" : "")} Exemple : {tag.Sample}").Select(FormBrowser.Fold).ToList();
        Assert.True(expected.Count > 5);
        Assert.Empty(message.Tags.Except(review.TagsOf(message).Select(tag => tag.Name)));
        foreach (var account in (string[])["admin", "auditeur"])
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(MessageLinks.Edit(key));
            var lines = browser.Page.QuerySelectorAll("section[aria-labelledby=balises] li");
            Assert.Equal(expected, lines.Select(line => FormBrowser.Fold(string.Join(' ', line.ChildNodes.Select(node => node.TextContent)))));
            Assert.All(lines, line => Assert.True(line.QuerySelector(".fr-hint-text")!.TextContent.Trim().Length > "Exemple : ".Length));
        }
    }

    [Theory]
    [InlineData("Subject", "", "Ce texte est vide.")]
    [InlineData("Subject", "{{ candidature.auteur }}", "La balise « candidature.auteur » n’existe pas.")]
    [InlineData("Body", "Un\n\n{% if candidature.titre %}", "Ligne\u00a03\u00a0: une condition")]
    [InlineData("Body", "Un\n{% for x in y %}{% endfor %}", "Ligne\u00a02\u00a0: l’instruction « for » n’est pas permise")]
    [InlineData("Body", " ", "Ce texte est vide.")]
    [InlineData("Body", "long", "pour 20")]
    public async Task What_would_fail_is_refused_beside_its_field_and_kept(string field, string typed, string reason)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        typed = typed == "long" ? new string('a', MessageText.BodyLength + 1) : typed;
        foreach (var button in (string[])["Enregistrer", "Vérifier", "M’envoyer un essai"])
        {
            await browser.GoAsync(MessageLinks.Edit(Receipt));

            await browser.PressAsync(button, (field, typed));

            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Contains(reason, browser.Page.QuerySelector($"#{field}-messages")!.TextContent, StringComparison.Ordinal);
            var control = browser.Page.QuerySelector($"[name={field}]")!;
            Assert.Equal(typed, control is IHtmlTextAreaElement area ? area.Value : ((IHtmlInputElement)control).Value);
        }

        Assert.Equal(0, await app.ReadAsync(db => db.MessageOverrides.CountAsync()));
    }

    [Theory, EngineData]
    public async Task A_message_is_verified_and_tried_with_a_real_case_without_being_saved(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(MessageLinks.Edit(Receipt));
        Assert.Contains("Montré avec l’exemple de", browser.Text, StringComparison.Ordinal);
        var option = browser.Page.QuerySelectorAll("[name=Case] option").OfType<IHtmlOptionElement>().First(option => option.Value.StartsWith("Application:", StringComparison.Ordinal));
        var reference = option.Text.Split(" – ")[0].Split('\u00a0')[^1].Replace(": ", "", StringComparison.Ordinal).Trim();
        var story = await app.ReadAsync(db => db.TimelineEntries.CountAsync());

        await browser.PressAsync("Vérifier", ("Case", option.Value), ("Subject", "Vu : {{ candidature.reference }}"), ("Preheader", "Merci"));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"Objet : Vu : {reference}", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        var frame = browser.Page.QuerySelector("iframe")!;
        Assert.Equal("", frame.GetAttribute("sandbox"));
        var mail = new HtmlParser().ParseDocument(frame.GetAttribute("srcdoc")!);
        Assert.Equal($"Vu\u00a0: {reference}", mail.QuerySelector("h1")!.TextContent);
        Assert.Equal("Merci", mail.QuerySelector(".apercu")!.TextContent);

        var trial = browser.Prepare("M’envoyer un essai");
        await browser.SendAsync(trial);
        await browser.SendAsync(trial);

        Assert.Contains("L’essai part à votre adresse", browser.Text, StringComparison.Ordinal);
        var sent = Assert.Single(await app.ReadAsync(db => db.OutgoingMails.Where(one => one.SubjectKind == SendTrialHandler.About).ToListAsync()));
        Assert.Equal($"[Essai] Vu\u00a0: {reference}", sent.Subject);
        Assert.Equal("Youssef Ajonc", sent.ToName);
        Assert.StartsWith("Ceci est un essai", sent.TextBody, StringComparison.Ordinal);
        Assert.Equal(MailStatus.Pending, sent.Status);
        Assert.Equal(story, await app.ReadAsync(db => db.TimelineEntries.CountAsync()));
        Assert.Equal(0, await app.ReadAsync(db => db.MessageOverrides.CountAsync()));
    }

    [Theory, EngineData]
    public async Task A_message_that_is_cut_does_not_leave_and_the_staff_reads_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(MessageLinks.Switch(Asked));
        await browser.PressAsync("Couper ce message", ("Why", ""));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.PressAsync("Couper ce message", ("Why", "Doublon avec la réunion."));
        Assert.Contains("Ce message est coupé : personne ne le reçoit", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Doublon avec la réunion.", browser.Text, StringComparison.Ordinal);

        Assert.Null(await AskAsync(app));
        var told = await app.ReadAsync(db => db.TimelineEntries.OrderByDescending(entry => entry.Id).FirstAsync(entry => entry.Sentence.StartsWith("Message coupé")));
        Assert.Contains("Vérifier le budget", told.Sentence, StringComparison.Ordinal);
        Assert.True(told.IsInternal);

        await browser.GoAsync("/administration/messages?etat=coupe");
        Assert.Equal(MessageLinks.Edit(Asked), Assert.Single(browser.Page.QuerySelectorAll("tbody a")).GetAttribute("href"));
        await browser.GoAsync(MessageLinks.Switch(Asked));
        await browser.PressAsync("Remettre en service");
        Assert.StartsWith("Une tâche vous attend", await AskAsync(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_of_a_decision_cannot_be_cut()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(MessageLinks.Switch(Asked));
        var form = browser.Prepare("Couper ce message", ("Why", "Inutile."));
        const string Letter = "candidature/lettre-non-retenue";
        await browser.GoAsync(MessageLinks.Switch(Letter));
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));

        await browser.SendAsync(form with { Target = new Uri(app.Address, MessageLinks.Switch(Letter)) });

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("il ne peut pas être coupé", browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.ReadAsync(db => db.MessageOverrides.CountAsync()));
    }

    [Theory, EngineData]
    public async Task A_procedure_may_have_its_own_text_of_a_shared_message(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DrawnTaskTests.PublishAsync(app, "Equipe");
        using var browser = await app.BrowseAsync("admin");
        await SaveAsync(browser, MessageLinks.Edit(Asked), "Partout : {{ tache.titre }}", "");
        await SaveAsync(browser, MessageLinks.Edit(Asked, "budget"), "Budget : {{ tache.titre }}", "");
        await SaveAsync(browser, MessageLinks.Edit("commun/relance-tache", "budget"), "Rappel du budget : {{ tache.titre }}", "");

        Assert.StartsWith("Budget", await AskAsync(app), StringComparison.Ordinal);
        var task = await app.ReadAsync(db => db.WorkItems.OrderByDescending(item => item.Id).FirstAsync(item => item.Title == "Vérifier le budget"));
        await app.JumpAsync(task.DueAt.AddDays(1));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DueItemsJob<TaskReminders>>().RunAsync(CancellationToken.None);
        }

        Assert.True(await app.ReadAsync(db => db.OutgoingMails.AnyAsync(mail => mail.Subject == "Rappel du budget\u00a0: Vérifier le budget")));
        await browser.GoAsync(MessageLinks.Versions(Asked, "budget"));
        await browser.PressAsync("Revenir au message de toutes les procédures");
        Assert.StartsWith("Partout", await AskAsync(app), StringComparison.Ordinal);

        // Cut everywhere is cut there too; a message of one procedure has no scope.
        await browser.GoAsync(MessageLinks.Switch(Asked));
        await browser.PressAsync("Couper ce message", ("Why", "Doublon."));
        Assert.Null(await AskAsync(app));
        foreach (var path in new[] { MessageLinks.Edit(Receipt, "budget"), MessageLinks.Edit("commun/incidents", "budget"), MessageLinks.Edit(Asked, "inconnue"), MessageLinks.Edit("commun/inconnu") })
        {
            await browser.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Theory, EngineData]
    public async Task The_most_precise_text_is_written_for_a_step_for_a_call_and_for_both(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DrawnTaskTests.PublishAsync(app, "Equipe");
        using var browser = await app.BrowseAsync("admin");
        var (call, other) = await app.ReadAsync(async db =>
        {
            var own = await db.Applications.Where(application => application.Title.StartsWith("Passerelle")).Select(application => application.CallId).SingleAsync();
            return (MessageScope.OfCases("Call", own), MessageScope.OfCases("Call", await db.Calls.Where(one => one.Id != own).Select(one => one.Id).FirstAsync()));
        });
        var scopes = new[] { new MessageScope("budget"), new MessageScope("budget", "check"), new MessageScope("", "", call), new MessageScope("budget", "check", call) };
        foreach (var (scope, name) in scopes.Zip(["Procédure", "Étape", "Appel", "Étape et appel"]))
        {
            await SaveAsync(browser, MessageLinks.Edit(Asked, scope), $"{name} {{{{ tache.titre }}}}", "");
            Assert.Equal($"{name} Vérifier le budget", await AskAsync(app));
        }

        // What is of another call, or of another step, is not written here.
        await SaveAsync(browser, MessageLinks.Edit(Asked, new MessageScope("budget", "check", other)), "Ailleurs {{ tache.titre }}", "");
        await SaveAsync(browser, MessageLinks.Edit(Asked, new MessageScope("budget", "next")), "Plus loin {{ tache.titre }}", "");
        foreach (var (scope, expected) in scopes.Reverse().Zip(["Appel", "Étape", "Procédure", "Une tâche vous attend"]))
        {
            await browser.GoAsync(MessageLinks.Versions(Asked, scope));
            await browser.PressAsync(browser.Page.QuerySelectorAll("main button").Select(button => FormBrowser.Fold(button.TextContent)).Single(text => text.StartsWith("Revenir au message", StringComparison.Ordinal)));
            Assert.StartsWith(expected, await AskAsync(app), StringComparison.Ordinal);
        }

        // Cut for the call: nothing leaves for it.
        await browser.GoAsync(MessageLinks.Switch(Asked, new MessageScope("", "", call)));
        await browser.PressAsync("Couper ce message", ("Why", "Une réunion."));
        Assert.Contains("pour « Un appel à candidatures", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        Assert.Null(await AskAsync(app));

        foreach (var scope in new[] { new MessageScope("budget", "inconnue"), new MessageScope("", "", "Call:rien"), new MessageScope("", "", MessageScope.OfCases("Call", Guid.CreateVersion7())) })
        {
            await browser.GoAsync(MessageLinks.Edit(Asked, scope));
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Fact]
    public async Task A_message_that_a_step_sends_may_have_the_text_of_that_step()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(MessageLinks.Edit(Receipt, "candidature"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var step = Assert.Single(browser.Page.QuerySelectorAll("[name=etape] option").OfType<IHtmlOptionElement>(), option => option.Value.Length > 0);
        await SaveAsync(browser, MessageLinks.Edit(Receipt, new MessageScope("candidature", step.Value)), "De cette étape {{ candidature.reference }}", "");
        Assert.Contains(step.Text, browser.Text, StringComparison.Ordinal);
        Assert.Equal(("candidature", step.Value), await app.ReadAsync(async db => (await db.MessageOverrides.SingleAsync()) is var message ? (message.Procedure, message.Step) : default));
    }

    [Theory, EngineData]
    public async Task A_simulation_reads_what_is_in_force(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync("/administration/circuits/candidature/simulation");
        Assert.DoesNotContain("Simulé", browser.Text, StringComparison.Ordinal);
        await SaveAsync(browser, MessageLinks.Edit(Receipt), "Simulé {{ candidature.reference }}", "");
        await browser.GoAsync("/administration/circuits/candidature/simulation");
        Assert.Contains("Simulé", browser.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task An_upgrade_that_ships_another_text_is_told_where_ours_stands(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await SaveAsync(browser, MessageLinks.Edit(Receipt), "Le nôtre", "");
        Assert.DoesNotContain("a changé depuis", browser.Text, StringComparison.Ordinal);
        await app.ReadAsync(db => db.Set<MessageRevision>().ExecuteUpdateAsync(set => set.SetProperty(revision => revision.Shipped, "Objet : Un ancien objet\nAperçu : ")));

        await browser.GoAsync(MessageLinks.Edit(Receipt));

        Assert.Contains("Le message d’origine a changé depuis que vous l’avez modifié", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Objet : Un ancien objet", Assert.Single(browser.Page.QuerySelectorAll("del")).TextContent);
        Assert.Contains("Objet : Nous avons bien reçu votre candidature {{ candidature.reference }}", browser.Page.QuerySelectorAll("ins").Select(line => line.TextContent));
    }

    [Fact]
    public async Task An_auditor_reads_and_changes_nothing()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var admin = await app.BrowseAsync("admin");
        await SaveAsync(admin, MessageLinks.Edit(Receipt), "Le nôtre", "");
        await admin.GoAsync(MessageLinks.Edit(Receipt));
        using var auditor = await app.BrowseAsync("auditeur");
        foreach (var path in new[] { "/administration/messages", MessageLinks.Edit(Receipt), MessageLinks.Versions(Receipt) })
        {
            await auditor.GoAsync(path);
            Assert.Equal(HttpStatusCode.OK, auditor.Status);
            Assert.Empty(auditor.Page.QuerySelectorAll("main form[method=post]"));
        }

        await auditor.GoAsync(MessageLinks.Edit(Receipt));
        Assert.Contains("Le nôtre", auditor.Text, StringComparison.Ordinal);
        Assert.NotNull(auditor.Page.QuerySelector("iframe[srcdoc]"));
    }

    [Fact]
    public async Task Messages_are_found_by_their_words_and_by_what_became_of_them()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        await SaveAsync(browser, MessageLinks.Edit(Receipt), "Bien arrivée", "");

        await browser.GoAsync("/administration/messages");
        Assert.Equal(["Appel", "Candidature", "Communs à plusieurs procédures", "Incubation", "Jury"], browser.Page.QuerySelectorAll("main h2").Select(heading => heading.TextContent));
        await browser.GoAsync("/administration/messages?recherche=ARRIVEE");
        Assert.Equal("Bien arrivée", Assert.Single(browser.Page.QuerySelectorAll("tbody a")).TextContent);
        Assert.Contains("Modifié le 12 janvier 2026 à 10 h par Youssef Ajonc", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync("/administration/messages?etat=coupe");
        Assert.Contains("Aucun message", browser.Text, StringComparison.Ordinal);
    }

    private static async Task SaveAsync(FormBrowser browser, string path, string subject, string why)
    {
        await browser.GoAsync(path);
        await browser.PressAsync("Enregistrer", ("Subject", subject), ("Why", why));
        Assert.True(browser.Status is HttpStatusCode.OK, browser.Text);
    }

    /// <summary>A procedure asks the team for a task.</summary>
    /// <returns>The subject of the mails that ask; null when none was written.</returns>
    private static async Task<string?> AskAsync(FabriqueApp app)
    {
        await DrawnTaskTests.PublishAsync(app, "Equipe");
        var before = await app.ReadAsync(db => db.OutgoingMails.Select(mail => mail.Id).ToListAsync());
        await DrawnTaskTests.RunAsync(app, await DrawnTaskTests.ApplicationAsync(app));
        return await app.ReadAsync(db => db.OutgoingMails.Where(mail => !before.Contains(mail.Id) && mail.Template == Asked).Select(mail => mail.Subject).Distinct().SingleOrDefaultAsync());
    }
}
