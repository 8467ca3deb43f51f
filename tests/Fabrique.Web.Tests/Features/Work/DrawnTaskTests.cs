using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>A task that an administrator draws, from the drawing to the person and back.</summary>
public sealed class DrawnTaskTests
{
    private const string Form = "Montant : nombre obligatoire\nÉchéance : date\nAvis technique : choix obligatoire (Favorable | Réservé)\nPrécisions : texte long\nRisque : choix (1 | 2 | 3 | 4 | 5 | 6 | 7)\nNom du contact : texte\nJ’ai lu la charte : case obligatoire";

    [Theory]
    [EngineData]
    public async Task What_is_drawn_reaches_the_person_and_their_answers_go_on_in_the_procedure(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await StartAsync(app, "Applicant");
        Assert.Equal(ParisTime.ToUtc(new DateOnly(2026, 1, 19), new TimeOnly(23, 59)), task.DueAt);
        Assert.Contains(await MailsAsync(app, task), mail => mail.Template == "commun/tache-a-faire" && mail.Subject.Contains("Vérifier le budget", StringComparison.Ordinal));

        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync("/mon-espace");
        await browser.FollowAsync("Traiter : Vérifier le budget");
        Assert.Equal(TaskLinks.Open(task.Id), browser.Address.AbsolutePath);
        Assert.Equal("Vérifier le budget", browser.Title);
        Assert.Contains("19 janvier 2026", browser.Text, StringComparison.Ordinal);
        Assert.Equal("tout", browser.Page.QuerySelector("main section strong")!.TextContent);
        Assert.Equal("Étapes", browser.Page.QuerySelector("main section h2")!.TextContent);
        Assert.Empty(browser.Page.QuerySelectorAll("main script, main img"));

        await browser.PressAsync("Enregistrer ma réponse", ("Answers[montant]", "beaucoup"), ("Answers[precisions]", "Un texte gardé."), ("Comment", "Un commentaire gardé."));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        var errors = browser.Page.QuerySelectorAll("#erreurs a").Cast<IHtmlAnchorElement>().ToList();
        Assert.Equal(
            ["« Montant » : écrivez un nombre, par exemple 1 234,50.", "Répondez à « Avis technique ».", "Cochez « J’ai lu la charte » pour continuer.", "Choisissez l’issue de la tâche."],
            errors.Select(error => error.TextContent));
        Assert.All(errors, error => Assert.NotNull(browser.Page.GetElementById(error.Hash.TrimStart('#'))));
        Assert.Equal("beaucoup", ((IHtmlInputElement)browser.Page.QuerySelector("[name='Answers[montant]']")!).Value);
        Assert.Contains("Un texte gardé.", browser.Page.QuerySelector("textarea[name='Answers[precisions]']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Un commentaire gardé.", browser.Page.QuerySelector("textarea[name=Comment]")!.TextContent, StringComparison.Ordinal);

        await browser.SendAsync(browser.Prepare("Enregistrer ma réponse", Answered).With("Outcome", "Peut-être"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.NotNull(browser.Page.QuerySelector("main .fr-fieldset--error [name=Outcome]"));

        await browser.PressAsync("Enregistrer ma réponse", [.. Answered, ("Outcome", "Non")]);
        Assert.Equal("/mon-espace", browser.Address.AbsolutePath);
        Assert.Contains("La tâche est faite", browser.Text, StringComparison.Ordinal);

        var done = await TaskAsync(app, "Suite Non 1234.5 Favorable true null Fait.");
        Assert.Equal("CompletedBy", done.Instructions);
        Assert.Equal(task.AssigneeId, done.AssigneeId);

        await browser.GoAsync(TaskLinks.Open(task.Id));
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        Assert.Contains("Cette tâche a déjà été faite le 12 janvier 2026", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rien n’a été enregistré", browser.Text, StringComparison.Ordinal);
        var told = browser.Page.QuerySelectorAll("main .dsfr-summary-list__row").ToDictionary(row => row.QuerySelector("dt")!.TextContent, row => FormBrowser.Fold(row.QuerySelector("dd")!.TextContent));
        Assert.StartsWith("Kenza Fauvette, le 12 janvier 2026", told["Faite par"], StringComparison.Ordinal);
        Assert.Equal(("Non", "1234,50", "Oui", "Non renseigné"), (told["Issue"], told["Montant"], told["J’ai lu la charte"], told["Échéance"]));
        Assert.Contains("Fait.", browser.Text, StringComparison.Ordinal);

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync($"/candidatures/{await ReferenceAsync(app, task)}");
        Assert.Contains("Tâche faite : « Vérifier le budget », issue « Non ».", team.Text, StringComparison.Ordinal);
        Assert.Contains("Suite Non 1234.5", team.Text, StringComparison.Ordinal);
        await browser.GoAsync($"/candidatures/{await ReferenceAsync(app, task)}");
        Assert.DoesNotContain("issue « Non »", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_done_twice_says_so_and_keeps_what_was_typed()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await StartAsync(app, "Equipe");
        using var first = await app.BrowseAsync("equipe");
        using var second = await app.BrowseAsync("equipe");
        await first.GoAsync(TaskLinks.Open(task.Id));
        await second.GoAsync(TaskLinks.Open(task.Id));
        await first.PressAsync("Enregistrer ma réponse", [.. Answered, ("Outcome", "Oui")]);
        await second.PressAsync("Enregistrer ma réponse", [.. Answered, ("Outcome", "Non"), ("Answers[precisions]", "Trop tard.")]);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("Cette tâche a déjà été faite le 12 janvier 2026", second.Text, StringComparison.Ordinal);
        Assert.Contains("Rien n’a été enregistré de nouveau.", second.Text, StringComparison.Ordinal);
        Assert.Contains("Trop tard.", second.Text, StringComparison.Ordinal);
        Assert.Equal("Oui", await app.ReadAsync(db => db.WorkItems.Where(item => item.Id == task.Id).Select(item => item.Outcome).SingleAsync()));
    }

    [Fact]
    public async Task A_refusal_in_one_tab_does_not_tell_the_success_of_another()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await StartAsync(app, "Equipe");
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(TaskLinks.Open(task.Id));
        var (first, second) = (browser.Prepare("Enregistrer ma réponse", [.. Answered, ("Outcome", "Oui")]), browser.Prepare("Enregistrer ma réponse", [.. Answered, ("Outcome", "Non")]));
        await browser.SendWithoutFollowingAsync(first);
        await browser.SendAsync(second);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.DoesNotContain("La tâche est faite, merci.", browser.Text, StringComparison.Ordinal);

        // It is for the page to which the first leads.
        await browser.GoAsync("/taches");
        Assert.Contains("La tâche est faite, merci.", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>As a program that read another language of forms may have kept it.</summary>
    [Fact]
    public async Task A_form_that_cannot_be_read_is_shown_as_it_is_and_the_task_is_done_without_it()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await StartAsync(app, "Equipe");
        var form = """{"text":"Montant : beaucoup"}""";
        await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"update work_items set form = {form} where id = {task.Id}"));
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(TaskLinks.Open(task.Id));
        Assert.Contains("Montant : beaucoup", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("[name^=Answers]"));
        await browser.PressAsync("Enregistrer ma réponse", ("Outcome", "Oui"));
        Assert.Equal("/mon-espace", browser.Address.AbsolutePath);
        await browser.GoAsync(TaskLinks.Open(task.Id));
        Assert.Contains("Montant : beaucoup", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_no_longer_awaited_says_so()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await StartAsync(app, "Equipe");
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(TaskLinks.Open(task.Id));
        var form = browser.Prepare("Enregistrer ma réponse", [.. Answered, ("Outcome", "Oui")]);
        await app.Services.GetRequiredService<IWorkflowRuntime>().CancelAsync(task.WorkflowInstanceId);
        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Cette tâche n’est plus attendue. Rien n’a été enregistré.", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(TaskLinks.Open(task.Id));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Cette tâche n’est plus attendue.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Rien n’a été enregistré", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
    }

    /// <summary>Due on Monday 19 January: recalled on Friday 16; three working days after, on Thursday 22, the administration is told, once.</summary>
    [Theory]
    [EngineData]
    public async Task Reminders_leave_and_somebody_is_told_once_that_it_is_overdue(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await StartAsync(app, "Applicant");
        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 22), new TimeOnly(8, 59)));
        Assert.Equal(["commun/relance-tache", "commun/tache-a-faire"], (await MailsAsync(app, task)).Select(mail => mail.Template).Order(StringComparer.Ordinal));

        await app.JumpAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 23), new TimeOnly(9, 0)));
        await AtOnce.RunAsync(8, async _ =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DueItemsJob<TaskReminders>>().RunAsync(CancellationToken.None);
            return true;
        });
        var told = Assert.Single(await MailsAsync(app, task), mail => mail.Template == "commun/tache-en-retard");
        Assert.Equal("Youssef Ajonc", told.ToName);
        Assert.Contains("Kenza Fauvette", told.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Directeur", null, null)]
    [InlineData("js:'SOLENE.aubepine@' + 'fabrique.example'", "Solène Aubépine", null)]
    [InlineData("js:'personne@fabrique.example'", null, "« personne@fabrique.example » n’est ni un rôle")]
    [InlineData("js:'Directrice'", null, "« Directrice » n’est ni un rôle")]
    [InlineData("ProductCoach", null, "ne porte pas sur un produit")]
    public async Task Whoever_the_drawing_names_is_asked_or_an_incident_says_why_not(string assignee, string? person, string? incident)
    {
        await using var app = await FabriqueApp.StartAsync();
        await PublishAsync(app, assignee);
        var instance = await RunAsync(app, await ApplicationAsync(app));
        var item = await app.ReadAsync(db => db.WorkItems.SingleOrDefaultAsync(item => item.WorkflowInstanceId == instance));
        if (incident is not null)
        {
            Assert.Null(item);
            var outlook = await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instance);
            Assert.Contains(incident, Assert.Single(outlook!.Incidents).Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(person is null ? assignee : null, item!.AssigneeRole);
        Assert.Equal(person, await app.ReadAsync(db => db.StaffMembers.Where(known => known.Id == item.AssigneeId).Select(known => known.FullName).SingleOrDefaultAsync()));
    }

    [Fact]
    public async Task Whoever_has_a_part_in_a_product_is_asked_by_that_part()
    {
        await using var app = await FabriqueApp.StartAsync();
        var product = await app.ReadAsync(db => db.Products.Include(product => product.Missions).SingleAsync(product => product.Ghid == "ombrelle"));
        foreach (var (part, role) in new[] { ("Applicant", MissionRole.Intrapreneur), ("ProductCoach", MissionRole.Coach), ("ProductDeveloper", MissionRole.Developer) })
        {
            await PublishAsync(app, part);
            var instance = await RunAsync(app, new Subject(ProductSubject.SubjectCode, product.Id).ToCorrelationId());
            Assert.Equal(product.Holder(role), (await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instance))).AssigneeId);
        }
    }

    [Fact]
    public async Task Somebody_who_left_is_not_asked()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.ReadAsync(async db =>
        {
            (await db.StaffMembers.SingleAsync(person => person.FullName == "Kenza Fauvette")).Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
            return await db.SaveChangesAsync();
        });
        await PublishAsync(app, "Applicant");
        var outlook = await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(await RunAsync(app, await ApplicationAsync(app)));
        Assert.Equal("Kenza Fauvette n’a plus de compte actif : confiez la tâche à quelqu’un d’autre.", Assert.Single(outlook!.Incidents).Message);
    }

    /// <summary>Directories write addresses with capitals as they please.</summary>
    [Theory]
    [EngineData]
    public async Task An_address_is_found_whatever_its_case_in_the_directory(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.ReadAsync(async db =>
        {
            var person = await db.StaffMembers.SingleAsync(person => person.FullName == "Kenza Fauvette");
            person.RecordSignIn(person.FullName, "Kenza.FAUVETTE@fabrique.example", person.RolesAt(app.Now), app.Now);
            return await db.SaveChangesAsync();
        });
        await PublishAsync(app, "kenza.Fauvette@fabrique.example");
        var instance = await RunAsync(app, null);
        Assert.Equal("Kenza Fauvette", await app.ReadAsync(db => db.StaffMembers
            .Where(person => db.WorkItems.Any(item => item.WorkflowInstanceId == instance && item.AssigneeId == person.Id))
            .Select(person => person.FullName)
            .SingleOrDefaultAsync()));
    }

    /// <summary>Its message is the one drawn; those who may not open what it is about read its name only.</summary>
    [Fact]
    public async Task The_message_is_the_one_drawn_and_the_task_leads_to_its_subject_those_who_may_read_it()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync("relecture", [], [Drawing.Node("t", "Fabrique.Task", ("title", Drawing.Literal("Relire")), ("assignee", Drawing.Literal("Coach")), ("outcomes", Drawing.Json("""["Fait"]""")), ("message", Drawing.Literal("commun/relance-tache")))]);
        var started = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("relecture") { CorrelationId = await ApplicationAsync(app) });
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == started.Id));
        Assert.Equal(["commun/relance-tache"], (await MailsAsync(app, task)).Select(mail => mail.Template).Distinct());
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(TaskLinks.Open(task.Id));
        Assert.Contains(await ReferenceAsync(app, task), coach.Text, StringComparison.Ordinal);
        Assert.Empty(coach.Page.QuerySelectorAll("main a[href^='/candidatures/']"));
    }

    /// <summary>A procedure that is about nothing: its tasks are about itself.</summary>
    [Fact]
    public async Task A_procedure_about_nothing_may_ask_too()
    {
        await using var app = await FabriqueApp.StartAsync();
        await PublishAsync(app, "Equipe");
        var instance = await RunAsync(app, null);
        var item = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instance));
        Assert.Equal(Subject.Procedure, item.SubjectKind);
        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 26), new TimeOnly(9, 0)));
        Assert.Equal(
            ["commun/relance-tache 2026-01-16", "commun/tache-a-faire 2026-01-12", "commun/tache-en-retard 2026-01-22"],
            (await MailsAsync(app, item)).Select(mail => $"{mail.Template} {mail.CreatedAt:yyyy-MM-dd}").Distinct().Order(StringComparer.Ordinal));
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(TaskLinks.Open(item.Id));
        await browser.PressAsync("Enregistrer ma réponse", [.. Answered, ("Outcome", "Oui")]);
        Assert.Equal("/mon-espace", browser.Address.AbsolutePath);
        Assert.Equal(WorkflowStatus.Finished, (await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instance))!.Instance.Status);
    }

    private static readonly (string Name, string Value)[] Answered =
        [("Answers[montant]", "1 234,50"), ("Answers[avis-technique]", "Favorable"), ("Answers[j-ai-lu-la-charte]", "true"), ("Comment", "Fait.")];

    /// <summary>Publishes a task followed, by one of its outcomes, by another whose title tells what came of it; and asks it about an application.</summary>
    internal static async Task<WorkItem> StartAsync(FabriqueApp app, string assignee)
    {
        await PublishAsync(app, assignee);
        await RunAsync(app, await ApplicationAsync(app));
        return await TaskAsync(app, "Vérifier le budget");
    }

    internal static Task PublishAsync(FabriqueApp app, string assignee) => app.PublishAsync(
        "budget",
        ["Outcome", "CompletedBy", "Comment", "Answers"],
        [
            Drawing.Node(
                "check",
                "Fabrique.Task",
                ("title", Drawing.Literal("Vérifier le budget")),
                ("instructions", Drawing.Literal("# Étapes\n\nLire **tout**.<script>alert(1)</script>\n\n![x](https://ailleurs.example/x.png)")),
                ("assignee", assignee.StartsWith("js:", StringComparison.Ordinal) ? Drawing.Js(assignee[3..]) : Drawing.Literal(assignee)),
                ("reminders", Drawing.Literal("J-3")),
                ("escalateTo", Drawing.Literal("Administrateur")),
                ("outcomes", Drawing.Json("""["Oui", "Non"]""")),
                ("form", Drawing.Literal(Form)),
                ("outcome", Drawing.To("Outcome")),
                ("completedBy", Drawing.To("CompletedBy")),
                ("comment", Drawing.To("Comment")),
                ("answers", Drawing.To("Answers"))),
            Drawing.Node(
                "next",
                "Fabrique.Task",
                ("title", Drawing.Js("`Suite ${variables.Outcome} ${variables.Answers['Montant']} ${variables.Answers['Avis technique']} ${variables.Answers['J’ai lu la charte']} ${variables.Answers['Échéance']} ${variables.Comment}`")),
                ("instructions", Drawing.Literal("CompletedBy")),
                ("assignee", Drawing.Js("variables.CompletedBy")),
                ("outcomes", Drawing.Json("""["Fait"]"""))),
        ],
        "check.Non -> next");

    internal static async Task<string> RunAsync(FabriqueApp app, string? correlationId)
    {
        var started = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("budget") { CorrelationId = correlationId });
        return started.Id;
    }

    internal static async Task<WorkItem> PublishAndRunAsync(FabriqueApp app, string assignee, string? about)
    {
        await PublishAsync(app, assignee);
        var instance = await RunAsync(app, about);
        return await app.ReadAsync(db => db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.WorkflowInstanceId == instance));
    }

    internal static async Task<string> ApplicationAsync(FabriqueApp app)
    {
        var id = await app.ReadAsync(db => db.Applications.Where(application => application.Title.StartsWith("Passerelle")).Select(application => application.Id).SingleAsync());
        return new Subject(ApplicationSubject.SubjectCode, id).ToCorrelationId();
    }

    private static Task<WorkItem> TaskAsync(FabriqueApp app, string title) => app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Title.StartsWith(title)));

    private static Task<List<OutgoingMail>> MailsAsync(FabriqueApp app, WorkItem task) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template.StartsWith("commun/") && mail.Subject.Contains(task.Title)).ToListAsync());

    private static Task<string> ReferenceAsync(FabriqueApp app, WorkItem task) =>
        app.ReadAsync(db => db.Applications.Where(application => application.Id == task.SubjectId).Select(application => application.Reference).SingleAsync());
}
