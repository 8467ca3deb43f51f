using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Accounts;
using Fabrique.Web.Features.Accounts.ChangeAccess;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Accounts;

/// <summary>Somebody leaves: an administrator withdraws their access, and nothing waits on them any more, from that moment on.</summary>
public sealed class AccountPagesTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task Whoever_leaves_is_out_at_once_and_their_tasks_go_to_the_team(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var director = await OwnCaseTests.PersonAsync(app, "directrice");
        using var leaving = await app.BrowseAsync("directrice");
        await leaving.GoAsync("/taches");
        Assert.Equal((HttpStatusCode.OK, "/taches"), (leaving.Status, leaving.Address.AbsolutePath));
        var hers = await app.ReadAsync(db => db.WorkItems.Where(item => item.AssigneeId == director.Id && item.Status == WorkItemStatus.Open).ToListAsync());
        Assert.NotEmpty(hers);

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync($"{AccountLinks.All}?recherche=bouleau");
        await admin.FollowAsync("Perrine Bouleau");
        await admin.PressAsync("Retirer l’accès");
        Assert.Equal(HttpStatusCode.BadRequest, admin.Status);
        Assert.Contains("Dites pourquoi.", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Retirer l’accès", ("Reason", "Mutation au 12 janvier."));
        Assert.Equal((HttpStatusCode.OK, AccountLinks.All), (admin.Status, admin.Address.AbsolutePath));
        Assert.Contains("L’accès de Perrine Bouleau est retiré", admin.Text, StringComparison.Ordinal);

        // Within the same second, on this process.
        await leaving.GoAsync("/taches");
        Assert.NotEqual("/taches", leaving.Address.AbsolutePath);
        using (var again = app.Browse())
        {
            await again.GoAsync("/connexion?compte=directrice");
            Assert.Equal(HttpStatusCode.Forbidden, again.Status);
            Assert.Contains("Votre accès à la Fabrique numérique a été fermé.", again.Text, StringComparison.Ordinal);
        }

        foreach (var task in hers)
        {
            var passed = await ItemAsync(app, task.Id);
            Assert.Equal((null, AppRoles.Team, director.Id), (passed.AssigneeId, passed.AssigneeRole, passed.AskedId));
            Assert.Contains(await StoryAsync(app, task), sentence => sentence.EndsWith("passe à l’équipe de la Fabrique : qui devait le faire est absent sans suppléance, ou n’est plus là.", StringComparison.Ordinal));
            Assert.Equal(["Anouk Églantine"], await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.TaskId == task.Id && mail.Template == "commun/tache-sans-personne").Select(mail => mail.ToName).ToListAsync()));
        }

        Assert.Empty(await app.ReadAsync(db => TaskHolders.Stranded(db, app.Now).ToListAsync()));
        await admin.GoAsync($"{AccountLinks.All}?etat=retires");
        Assert.Contains("par Youssef Ajonc : Mutation au 12 janvier.", admin.Text, StringComparison.Ordinal);
        var actor = await OwnCaseTests.PersonAsync(app, "admin");
        var trail = await app.ReadAsync(db => db.AuditEntries.Where(entry => entry.EntityId == director.Id.ToString() && entry.ActorId == actor.Id).Select(entry => entry.Changes).ToListAsync());
        Assert.Contains(trail, changes => changes.Contains("IsActive", StringComparison.Ordinal) && changes.Contains("Mutation au 12 janvier.", StringComparison.Ordinal));

        // She comes back: she may sign in, and what was passed on stays with the team.
        await admin.GoAsync(AccountLinks.Change(director.Id));
        await admin.PressAsync("Rendre l’accès", ("Reason", "Mutation annulée."));
        Assert.Contains("L’accès de Perrine Bouleau est rendu.", admin.Text, StringComparison.Ordinal);
        using var back = await app.BrowseAsync("directrice");
        await back.GoAsync("/taches");
        Assert.Equal("/taches", back.Address.AbsolutePath);
        Assert.All(hers, task => Assert.DoesNotContain(task.Title, back.Page.QuerySelector("#a-faire")?.TextContent ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [EngineData]
    public async Task What_they_saw_to_for_a_role_is_there_for_its_other_holders_and_what_only_they_could_do_goes_on(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await OwnCaseTests.GiveTeamAsync(app, "coach");
        var shared = await HandlerCases.SharedTaskAsync(app);
        await HandlerCases.HoldAsync<ClaimTaskHandler, ClaimTask>(app, "equipe", new ClaimTask { TaskId = shared.Id, From = null });
        await WithdrawAsync(app, "equipe");
        var left = await ItemAsync(app, shared.Id);
        Assert.Equal((AppRoles.Team, null), (left.AssigneeRole, left.ClaimedById));
        Assert.Contains(await StoryAsync(app, shared), sentence => sentence.EndsWith("qui s’en occupait n’est plus là.", StringComparison.Ordinal));

        // The last of the team: the administration takes over, and is written to, though the team is still recorded as there when it is asked.
        await WithdrawAsync(app, "coach");
        Assert.Equal(AppRoles.Administrator, (await ItemAsync(app, shared.Id)).AssigneeRole);
        Assert.Equal(["Youssef Ajonc"], await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.TaskId == shared.Id && mail.Template == "commun/tache-sans-personne").Select(mail => mail.ToName).ToListAsync()));
    }

    [Fact]
    public async Task A_substitute_who_leaves_takes_nothing_with_them()
    {
        await using var app = await FabriqueApp.StartAsync();
        var director = await OwnCaseTests.PersonAsync(app, "directrice");
        var substitute = await OwnCaseTests.PersonAsync(app, "membre");
        var today = Domain.Time.ParisTime.DayOf(app.Now);
        await HandlerCases.SaveAsync(app, Delegation.Enter(Guid.CreateVersion7(), new DelegationRequest(director.Id, substitute.Id, today, today.AddDays(5), DelegationScope.Everything), [], director.Id, "Congés.", today, app.Now));
        Assert.DoesNotContain(await app.ReadAsync(db => TaskHolders.Stranded(db, app.Now).ToListAsync()), item => item.AssigneeId == director.Id);
        await WithdrawAsync(app, "membre");
        Assert.Empty(await app.ReadAsync(db => db.WorkItems.Where(item => item.AssigneeId == director.Id && item.Status == WorkItemStatus.Open).ToListAsync()));
    }

    [Theory]
    [EngineData]
    public async Task Nobody_withdraws_their_own_access_and_somebody_always_administrates(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var first = await OwnCaseTests.PersonAsync(app, "admin");
        Assert.Equal("account-own", (await ActAsync(app, "admin", first.Id)).Refusal?.Code);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(AccountLinks.Change(first.Id));
        Assert.Contains("C’est votre propre compte", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));

        // Nor does anything else than a page.
        Assert.Equal(Administrators.Last, (await app.ActAsync("equipe", services => services.GetRequiredService<Departures>().WithdrawAsync([services.GetRequiredService<Data.FabriqueDbContext>().StaffMembers.Single(person => person.Id == first.Id)], byId: null, "Départ.", Token)))?.Code);
        Assert.Equal("account-not-yours", (await ActAsync(app, "equipe", first.Id)).Refusal?.Code);
        Assert.Equal("account-unknown", (await ActAsync(app, "admin", Guid.CreateVersion7())).Refusal?.Code);
        Assert.True((await OwnCaseTests.PersonAsync(app, "admin")).IsActive);
    }

    [Theory]
    [EngineData]
    public async Task Of_two_administrators_who_withdraw_each_other_at_once_one_stays(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var people = new[] { await OwnCaseTests.PersonAsync(app, "admin"), await OwnCaseTests.PersonAsync(app, "coach") };
        await app.ReadAsync(async db =>
        {
            var coach = await db.StaffMembers.SingleAsync(person => person.Id == people[1].Id);
            var now = app.Now;
            coach.GiveRole(Guid.CreateVersion7(), AppRoles.Administrator, now, null, people[0].Id, "Renfort.", now);
            return await db.SaveChangesAsync();
        });
        var outcomes = await AtOnce.RunAsync(2, number => app.ActAsync("equipe", async services =>
        {
            services.GetRequiredService<Web.Kernel.People.Actor>().ActAs(people[number].Id, people[number].FullName, [AppRoles.Administrator]);
            return await services.GetRequiredService<WithdrawAccountHandler>().HandleAsync(new WithdrawAccount(people[1 - number].Id, "Départ."), Token);
        }));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.Equal(Administrators.Last, outcomes.Single(outcome => !outcome.IsDone).Refusal?.Code);
        Assert.Single(await app.ReadAsync(db => db.StaffMembers.Where(person => person.IsActive && (person.Id == people[0].Id || person.Id == people[1].Id)).ToListAsync()));
    }

    private static async Task WithdrawAsync(FabriqueApp app, string account) =>
        Assert.True((await ActAsync(app, "admin", (await OwnCaseTests.PersonAsync(app, account)).Id)).IsDone);

    private static Task<Outcome> ActAsync(FabriqueApp app, string account, Guid person) =>
        app.ActAsync(account, services => services.GetRequiredService<WithdrawAccountHandler>().HandleAsync(new WithdrawAccount(person, "Départ."), Token));

    private static Task<WorkItem> ItemAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == id));

    private static Task<List<string>> StoryAsync(FabriqueApp app, WorkItem task) => app.ReadAsync(db => db.TimelineEntries
        .Where(entry => entry.SubjectKind == task.SubjectKind && entry.SubjectId == task.SubjectId && entry.IsInternal)
        .Select(entry => entry.Sentence)
        .ToListAsync());
}
