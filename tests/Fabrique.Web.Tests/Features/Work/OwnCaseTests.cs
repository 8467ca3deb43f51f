using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.NameManager;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Features.Admissibility;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>Nobody judges their own case: not asked, not offered, not written to, and refused when they come all the same.</summary>
public sealed class OwnCaseTests
{
    [Theory]
    [EngineData]
    public async Task A_director_who_applies_is_not_asked_for_an_opinion_and_the_others_are(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (id, reference) = await ApplyAsync(app, "directrice");
        var director = await PersonAsync(app, "directrice");

        var asked = await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Kind == ApplicationTasks.Opinion).Select(item => item.AssigneeId).ToListAsync());
        Assert.Equal([(await PersonAsync(app, "directeur")).Id], asked.Select(assignee => assignee!.Value));
        Assert.DoesNotContain(await MailsAsync(app, id, "candidature/demande-avis"), to => to == director.Email);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync($"/candidatures/{reference}");
        Assert.Contains("personne ne juge son propre dossier", team.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task A_member_of_the_team_who_applies_leaves_the_decision_to_the_others(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await GiveTeamAsync(app, "coach");
        var (id, reference) = await ApplyAsync(app, "coach");
        await GiveOpinionsAsync(app, id);
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == id && item.Kind == ApplicationTasks.Decision));
        Assert.Equal(AppRoles.Team, task.AssigneeRole);

        using var applicant = await app.BrowseAsync("coach");
        foreach (var page in new[] { "/taches", "/mon-espace", $"/candidatures/{reference}" })
        {
            await applicant.GoAsync(page);
            Assert.DoesNotContain(ModuleSamples.TaskPage(task.Kind, task.Id), applicant.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        await applicant.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        Assert.Equal(HttpStatusCode.NotFound, applicant.Status);
        var asked = await MailsAsync(app, id, "candidature/decision-a-prendre");
        Assert.Equal([(await PersonAsync(app, "equipe")).Email], asked);

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync($"/candidatures/{reference}");
        Assert.Contains(ModuleSamples.TaskPage(task.Kind, task.Id), team.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await team.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        await team.DecideAsync("Retained", "Mûre.");
        Assert.Equal(ApplicationStatus.Retained, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Status).SingleAsync()));
    }

    /// <summary>The only member of the team applies: the administrators decide.</summary>
    [Fact]
    public async Task What_is_the_own_case_of_every_holder_goes_to_the_administrators()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (id, _) = await ApplyAsync(app, "equipe", judge: "admin");
        await GiveOpinionsAsync(app, id);
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == id && item.Kind == ApplicationTasks.Decision));
        Assert.Equal(AppRoles.Administrator, task.AssigneeRole);
        Assert.Contains(await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == id).ToListAsync()), entry => entry.IsInternal && entry.Sentence.Contains("revient à quelqu’un d’autre", StringComparison.Ordinal));

        using var administrator = await app.BrowseAsync("admin");
        await administrator.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        await administrator.DecideAsync("NotRetained", "Pas encore.");
        Assert.Equal(ApplicationStatus.NotRetained, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Status).SingleAsync()));
    }

    /// <summary>Nobody is left: an incident says whom to name.</summary>
    [Fact]
    public async Task What_is_the_own_case_of_everybody_stops_with_a_reason()
    {
        await using var app = await FabriqueApp.StartAsync();
        var applicant = await PersonAsync(app, "agent");
        await app.ReadAsync(async db =>
        {
            await db.Set<RoleGrant>().Where(grant => grant.Role == AppRoles.Administrator).ExecuteDeleteAsync();
            return 0;
        });
        await DrawnTaskTests.PublishAsync(app, $"js:'{applicant.Email}'");
        var instance = await DrawnTaskTests.RunAsync(app, await DrawnTaskTests.ApplicationAsync(app));
        var outlook = await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instance);
        Assert.Contains("c’est le propre dossier de chaque personne", Assert.Single(outlook!.Incidents).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Applicant", true)]
    [InlineData("js:'{0}'", false)]
    [InlineData("Agent", false)]
    public async Task A_drawn_task_is_for_the_applicant_only_when_it_asks_them_as_such(string assignee, bool isTheirs)
    {
        await using var app = await FabriqueApp.StartAsync();
        var applicant = await PersonAsync(app, "agent");
        await DrawnTaskTests.PublishAsync(app, assignee.Replace("{0}", applicant.Email, StringComparison.Ordinal));
        var instance = await DrawnTaskTests.RunAsync(app, await DrawnTaskTests.ApplicationAsync(app));
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instance));
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync("/mon-espace");
        Assert.Equal(isTheirs, browser.Text.Contains("Vérifier le budget", StringComparison.Ordinal));
        await browser.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        Assert.Equal(isTheirs ? HttpStatusCode.OK : HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [EngineData]
    public async Task Nobody_of_a_product_is_offered_its_checkpoint(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await GiveTeamAsync(app, "coach");
        var coach = await PersonAsync(app, "coach");
        var product = await app.ReadAsync(db => db.Products.Include(product => product.Missions).Include(product => product.Cycles).Where(product => product.Cycles.Any(cycle => cycle.DecidedAt == null) && product.Missions.Any(mission => mission.StaffMemberId == coach.Id && mission.EndsOn == null)).OrderBy(product => product.Id).FirstAsync());
        await app.PublishAsync("essai", [], [Drawing.Node("ask", "Fabrique.HoldCheckpoint")]);
        var started = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("essai") { CorrelationId = new Subject(ProductSubject.SubjectCode, product.Id).ToCorrelationId() });
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == started.Id));
        foreach (var (account, status) in new[] { ("coach", HttpStatusCode.NotFound), ("equipe", HttpStatusCode.OK) })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
            Assert.Equal(status, browser.Status);
        }
    }

    private static async Task<(Guid Id, string Reference)> ApplyAsync(FabriqueApp app, string account, string judge = "equipe")
    {
        var application = (await app.SubmitNewAsync(account)).Application;

        // The directory knows some of their managers only.
        var named = new NameManager { ApplicationId = application.Id, Person = "Solène Aubépine" };
        Assert.True((await app.ActAsync(account, services => services.GetRequiredService<NameManagerHandler>().HandleAsync(named, CancellationToken.None))).IsDone);
        await HandlerCases.ApproveAsync(app, application.Id);
        await AdmissibilityActs.AdmitAsync(app, application.Id, judge);
        return (application.Id, application.Reference);
    }

    private static async Task GiveOpinionsAsync(FabriqueApp app, Guid applicationId)
    {
        foreach (var account in (string[])["directrice", "directeur"])
        {
            var director = await PersonAsync(app, account);
            var taskId = await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == applicationId && item.AssigneeId == director.Id).Select(item => item.Id).SingleAsync());
            var opinion = new GiveOpinion { TaskId = taskId, Verdict = OpinionVerdict.Favourable, Comment = "" };
            Assert.True((await app.ActAsync(account, services => services.GetRequiredService<GiveOpinionHandler>().HandleAsync(opinion, CancellationToken.None))).IsDone);
        }
    }

    /// <summary>From the directory, as the next sign-in of this account would have it.</summary>
    internal static Task<int> GiveTeamAsync(FabriqueApp app, string account) => app.ReadAsync(async db =>
    {
        var directoryId = DemoAccounts.Find(account)!.DirectoryId;
        var giver = await PersonAsync(app, "admin");
        var person = await db.StaffMembers.SingleAsync(person => person.DirectoryId == directoryId);
        var now = app.Now;
        person.GiveRole(Guid.CreateVersion7(app.Clock.GetUtcNow()), AppRoles.Team, now, null, giver.Id, "Renfort de l’équipe", now);
        return await db.SaveChangesAsync();
    });

    internal static Task<StaffMember> PersonAsync(FabriqueApp app, string account)
    {
        var directoryId = DemoAccounts.Find(account)!.DirectoryId;
        return app.ReadAsync(db => db.StaffMembers.SingleAsync(person => person.DirectoryId == directoryId));
    }

    private static Task<List<string>> MailsAsync(FabriqueApp app, Guid subjectId, string template) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == subjectId && mail.Template == template).Select(mail => mail.ToAddress).ToListAsync());
}
