using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Domain;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Reminders;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Features.Panels;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Reminders;

/// <summary>Reminders that have a name. The demonstration's day is Monday 12 January 2026.</summary>
public sealed class PolicyPagesTests
{
    [Theory]
    [EngineData]
    public async Task What_is_asked_under_a_policy_follows_its_changes_once_they_were_shown(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Deux rappels"), ("Text", "J-5, J-2"), ("EscalatesTo", "Equipe"), ("EscalatesAfter", "3"));
        Assert.Contains("La politique est enregistrée", admin.Text, StringComparison.Ordinal);
        Assert.Contains("J-5, J-2 ; 3 jours ouvrés après, prévenir", admin.Text, StringComparison.Ordinal);

        // Due on Monday 26 January, ten working days later: 21 and 23 January, then the 29th.
        await app.PublishAsync("rappels", [], [Drawing.Node("demande", "Fabrique.Task", ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("[\"Faite\"]")), ("title", Drawing.Literal("Relire la charte")), ("workingDays", Drawing.Js("10")), ("reminderPolicy", Drawing.Literal("Deux rappels")), ("reminders", Drawing.Literal("J-1")))]);
        var instance = (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("rappels"), TestContext.Current.CancellationToken)).Id;
        Assert.Equal(["01-21", "01-23", "retard 01-29"], await PlannedAsync(app, instance));

        var policy = await app.ReadAsync(db => db.ReminderPolicies.SingleAsync());
        await admin.GoAsync(PolicyLinks.Edit(policy.Id));
        await admin.PressAsync("Voir ce qui change et enregistrer", ("Text", "J-2, J"), ("EscalatesTo", ""));
        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
        Assert.Contains("Une tâche ouverte change de relances", admin.Text, StringComparison.Ordinal);
        Assert.Contains("23 janvier 2026, 26 janvier 2026", admin.Text, StringComparison.Ordinal);
        Assert.Equal(["01-21", "01-23", "retard 01-29"], await PlannedAsync(app, instance));

        // What was read is what is applied: another change is shown again.
        await admin.PressAsync("Enregistrer ces changements", ("Text", "J"));
        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
        await admin.PressAsync("Enregistrer ces changements");
        Assert.Contains("les relances à venir la suivent", admin.Text, StringComparison.Ordinal);
        Assert.Equal(["01-26"], await PlannedAsync(app, instance));
    }

    [Fact]
    public async Task What_was_sent_stays_and_what_would_be_past_is_not_made_up_for()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Deux rappels"), ("Text", "J-5, J-2"));
        await app.PublishAsync("rappels", [], [Drawing.Node("demande", "Fabrique.Task", ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("[\"Faite\"]")), ("title", Drawing.Literal("Relire la charte")), ("workingDays", Drawing.Js("10")), ("reminderPolicy", Drawing.Literal("Deux rappels")))]);
        var instance = (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("rappels"), TestContext.Current.CancellationToken)).Id;
        await app.TravelAsync(new DateTime(2026, 1, 21, 12, 0, 0, DateTimeKind.Utc));

        var policy = await app.ReadAsync(db => db.ReminderPolicies.SingleAsync());
        await admin.GoAsync(PolicyLinks.Edit(policy.Id));
        await admin.PressAsync("Voir ce qui change et enregistrer", ("Text", "J-10, J-6, J"));
        await admin.PressAsync("Enregistrer ces changements");
        Assert.Equal(["01-21 envoyée", "01-26"], await PlannedAsync(app, instance));
    }

    [Theory]
    [EngineData]
    public async Task A_part_in_what_the_task_is_about_is_told_of_its_lateness_and_so_is_a_person(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Au coach"), ("Text", "J"), ("EscalatesTo", "ProductCoach"), ("EscalatesAfter", "3"));
        Assert.Contains("J ; 3 jours ouvrés après, prévenir le coach du produit.", admin.Text, StringComparison.Ordinal);

        await app.PublishAsync("rappels", [], [Asked("Au coach")]);
        var product = await app.ReadAsync(db => db.Products.Where(product => product.Ghid == "haie-vive").Select(product => product.Id).SingleAsync());
        var instance = await StartAsync(app, "rappels", new Subject("Product", product));
        Assert.Equal("Daphné Lavande", await ToldAsync(app, instance));

        var policy = await app.ReadAsync(db => db.ReminderPolicies.SingleAsync());
        await admin.GoAsync(PolicyLinks.Edit(policy.Id));
        await admin.PressAsync("Voir ce qui change et enregistrer", ("EscalatesTo", ""), ("EscalatesToPerson", "Octave Tamaris"));
        Assert.Contains("Une tâche ouverte change de relances", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Enregistrer ces changements");
        Assert.Contains("prévenir octave.tamaris@fabrique.example.", admin.Text, StringComparison.Ordinal);
        Assert.Equal("Octave Tamaris", await ToldAsync(app, instance));
        await admin.GoAsync(PolicyLinks.Edit(policy.Id));
        Assert.Equal("octave.tamaris@fabrique.example", admin.Page.QuerySelector("[name=EscalatesToPerson]")!.GetAttribute("value"));

        // Due on Monday 26 January.
        await app.TravelAsync(new DateTime(2026, 1, 30, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal("Octave Tamaris", await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "commun/tache-en-retard").Select(mail => mail.ToName).SingleAsync()));
    }

    [Theory]
    [EngineData]
    public async Task A_policy_tells_whoever_presides_the_jury_of_lateness(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "À la présidence"), ("Text", "J"), ("EscalatesTo", PanelSubject.ChairCode), ("EscalatesAfter", "3"));
        Assert.Contains("J ; 3 jours ouvrés après, prévenir la présidence du jury.", admin.Text, StringComparison.Ordinal);

        await app.PublishAsync("rappels", [], [Asked("À la présidence")]);
        var instance = await StartAsync(app, "rappels", new Subject(PanelSubject.SubjectCode, jury.Panel.Id));
        var chair = await app.ReadAsync(db => db.StaffMembers.Where(person => person.Id == jury.People["directrice"]).Select(person => person.FullName).SingleAsync());
        Assert.Equal(chair, await ToldAsync(app, instance));
        await app.TravelAsync(new DateTime(2026, 1, 30, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(chair, await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "commun/tache-en-retard" && mail.SubjectId == jury.Panel.Id).Select(mail => mail.ToName).SingleAsync()));
    }

    /// <summary>Due on Monday 26 January: on the 28th it is no longer « à faire pour le 26 ».</summary>
    [Theory]
    [EngineData]
    public async Task A_reminder_that_leaves_after_the_last_day_says_that_it_is_late(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Après coup"), ("Text", "J, J+2"));
        await app.PublishAsync("rappels", [], [Asked("Après coup")]);
        var instance = (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("rappels"), TestContext.Current.CancellationToken)).Id;
        var task = await app.ReadAsync(db => db.WorkItems.Where(item => item.WorkflowInstanceId == instance).Select(item => item.Id).SingleAsync());
        await app.TravelAsync(new DateTime(2026, 1, 28, 12, 0, 0, DateTimeKind.Utc));
        var mails = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "commun/relance-tache" && mail.TaskId == task).OrderBy(mail => mail.CreatedAt).Select(mail => new { mail.Subject, mail.TextBody }).ToListAsync());
        Assert.Equal(
            ["Rappel : Relire la charte – à faire pour le 26 janvier 2026", "En retard : Relire la charte – attendue pour le 26 janvier 2026"],
            mails.Select(mail => mail.Subject.Replace('\u00a0', ' ')).Distinct());
        Assert.Contains("dépassée de 2 jours", mails[^1].TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("dépassée", mails[0].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_nobody_plays_there_is_an_incident_and_is_shown_before_a_change()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Au coach"), ("Text", "J"));
        await app.PublishAsync("rappels", [], [Asked("Au coach")]);
        var application = await app.ReadAsync(db => db.Applications.OrderBy(application => application.Reference).Select(application => application.Id).FirstAsync());
        var instance = await StartAsync(app, "rappels", new Subject("Application", application));

        var policy = await app.ReadAsync(db => db.ReminderPolicies.SingleAsync());
        await admin.GoAsync(PolicyLinks.Edit(policy.Id));
        await admin.PressAsync("Voir ce qui change et enregistrer", ("EscalatesTo", "ProductCoach"), ("EscalatesAfter", "3"));
        Assert.Contains("retard signalé à personne : Cette procédure ne porte pas sur un produit", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Enregistrer ces changements");
        Assert.Null(await ToldAsync(app, instance));

        await StartAsync(app, "rappels", new Subject("Application", application));
        await admin.GoAsync("/administration/incidents");
        Assert.Contains("La politique de relance « Au coach » ne trouve pas qui prévenir d’un retard. Cette procédure ne porte pas sur un produit", admin.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_read_or_is_not_there_is_refused_by_name()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Bancale"), ("Text", "demain"));
        Assert.Contains("La relance « demain » ne se lit pas", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Enregistrer la politique", ("Text", "J"), ("EscalatesTo", "Equipe"), ("EscalatesAfter", ""));
        Assert.Contains("Dites à la fois qui prévenir", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Enregistrer la politique", ("EscalatesToPerson", "Octave Tamaris"), ("EscalatesAfter", "3"));
        Assert.Contains("pas les deux", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Enregistrer la politique", ("EscalatesTo", ""), ("EscalatesToPerson", "Personne Inconnue"));
        Assert.Contains("Personne de l’annuaire ne répond à « Personne Inconnue »", admin.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.ReadAsync(db => db.ReminderPolicies.CountAsync()));

        await app.PublishAsync("perdue", [], [Drawing.Node("demande", "Fabrique.Task", ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("[\"Faite\"]")), ("title", Drawing.Literal("Relire")), ("reminderPolicy", Drawing.Js("'Perdue'")))]);
        await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("perdue"), TestContext.Current.CancellationToken);
        await admin.GoAsync("/administration/incidents");
        Assert.Contains("la politique de relance « Perdue » n’existe pas", admin.Text, StringComparison.Ordinal);
    }

    private static JsonObject Asked(string policy) => Drawing.Node(
        "demande", "Fabrique.Task", ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("[\"Faite\"]")), ("title", Drawing.Literal("Relire la charte")), ("workingDays", Drawing.Js("10")), ("reminderPolicy", Drawing.Literal(policy)));

    private static async Task<string> StartAsync(FabriqueApp app, string definitionId, Subject subject) => (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(
        new StartRequest(definitionId) { CorrelationId = subject.ToCorrelationId() }, TestContext.Current.CancellationToken)).Id;

    private static Task<string?> ToldAsync(FabriqueApp app, string instance) => app.ReadAsync(async db =>
    {
        var item = await db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instance);
        return await db.StaffMembers.Where(person => person.Id == item.EscalatesToId).Select(person => person.FullName).SingleOrDefaultAsync();
    });

    private static Task<List<string>> PlannedAsync(FabriqueApp app, string instance) => app.ReadAsync(async db =>
    {
        var item = await db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.WorkflowInstanceId == instance);
        var planned = item.Reminders.Select(reminder => $"{Day(reminder.DueAt)}{(reminder.SentAt is null ? "" : " envoyée")}").ToList();
        return item.EscalatesAt is { } late ? [.. planned, $"retard {Day(late)}"] : planned;

        static string Day(DateTime at) => at.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    });
}
