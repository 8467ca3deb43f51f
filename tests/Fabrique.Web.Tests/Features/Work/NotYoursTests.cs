using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>What is not yours does not exist: neither to read nor to change.</summary>
public sealed class NotYoursTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task Somebody_elses_draft_does_not_exist_even_for_the_team()
    {
        var app = await shared.OnAsync();
        var draft = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft).Select(application => application.Reference).SingleAsync());
        foreach (var account in new[] { "agent", "equipe", "directrice", "admin", "auditeur" })
        {
            await AssertNotFoundAsync(app, account, $"/candidatures/{draft}", $"/candidatures/{draft}/modifier", $"/candidatures/{draft}/retirer");
        }
    }

    [Fact]
    public async Task Somebody_elses_application_does_not_exist_for_an_agent_and_can_only_be_changed_by_its_author()
    {
        var app = await shared.OnAsync();
        var submitted = await app.ReadAsync(db => db.Applications.Where(application => application.Title.StartsWith("Bassin")).Select(application => application.Reference).SingleAsync());
        await AssertNotFoundAsync(app, "agent", $"/candidatures/{submitted}", $"/candidatures/{submitted}/modifier", $"/candidatures/{submitted}/retirer", "/candidatures/C-2099-0001");
        await AssertNotFoundAsync(app, "equipe", $"/candidatures/{submitted}/modifier", $"/candidatures/{submitted}/retirer");
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync($"/candidatures/{submitted}");
        Assert.Equal(HttpStatusCode.OK, team.Status);
    }

    [Fact]
    public async Task Somebody_elses_task_does_not_exist()
    {
        var app = await shared.OnAsync();
        var tasks = await app.ReadAsync(db => db.WorkItems.Where(item => item.Status == WorkItemStatus.Open).ToListAsync());
        Assert.True(tasks.Select(task => task.Kind).Distinct().Count() >= 3);
        foreach (var task in tasks)
        {
            await AssertNotFoundAsync(app, "agent", TaskLinks.Open(task.Id), ModuleSamples.TaskPage(task.Kind, task.Id));
        }

        // Right person, wrong page: a task has the page of its kind only.
        var decision = tasks.First(task => task.Kind == ApplicationTasks.Decision);
        await AssertNotFoundAsync(app, "equipe", ModuleSamples.TaskPage(ProductTasks.Checkpoint, decision.Id), ModuleSamples.TaskPage(ApplicationTasks.Opinion, Guid.Empty));
    }

    [Fact]
    public async Task Lists_hold_the_tasks_of_the_reader_and_no_others()
    {
        var app = await shared.OnAsync();
        var tasks = await app.ReadAsync(db => db.WorkItems.Where(item => item.Status == WorkItemStatus.Open).ToListAsync());
        foreach (var account in new[] { "agent", "directrice", "directeur", "equipe", "auditeur" })
        {
            var person = DemoAccounts.Find(account)!;
            var id = await app.ReadAsync(db => db.StaffMembers.Where(known => known.DirectoryId == person.DirectoryId).Select(known => known.Id).SingleAsync());
            var expected = tasks.Where(task => task.AssigneeId == id || person.Roles.Contains(task.AssigneeRole, StringComparer.Ordinal)).Select(task => ModuleSamples.TaskPage(task.Kind, task.Id)).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(account is "directrice" or "directeur" or "equipe", expected.Count > 0);
            using var browser = await app.BrowseAsync(account);
            foreach (var (path, list) in new[] { (TaskLinks.MySpace, "#taches"), (TaskLinks.All, "#a-faire") })
            {
                await browser.GoAsync(path);
                var shown = browser.Page.QuerySelector(list)?.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!).Order(StringComparer.Ordinal).ToList() ?? [];
                Assert.True(expected.SequenceEqual(shown), $"{account} {path}: {string.Join(' ', shown)}");
            }
        }
    }

    [Fact]
    public async Task A_task_sent_to_its_page_by_somebody_else_changes_nothing()
    {
        var app = await shared.OnAsync();
        var task = await TaskPagesTests.DecisionAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        var form = await team.PrepareDecisionAsync("Retained", "Détournée.");

        // The other person's own token, so that only the loader stands in the way.
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles");
        var token = agent.Prepare("Enregistrer le brouillon").Values.Single(field => field.Key == "__RequestVerificationToken").Value;
        await agent.SendAsync(form.With("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, agent.Status);
        Assert.Equal(WorkItemStatus.Open, (await TaskPagesTests.DecisionAsync(app)).Status);
    }

    [Fact]
    public async Task The_follow_up_of_a_product_exists_for_its_team_and_the_staff_only()
    {
        var app = await shared.OnAsync();
        await AssertNotFoundAsync(app, "agent", "/produits/ombrelle/suivi", "/produits/inconnu", "/produits/inconnu/suivi");
        foreach (var account in new[] { "coach", "membre", "equipe" })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync("/produits/ombrelle/suivi");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }
    }

    private static async Task AssertNotFoundAsync(FabriqueApp app, string account, params string[] paths)
    {
        using var browser = await app.BrowseAsync(account);
        foreach (var path in paths)
        {
            await browser.GoAsync(path);
            Assert.True(browser.Status is HttpStatusCode.NotFound, $"{account} {path}: {browser.Status}");
            Assert.Equal("Page introuvable", browser.Title);
        }
    }
}
