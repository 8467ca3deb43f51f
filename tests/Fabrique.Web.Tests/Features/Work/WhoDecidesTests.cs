using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>Who is asked, and how many opinions are needed, is what the drawing says: pages, lists and mails follow.</summary>
public sealed class WhoDecidesTests
{
    [Theory]
    [EngineData]
    public async Task Directors_whom_the_drawing_names_decide_and_nobody_else(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var application = await SubmittedAsync(app);
        var task = await AskAsync(app, "Fabrique.DecideApplication", Subject(application), ("assignee", "Directeur"));
        Assert.Equal("Directeur", task.AssigneeRole);
        var page = ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id);
        Assert.Equal(await AddressesAsync(app, "directrice", "directeur"), await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == application.Id && mail.Template == "candidature/decision-a-prendre").Select(mail => mail.ToAddress).OrderBy(address => address).ToListAsync()));

        // The team reads who holds it, and cannot do it; another agent does not know of it.
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, team.Status);
        await team.GoAsync(ApplicationLinks.Show(application.Reference));
        Assert.Contains("une direction", team.Page.QuerySelector("[aria-labelledby=suivi]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page, team.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, agent.Status);

        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync("/taches");
        Assert.Contains(page, director.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await director.GoAsync(page);
        await director.DecideAsync("Retained", "Mûre.");
        Assert.Equal(HttpStatusCode.OK, director.Status);
        Assert.Contains("La décision est enregistrée.", director.Text, StringComparison.Ordinal);
        Assert.Equal(ApplicationStatus.Retained, await app.ReadAsync(db => db.Applications.Where(found => found.Id == application.Id).Select(found => found.Status).SingleAsync()));
    }

    [Theory]
    [InlineData("Fabrique.HoldCheckpoint")]
    [InlineData("Fabrique.NameTeam")]
    public async Task Whoever_is_asked_about_a_product_may_do_it_and_follow_it(string type)
    {
        await using var app = await FabriqueApp.StartAsync();
        var product = await app.ReadAsync(db => db.Products.Include(product => product.Missions).Include(product => product.Cycles)
            .FirstAsync(product => product.Cycles.Any(cycle => cycle.Status == CycleStatus.InProgress) && !product.Missions.Any(mission => db.WorkItems.Any(item => item.SubjectId == product.Id && item.AssigneeId == mission.StaffMemberId))));
        using var director = await app.BrowseAsync("directeur");
        await director.GoAsync(ProductLinks.Follow(product.Ghid));
        Assert.Equal(HttpStatusCode.NotFound, director.Status);

        var task = await AskAsync(app, type, new Subject(ProductSubject.SubjectCode, product.Id), ("assignee", DemoAccounts.Find("directeur")!.Email));
        Assert.NotNull(task.AssigneeId);
        foreach (var (account, status) in new[] { ("directeur", HttpStatusCode.OK), ("directrice", HttpStatusCode.NotFound), ("equipe", HttpStatusCode.NotFound), ("agent", HttpStatusCode.NotFound) })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
            Assert.Equal(status, browser.Status);
        }

        if (task.Kind == ProductTasks.Checkpoint)
        {
            await director.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
            Assert.Contains("Renouveler pour six mois", director.Text, StringComparison.Ordinal);
            await director.PressAsync("Enregistrer la décision", ("Decision", "Renew"), ("Reason", "Utile."));
            Assert.Contains("La décision du jalon est enregistrée.", director.Text, StringComparison.Ordinal);
        }

        await director.GoAsync(ProductLinks.Follow(product.Ghid));
        Assert.Equal(HttpStatusCode.OK, director.Status);
    }

    [Theory]
    [EngineData]
    public async Task Once_enough_opinions_are_given_the_others_are_no_longer_awaited(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var application = await SubmittedAsync(app);
        var instance = await StartAsync(app, "Fabrique.CollectOpinions", Subject(application), ("opinionsNeeded", "1"));
        var asked = await app.ReadAsync(db => db.WorkItems.Where(item => item.WorkflowInstanceId == instance).ToListAsync());
        Assert.Equal(2, asked.Count);

        var opinion = new GiveOpinion { TaskId = asked.Single(item => item.AssigneeId == Id(app, "directeur")).Id, Verdict = OpinionVerdict.Favourable, Comment = "" };
        Assert.True((await app.ActAsync("directeur", services => services.GetRequiredService<GiveOpinionHandler>().HandleAsync(opinion, CancellationToken.None))).IsDone);

        Assert.Equal([WorkItemStatus.Done, WorkItemStatus.Cancelled], (await app.ReadAsync(db => db.WorkItems.Where(item => item.WorkflowInstanceId == instance).Select(item => item.Status).ToListAsync())).Order());
        var told = await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == application.Id).Select(entry => entry.Sentence).ToListAsync());
        Assert.Contains("L’avis de 2 directions est demandé ; un seul suffit.", told);
        Assert.Contains("L’avis nécessaire est donné : l’avis d’une autre direction n’est plus attendu.", told);
        Assert.Equal(WorkflowStatus.Finished, (await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instance))!.Instance.Status);
        using var late = await app.BrowseAsync("directrice");
        await late.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Opinion, asked.Single(item => item.AssigneeId == Id(app, "directrice")).Id));
        Assert.Contains("Cette tâche n’est plus attendue.", late.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "3 avis sont nécessaires, et 2 directions seulement de l’appel peuvent en donner un sur ce dossier")]
    [InlineData("js:-2", "Ces avis ne peuvent pas être demandés : le nombre d’avis nécessaires ne peut pas être -2")]
    public async Task More_opinions_than_can_be_given_are_an_incident_that_says_so(string needed, string reason)
    {
        await using var app = await FabriqueApp.StartAsync();
        var instance = await StartAsync(app, "Fabrique.CollectOpinions", Subject(await SubmittedAsync(app)), ("opinionsNeeded", needed));
        var outlook = await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instance);
        Assert.Contains(reason, Assert.Single(outlook!.Incidents).Message, StringComparison.Ordinal);
        Assert.Empty(await app.ReadAsync(db => db.WorkItems.Where(item => item.WorkflowInstanceId == instance).ToListAsync()));
    }

    /// <summary>The simulated call has as many directors as the drawing needs: only those who really hold the role are too few.</summary>
    [Fact]
    public async Task Verify_tells_opinions_that_are_more_than_the_directors()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync("essai", [], [Step("Fabrique.CollectOpinions", ("opinionsNeeded", "4"))]);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(ProcedureLinks.Verify("essai"));
        var row = Assert.Single(admin.Page.QuerySelectorAll("main tbody tr"), row => row.QuerySelector(".fr-badge") is not null);
        Assert.Contains("4 avis sont nécessaires, et 2 personnes seulement tiennent le rôle Directeur en ce moment", FormBrowser.Fold(row.TextContent), StringComparison.Ordinal);
    }

    private static JsonObject Step(string type, params (string Name, string Value)[] inputs) => Drawing.Node(
        "ask", type, [.. inputs.Select(input => (input.Name, (JsonNode?)(input.Value.StartsWith("js:", StringComparison.Ordinal) ? Drawing.Js(input.Value[3..]) : Drawing.Literal(input.Value))))]);

    private static async Task<string> StartAsync(FabriqueApp app, string type, Subject subject, params (string Name, string Value)[] inputs)
    {
        await app.PublishAsync("essai", [], [Step(type, inputs)]);
        return (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("essai") { CorrelationId = subject.ToCorrelationId() })).Id;
    }

    private static async Task<WorkItem> AskAsync(FabriqueApp app, string type, Subject subject, params (string Name, string Value)[] inputs)
    {
        var instance = await StartAsync(app, type, subject, inputs);
        return await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instance));
    }

    private static Subject Subject(Application application) => new(ApplicationSubject.SubjectCode, application.Id);

    private static Task<Application> SubmittedAsync(FabriqueApp app) =>
        app.ReadAsync(db => db.Applications.FirstAsync(application => application.Status == ApplicationStatus.Shortlisted && application.Title.StartsWith("Bassin")));

    private static Guid Id(FabriqueApp app, string account)
    {
        var directoryId = DemoAccounts.Find(account)!.DirectoryId;
        using var scope = app.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().StaffMembers.Single(person => person.DirectoryId == directoryId).Id;
    }

    private static Task<List<string>> AddressesAsync(FabriqueApp app, params string[] accounts)
    {
        string[] ids = [.. accounts.Select(account => DemoAccounts.Find(account)!.DirectoryId)];
        return app.ReadAsync(db => db.StaffMembers.Where(person => ids.Contains(person.DirectoryId)).Select(person => person.Email).OrderBy(address => address).ToListAsync());
    }
}
