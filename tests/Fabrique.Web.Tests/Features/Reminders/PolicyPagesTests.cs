using System.Net;
using Fabrique.Testing;
using Fabrique.Web.Features.Reminders;
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
        await admin.PressAsync("Enregistrer la politique", ("Name", "Deux rappels"), ("Text", "J-5, J-2"), ("EscalatesToRole", "Equipe"), ("EscalatesAfter", "3"));
        Assert.Contains("La politique est enregistrée", admin.Text, StringComparison.Ordinal);
        Assert.Contains("J-5, J-2 ; 3 jours ouvrés après, prévenir", admin.Text, StringComparison.Ordinal);

        // Due on Monday 26 January, ten working days later: 21 and 23 January, then the 29th.
        await app.PublishAsync("rappels", [], [Drawing.Node("demande", "Fabrique.Task", ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("[\"Faite\"]")), ("title", Drawing.Literal("Relire la charte")), ("workingDays", Drawing.Js("10")), ("reminderPolicy", Drawing.Literal("Deux rappels")), ("reminders", Drawing.Literal("J-1")))]);
        var instance = (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("rappels"), TestContext.Current.CancellationToken)).Id;
        Assert.Equal(["01-21", "01-23", "retard 01-29"], await PlannedAsync(app, instance));

        var policy = await app.ReadAsync(db => db.ReminderPolicies.SingleAsync());
        await admin.GoAsync(PolicyLinks.Edit(policy.Id));
        await admin.PressAsync("Voir ce qui change et enregistrer", ("Text", "J-2, J"), ("EscalatesToRole", ""));
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

    [Fact]
    public async Task A_policy_that_cannot_be_read_or_is_not_there_is_refused_by_name()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(PolicyLinks.New);
        await admin.PressAsync("Enregistrer la politique", ("Name", "Bancale"), ("Text", "demain"));
        Assert.Contains("La relance « demain » ne se lit pas", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Enregistrer la politique", ("Text", "J"), ("EscalatesToRole", "Equipe"), ("EscalatesAfter", ""));
        Assert.Contains("Dites à la fois qui prévenir", admin.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.ReadAsync(db => db.ReminderPolicies.CountAsync()));

        await app.PublishAsync("perdue", [], [Drawing.Node("demande", "Fabrique.Task", ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("[\"Faite\"]")), ("title", Drawing.Literal("Relire")), ("reminderPolicy", Drawing.Js("'Perdue'")))]);
        await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("perdue"), TestContext.Current.CancellationToken);
        await admin.GoAsync("/administration/incidents");
        Assert.Contains("la politique de relance « Perdue » n’existe pas", admin.Text, StringComparison.Ordinal);
    }

    private static Task<List<string>> PlannedAsync(FabriqueApp app, string instance) => app.ReadAsync(async db =>
    {
        var item = await db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.WorkflowInstanceId == instance);
        var planned = item.Reminders.Select(reminder => $"{Day(reminder.DueAt)}{(reminder.SentAt is null ? "" : " envoyée")}").ToList();
        return item.EscalatesAt is { } late ? [.. planned, $"retard {Day(late)}"] : planned;

        static string Day(DateTime at) => at.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    });
}
