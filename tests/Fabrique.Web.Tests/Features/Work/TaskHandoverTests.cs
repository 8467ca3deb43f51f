using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>A task changes hands while, or after, it is done; and comes back.</summary>
public sealed class TaskHandoverTests
{
    private const string Word = "Vous connaissez le sujet mieux que moi.";

    [Theory]
    [EngineData]
    public async Task What_is_entrusted_once_it_is_done_changes_nothing_and_the_word_is_shown(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await OpinionAsync(app);
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(TaskLinks.Hold(task));
        var late = director.Prepare("Confier la tâche", ("Person", "Daphné Lavande"), ("Word", Word));
        Assert.True((await GiveAsync(app, task)).IsDone);

        await director.SendAsync(late);

        Assert.Equal(HttpStatusCode.Conflict, director.Status);
        Assert.Contains("Cette tâche a déjà été faite le 12 janvier 2026", FormBrowser.Fold(director.Text), StringComparison.Ordinal);
        Assert.Contains(Word, director.Text, StringComparison.Ordinal);
        await AssertOneOutcomeAsync(app, task, isGiven: true);
    }

    [Theory]
    [EngineData]
    public async Task Of_an_answer_and_a_handover_at_once_one_counts_and_the_other_is_told(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        for (var round = 0; round < 3; round++)
        {
            var task = await OpinionAsync(app);
            var outcomes = await AtOnce.RunAsync(2, number => number == 0 ? GiveAsync(app, task) : EntrustAsync(app, task));
            Assert.Single(outcomes, outcome => outcome.IsDone);
            var refusal = outcomes.Single(outcome => !outcome.IsDone).Refusal!;
            Assert.Equal(outcomes[0].IsDone ? "task-already-done" : "task-elsewhere", refusal.Code);
            await AssertOneOutcomeAsync(app, task, outcomes[0].IsDone);
        }
    }

    [Theory]
    [EngineData]
    public async Task What_is_handed_back_returns_with_a_word_that_is_read(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await HandlerCases.EntrustedAsync(app);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(TaskLinks.Hold(task));
        Assert.DoesNotContain("Confier la tâche", coach.Text, StringComparison.Ordinal);
        await coach.PressAsync("Rendre la tâche", ("Word", new string('x', WorkItem.WordLength + 1)));
        Assert.Equal(HttpStatusCode.BadRequest, coach.Status);
        var form = coach.Prepare("Rendre la tâche", ("Word", "Trop loin de mon sujet.\nDésolée."));
        await coach.SendAsync(form);
        Assert.Equal((HttpStatusCode.OK, TaskLinks.All), (coach.Status, coach.Address.AbsolutePath));
        Assert.Contains("La tâche est rendue à Anouk Églantine.", coach.Text, StringComparison.Ordinal);

        var item = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == task));
        Assert.Equal(("Equipe", null, null), (item.AssigneeRole, item.AssigneeId, item.DelegatedById));
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == HandBackTaskHandler.Message));
        Assert.Equal(("Anouk Églantine", task), (mail.ToName, mail.TaskId));
        foreach (var told in new[] { "Daphné Lavande", item.Title, "Trop loin de mon sujet.", "Désolée.", TaskLinks.Open(task) })
        {
            Assert.Contains(told, mail.TextBody, StringComparison.Ordinal);
        }

        Assert.Contains("Trop loin de mon sujet.", WebUtility.HtmlDecode(mail.HtmlBody), StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(MailLinks.Mine(mail.Id));
        Assert.Contains("Trop loin de mon sujet.", team.Text, StringComparison.Ordinal);
        await team.GoAsync(TaskLinks.Open(task));
        Assert.Equal((HttpStatusCode.OK, item.Title), (team.Status, team.Title));

        // From another tab, once more: it says why not, and shows what was written.
        await coach.SendAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, coach.Status);
        Assert.Contains("Cette tâche ne vous est pas confiée", coach.Text, StringComparison.Ordinal);
        Assert.Contains("Trop loin de mon sujet.", coach.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(known => known.Template == HandBackTaskHandler.Message)));
    }

    private static async Task AssertOneOutcomeAsync(FabriqueApp app, Guid task, bool isGiven)
    {
        var item = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == task));
        var opinions = (await app.ReadAsync(db => db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == item.SubjectId))).Opinions.Count;
        var mails = await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.TaskId == task && mail.Template == DelegateTaskHandler.Message));
        Assert.Equal(
            isGiven ? (WorkItemStatus.Done, false, 1, 0) : (WorkItemStatus.Open, true, 0, 1),
            (item.Status, item.DelegatedById is not null, opinions, mails));
    }

    private static Task<Outcome> GiveAsync(FabriqueApp app, Guid task) => app.ActAsync("directrice", services =>
        services.GetRequiredService<GiveOpinionHandler>().HandleAsync(new GiveOpinion { TaskId = task, Verdict = OpinionVerdict.Favourable, Comment = "" }, TestContext.Current.CancellationToken));

    private static Task<Outcome> EntrustAsync(FabriqueApp app, Guid task) => app.ActAsync("directrice", services =>
        services.GetRequiredService<DelegateTaskHandler>().HandleAsync(new DelegateTask { TaskId = task, Person = "Daphné Lavande", Word = Word }, TestContext.Current.CancellationToken));

    /// <summary>An opinion that « directrice » is asked.</summary>
    private static async Task<Guid> OpinionAsync(FabriqueApp app)
    {
        var id = await HandlerCases.SubmitAsync(app);
        var director = await OwnCaseTests.PersonAsync(app, "directrice");
        return await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.AssigneeId == director.Id).Select(item => item.Id).SingleAsync());
    }
}
