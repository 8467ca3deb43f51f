using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Tasks;

/// <summary>A reminder that reaches nobody is not told as sent, and what it recalled goes on with others at once.</summary>
public sealed class MissedRemindersTests
{
    [Theory]
    [EngineData]
    public async Task The_task_of_somebody_who_left_goes_to_the_team_when_it_was_to_be_recalled(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await AskAsync(app, "kenza.fauvette@fabrique.example", about: null);
        await LeaveAsync(app, person => person.FullName == "Kenza Fauvette");
        await app.JumpAsync(task.Reminders[0].DueAt);
        await RunAsync(app);
        await RunAsync(app);

        var after = await ReadAsync(app, task);
        Assert.Equal((null, AppRoles.Team), (after.AssigneeId, after.AssigneeRole));
        var reminder = Assert.Single(after.Reminders);
        Assert.Equal((true, false), (reminder.MissedAt is not null, reminder.SentAt is not null));
        Assert.Equal([("commun/tache-sans-personne", "Anouk Églantine")], await MailsAsync(app, task));
        Assert.Equal(1, await CountAsync(app, task, "la relance n’a atteint personne."));
        Assert.Equal(1, await CountAsync(app, task, "n’est plus là."));
        Assert.Empty(await IncidentsAsync(app));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(Web.Kernel.Tasks.TaskLinks.Open(task.Id));
        Assert.Contains("(n’a atteint personne)", team.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("(envoyée)", team.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task A_role_that_only_a_party_holds_is_held_by_nobody(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await AskAsync(app, AppRoles.Team, await DrawnTaskTests.ApplicationAsync(app));
        await OwnCaseTests.GiveTeamAsync(app, "agent");
        await LeaveAsync(app, person => person.FullName == "Anouk Églantine");
        await app.JumpAsync(task.Reminders[0].DueAt);
        await RunAsync(app);

        var after = await ReadAsync(app, task);
        Assert.Equal(AppRoles.Administrator, after.AssigneeRole);
        Assert.Null(Assert.Single(after.Reminders).SentAt);
        Assert.Contains(("commun/tache-sans-personne", "Youssef Ajonc"), await MailsAsync(app, task));
        Assert.DoesNotContain(await MailsAsync(app, task), mail => mail.Name == "Kenza Fauvette");
    }

    [Theory]
    [EngineData]
    public async Task When_nobody_is_left_it_is_one_incident_and_neither_other_tasks_nor_the_escalation_wait(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var alone = await AskAsync(app, "kenza.fauvette@fabrique.example", about: null);
        var other = await AskAsync(app, "octave.tamaris@fabrique.example", about: null);
        await LeaveAsync(app, person => person.FullName == "Kenza Fauvette" || person.FullName == "Anouk Églantine" || person.FullName == "Youssef Ajonc");
        await app.JumpAsync(alone.Reminders[0].DueAt);
        await RunAsync(app);

        Assert.NotNull(Assert.Single((await ReadAsync(app, alone)).Reminders).MissedAt);
        Assert.NotNull(Assert.Single((await ReadAsync(app, other)).Reminders).SentAt);
        var incident = Assert.Single(await IncidentsAsync(app));
        Assert.Equal(("Une tâche n’attend plus personne.", 1), (incident.What, incident.Attempts));
        Assert.Contains("Vérifier le budget", incident.Error, StringComparison.Ordinal);

        // Told of its lateness: nobody is there either.
        await app.JumpAsync(alone.EscalatesAt!.Value);
        await RunAsync(app);
        Assert.NotNull((await ReadAsync(app, alone)).EscalatedAt);
        Assert.Equal(1, await CountAsync(app, alone, "qui devait en être prévenu n’est plus là."));
        Assert.Equal(2, (await IncidentsAsync(app)).Count);
    }

    /// <summary>The administration is to be told, and nobody of it is left: the team is.</summary>
    [Fact]
    public async Task Lateness_is_told_to_the_team_when_whoever_was_to_know_has_left()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await AskAsync(app, "octave.tamaris@fabrique.example", about: null);
        await LeaveAsync(app, person => person.FullName == "Youssef Ajonc");
        await app.JumpAsync(task.EscalatesAt!.Value);
        await RunAsync(app);
        Assert.Contains(("commun/tache-en-retard", "Anouk Églantine"), await MailsAsync(app, task));
    }

    private static async Task<WorkItem> AskAsync(FabriqueApp app, string assignee, string? about)
    {
        var task = await DrawnTaskTests.PublishAndRunAsync(app, assignee, about);
        Assert.Single(task.Reminders);
        return task;
    }

    /// <summary>As before there was a page for it: nothing is passed on.</summary>
    private static Task<int> LeaveAsync(FabriqueApp app, System.Linq.Expressions.Expression<Func<StaffMember, bool>> who) => app.ReadAsync(async db =>
    {
        foreach (var person in await db.StaffMembers.Where(who).ToListAsync())
        {
            person.Withdraw(byId: null, "Départ.", app.Now);
        }

        return await db.SaveChangesAsync();
    });

    private static async Task RunAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<TaskReminders>>().RunAsync(CancellationToken.None);
    }

    private static Task<WorkItem> ReadAsync(FabriqueApp app, WorkItem task) => app.ReadAsync(db => db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.Id == task.Id));

    private static async Task<List<(string Template, string Name)>> MailsAsync(FabriqueApp app, WorkItem task) =>
        (await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.TaskId == task.Id && mail.Template != "commun/tache-a-faire").OrderBy(mail => mail.CreatedAt).ToListAsync())).ConvertAll(mail => (mail.Template, mail.ToName));

    private static Task<int> CountAsync(FabriqueApp app, WorkItem task, string end) =>
        app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.SubjectId == task.SubjectId && entry.IsInternal && entry.Sentence.EndsWith(end)));

    // Those of the demonstration's own tasks apart: theirs have other titles.
    private static async Task<List<IncidentLine>> IncidentsAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return [.. (await scope.ServiceProvider.GetRequiredService<IncidentInbox>().ListAsync(new IncidentFilter { Kind = DueIncidents.Own.Code }, 0, 50, CancellationToken.None)).Where(line => line.Error?.Contains("budget", StringComparison.Ordinal) == true)];
    }
}
