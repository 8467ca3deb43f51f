using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Features.Work.TeamTasks;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>Who sees to a task: it is claimed, entrusted, taken back and moved; everybody concerned reads it, and nothing that was written is lost.</summary>
public sealed class TaskHoldersTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task An_opinion_that_is_entrusted_counts_for_the_director_and_says_who_gave_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (task, reference) = await OpinionAsync(app, "directrice");
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(TaskLinks.Hold(task.Id));
        await director.PressAsync("Confier la tâche", ("Person", "daphne.LAVANDE@fabrique.example"), ("Word", "Vous connaissez le sujet mieux que moi."));
        Assert.Equal((HttpStatusCode.OK, "/taches?vue=attendues"), (director.Status, director.Address.PathAndQuery));
        Assert.Contains("Confiée à Daphné Lavande", director.Page.QuerySelector("#attendues")!.TextContent, StringComparison.Ordinal);

        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == DelegateTaskHandler.Message));
        Assert.Equal(("Daphné Lavande", true), (mail.ToName, mail.TextBody.Contains("Vous connaissez le sujet mieux que moi.", StringComparison.Ordinal)));

        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.OK, coach.Status);
        await coach.GoAsync(TaskLinks.Open(task.Id));
        Assert.Contains("Confiée par Perrine Bouleau", coach.Text, StringComparison.Ordinal);
        Assert.Contains("Vous connaissez le sujet mieux que moi.", coach.Text, StringComparison.Ordinal);
        await coach.PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Mûr."));
        Assert.Contains("Votre avis est enregistré.", coach.Text, StringComparison.Ordinal);

        var opinion = Assert.Single((await app.ReadAsync(db => db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == task.SubjectId))).Opinions);
        Assert.Equal((await OwnCaseTests.PersonAsync(app, "directrice")).Id, opinion.DirectorId);
        Assert.Equal((await OwnCaseTests.PersonAsync(app, "coach")).Id, opinion.GivenById);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(reference));
        foreach (var told in new[] { "Perrine Bouleau", "donné par Daphné Lavande", "Un avis est donné. Tâche confiée par Perrine Bouleau.", "est confiée à Daphné Lavande. Mot : « Vous connaissez" })
        {
            Assert.Contains(told, FormBrowser.Fold(team.Text), StringComparison.Ordinal);
        }

        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(ApplicationLinks.Show(reference));
        Assert.DoesNotContain("Lavande", applicant.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Vous connaissez", applicant.Text, StringComparison.Ordinal);

        await director.GoAsync("/taches?vue=closes");
        Assert.Contains("par Daphné Lavande", director.Page.QuerySelector("#closes")!.TextContent, StringComparison.Ordinal);
        await director.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        Assert.Equal(HttpStatusCode.OK, director.Status);
    }

    [Fact]
    public async Task The_mail_of_a_task_that_was_taken_back_leads_to_a_sentence()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (task, _) = await OpinionAsync(app, "directrice");
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(TaskLinks.Hold(task.Id));
        await director.PressAsync("Confier la tâche", ("Person", "daphne lavande"));
        using var coach = await app.BrowseAsync("coach");
        await director.GoAsync(TaskLinks.Hold(task.Id));
        await director.PressAsync("Reprendre la tâche");

        await coach.GoAsync(TaskLinks.Open(task.Id));
        Assert.Equal((HttpStatusCode.OK, TaskLinks.All), (coach.Status, coach.Address.AbsolutePath));
        Assert.Contains("n’est plus à faire par vous", coach.Text, StringComparison.Ordinal);

        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(TaskLinks.Open(task.Id));
        Assert.Equal(HttpStatusCode.NotFound, member.Status);
    }

    [Theory]
    [EngineData]
    public async Task Whom_a_judgement_cannot_be_entrusted_to_is_told_in_a_sentence(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (task, _) = await OpinionAsync(app, "directrice");
        await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Virgile Menthe").ExecuteUpdateAsync(set => set.SetProperty(person => person.IsActive, false)));
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(TaskLinks.Hold(task.Id));
        foreach (var (person, status, sentence) in new[]
        {
            ("", HttpStatusCode.BadRequest, "Dites à qui confier la tâche."),
            ("personne@fabrique.example", HttpStatusCode.Conflict, "Personne de l’annuaire"),
            ("Kenza Fauvette", HttpStatusCode.Conflict, "C’est le propre dossier de Kenza Fauvette"),
            ("virgile menthe", HttpStatusCode.Conflict, "n’a plus de compte actif"),
            ("Perrine Bouleau", HttpStatusCode.Conflict, "Cette tâche est déjà la vôtre"),
        })
        {
            await director.PressAsync("Confier la tâche", ("Person", person), ("Word", "Un mot gardé."));
            Assert.Equal((person, status), (person, director.Status));
            Assert.Contains(sentence, director.Text, StringComparison.Ordinal);
            Assert.Contains("Un mot gardé.", director.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        Assert.Null((await ItemAsync(app, task.Id)).DelegatedById);
    }

    [Theory]
    [EngineData]
    public async Task What_was_written_for_a_task_that_changed_hands_meanwhile_is_shown_with_the_reason(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (task, _) = await OpinionAsync(app, "directrice");
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        var mine = director.Prepare("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Écrit avant de la confier."));
        await HandlerCases.HoldAsync<DelegateTaskHandler, DelegateTask>(app, "directrice", new DelegateTask { TaskId = task.Id, Person = "Daphné Lavande", Word = "" });
        await director.SendAsync(mine);
        Assert.Equal(HttpStatusCode.Conflict, director.Status);
        Assert.Contains("Écrit avant de la confier.", director.Text, StringComparison.Ordinal);
        Assert.Contains("confiée à quelqu’un d’autre", director.Text, StringComparison.Ordinal);

        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        var theirs = coach.Prepare("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Écrit avant la reprise."));
        await director.GoAsync(TaskLinks.Hold(task.Id));
        await director.PressAsync("Reprendre la tâche");
        Assert.Equal((HttpStatusCode.OK, task.AssigneeId), (director.Status, (await ItemAsync(app, task.Id)).AssigneeId));
        await coach.SendAsync(theirs);
        Assert.Equal(HttpStatusCode.Conflict, coach.Status);
        Assert.Contains("Écrit avant la reprise.", coach.Text, StringComparison.Ordinal);
        await coach.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        Assert.Equal(HttpStatusCode.NotFound, coach.Status);
        Assert.Empty((await app.ReadAsync(db => db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == task.SubjectId))).Opinions);
    }

    [Theory]
    [EngineData]
    public async Task Of_two_who_take_a_task_at_once_one_has_it_and_the_other_reads_who(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await OwnCaseTests.GiveTeamAsync(app, "coach");
        var task = await HandlerCases.SharedTaskAsync(app);
        string[] accounts = ["equipe", "coach"];
        var outcomes = await AtOnce.RunAsync(2, number => ClaimAsync(app, accounts[number], task.Id, from: null));
        var winner = Assert.Single(accounts, account => outcomes[Array.IndexOf(accounts, account)].IsDone);
        var won = await OwnCaseTests.PersonAsync(app, winner);
        var lost = outcomes.Single(outcome => !outcome.IsDone).Refusal!;
        Assert.Equal("task-claimed", lost.Code);
        Assert.StartsWith(won.FullName, lost.Sentence, StringComparison.Ordinal);

        // The other reads it in the list, takes it over, and it is told.
        var other = accounts.Single(account => account != winner);
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync("/taches");
        Assert.Contains(winner == "equipe" ? "Vous vous en occupez depuis" : $"Prise par {won.FullName} depuis", browser.Page.QuerySelector("#a-faire")!.TextContent, StringComparison.Ordinal);
        Assert.True((await ClaimAsync(app, other, task.Id, won.Id)).IsDone);
        Assert.Equal((await OwnCaseTests.PersonAsync(app, other)).Id, (await ItemAsync(app, task.Id)).ClaimedById);
        Assert.Contains(await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == task.SubjectId).ToListAsync()), entry => entry.IsInternal && entry.Sentence.EndsWith($"reprise à {won.FullName}.", StringComparison.Ordinal));
    }

    [Theory]
    [EngineData]
    public async Task A_task_that_is_claimed_recalls_itself_to_who_sees_to_it_only(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await OwnCaseTests.GiveTeamAsync(app, "coach");
        await DrawnTaskTests.PublishAsync(app, "Equipe");
        var instance = await DrawnTaskTests.RunAsync(app, correlationId: null);
        var task = await app.ReadAsync(db => db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.WorkflowInstanceId == instance));
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(TaskLinks.Open(task.Id));
        await browser.PressAsync("Je m’en occupe");
        Assert.Equal((HttpStatusCode.OK, TaskLinks.Open(task.Id)), (browser.Status, browser.Address.AbsolutePath));
        await app.JumpAsync(task.Reminders[0].DueAt);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<TaskReminders>>().RunAsync(Token);
        Assert.Equal(["Anouk Églantine"], await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "commun/relance-tache" && mail.Subject.Contains(task.Title)).Select(mail => mail.ToName).ToListAsync()));
    }

    [Theory]
    [EngineData]
    public async Task An_opinion_that_came_too_late_is_found_among_what_was_closed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (task, _) = await OpinionAsync(app, "directrice");
        await app.TravelAsync(task.DueAt.AddDays(1));
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync("/taches?vue=closes");
        var closed = director.Page.QuerySelectorAll("#closes .fab-task").Single(card => card.QuerySelector($"a[href='{ModuleSamples.TaskPage(task.Kind, task.Id)}']") is not null).TextContent;
        Assert.Contains("Cette tâche n’est plus attendue.", closed, StringComparison.Ordinal);
        Assert.Contains("Close le", closed, StringComparison.Ordinal);
        await director.GoAsync("/taches");
        Assert.Null(director.Page.QuerySelector($"a[href='{ModuleSamples.TaskPage(task.Kind, task.Id)}']"));
    }

    [Theory]
    [EngineData]
    public async Task Whoever_had_a_task_that_is_taken_is_told_once_in_their_digest(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var entrusted = await HandlerCases.EntrustedAsync(app);
        await HandlerCases.HoldAsync<TakeBackTaskHandler, TakeBackTask>(app, "equipe", new TakeBackTask(entrusted));
        var told = Assert.Single(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == TakenAway.Message).ToListAsync()));
        Assert.Equal(("Daphné Lavande", entrusted, Domain.Messages.MessageFamily.News, Domain.Messages.MailStatus.ForDigest), (told.ToName, told.TaskId, told.Family, told.Status));
        Assert.Contains("Anouk Églantine a repris une tâche dont vous vous occupiez", told.TextBody, StringComparison.Ordinal);

        // Of two of a team: nobody is told what they do themselves.
        var shared = await HandlerCases.SharedTaskAsync(app);
        await HandlerCases.HoldAsync<ClaimTaskHandler, ClaimTask>(app, "equipe", new ClaimTask { TaskId = shared.Id, From = null });
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Template == TakenAway.Message)));

        List<Guid> moved = [await HandlerCases.EntrustedAsync(app), await HandlerCases.EntrustedAsync(app), shared.Id];
        var input = new ReassignTasks { TaskIds = moved, Person = "kenza fauvette", Role = null, Reason = "Un départ." };
        Assert.True((await app.ActAsync("admin", services => services.GetRequiredService<ReassignTasksHandler>().HandleAsync(input, Token))).IsDone);
        var gone = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == ReassignTasksHandler.TakenMessage).OrderBy(mail => mail.ToName).ToListAsync());
        Assert.Equal(["Anouk Églantine: une tâche", "Daphné Lavande: 2 tâches"], gone.Select(mail => $"{mail.ToName}: {(mail.Subject.Replace('\u00a0', ' ').Contains("2 tâches", StringComparison.Ordinal) ? "2 tâches" : "une tâche")}"));
        Assert.All(gone, mail => Assert.Contains("Un départ.", mail.TextBody, StringComparison.Ordinal));
    }

    [Theory]
    [EngineData]
    public async Task Many_are_moved_at_once_each_line_says_what_became_of_it_and_one_mail_leaves(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (own, _) = await OpinionAsync(app, "directrice");
        List<WorkItem> shared = [await HandlerCases.SharedTaskAsync(app), await HandlerCases.SharedTaskAsync(app)];
        var closed = await HandlerCases.SharedTaskAsync(app);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync($"{TaskLinks.Team}?genre=Task");
        Assert.All(shared, task => Assert.NotNull(admin.Page.QuerySelector($"input[name=Selected][value='{task.Id}']")));
        Assert.Null(admin.Page.QuerySelector($"input[name=Selected][value='{own.Id}']"));
        await app.ReadAsync(async db =>
        {
            (await db.WorkItems.SingleAsync(item => item.Id == closed.Id)).Cancel(app.Now);
            return await db.SaveChangesAsync();
        });
        var input = new ReassignTasks { TaskIds = [.. shared.Select(task => task.Id), closed.Id, own.Id], Person = "kenza fauvette", Role = null, Reason = "Un départ." };
        var results = (await app.ActAsync("admin", services => services.GetRequiredService<ReassignTasksHandler>().HandleAsync(input, Token))).Value!;
        Assert.Equal(2, results.Count(result => result.Refusal is null));
        Assert.Contains(results, result => result.Refusal?.StartsWith("Cette tâche n’est plus attendue.", StringComparison.Ordinal) == true);
        Assert.Contains(results, result => result.Refusal?.StartsWith("C’est le propre dossier de Kenza Fauvette", StringComparison.Ordinal) == true);
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == ReassignTasksHandler.Message));
        Assert.Equal(("Kenza Fauvette", "Youssef Ajonc vous confie 2 tâches"), (mail.ToName, mail.Subject.Replace('\u00a0', ' ')));

        // They come back to the role by the page, with what could not be.
        await admin.GoAsync($"{TaskLinks.Team}?recherche=Essayer");
        await admin.PressAsync("Réaffecter la sélection", ("Selected", shared[0].Id.ToString("D")), ("Role", "Equipe"), ("Reason", "Finalement non."));
        Assert.Contains("Une tâche réaffectée sur 1", admin.Text, StringComparison.Ordinal);
        var back = await ItemAsync(app, shared[0].Id);
        Assert.Equal(("Equipe", null, null), (back.AssigneeRole, back.AskedRole, back.DelegatedById));
        await admin.PressAsync("Réaffecter la sélection", ("Selected", shared[0].Id.ToString("D")));
        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
        Assert.Contains("Aucune tâche n’a changé de mains. Cette tâche est déjà demandée à ce rôle.", admin.Text, StringComparison.Ordinal);

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(TaskLinks.Team);
        Assert.Empty(auditor.Page.QuerySelectorAll("main form[method=post]"));
    }

    [Fact]
    public async Task A_task_tells_the_step_that_asked_and_what_each_answer_leads_to()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await TaskPagesTests.DecisionAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
        var why = FormBrowser.Fold(team.Page.QuerySelector("#pourquoi")!.TextContent);
        foreach (var told in new[] { "de la procédure « Candidature »", "Demandée à l’équipe de la Fabrique", "Relances : ", "« Retenue » mène à", "« Non retenue » mène à" })
        {
            Assert.Contains(told, why, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Agent", "agent", false)]
    [InlineData("Equipe", "equipe", true)]
    public async Task What_a_next_step_asks_is_told_to_the_staff_only(string role, string account, bool isTold)
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync(
            "suite",
            [],
            [
                Drawing.Node("a", "Fabrique.Task", ("title", Drawing.Literal("Compléter")), ("assignee", Drawing.Literal(role)), ("outcomes", Drawing.Json("""["Fait", "Rien"]"""))),
                Drawing.Node("b", "Fabrique.Task", ("title", Drawing.Literal("Relire en secret")), ("assignee", Drawing.Literal("Equipe")), ("outcomes", Drawing.Json("""["Fait"]"""))),
            ],
            "a.Fait -> b");
        var started = await app.Services.GetRequiredService<Fabrique.Workflows.IWorkflowRuntime>().StartAsync(new Fabrique.Workflows.StartRequest("suite"), Token);
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == started.Id));
        using var browser = await app.BrowseAsync(account);
        await browser.GoAsync(TaskLinks.Open(task.Id));
        var why = FormBrowser.Fold(browser.Page.QuerySelector("#pourquoi")!.TextContent);
        Assert.Contains("Demandée par l’étape « Compléter »", why, StringComparison.Ordinal);
        Assert.Equal(isTold, why.Contains("Relire en secret", StringComparison.Ordinal));
        Assert.Contains(isTold ? "Ensuite : Relire en secret." : "Ensuite : Tâche.", why, StringComparison.Ordinal);
    }

    /// <summary>Somebody of the team takes a task.</summary>
    private static async Task<Outcome> ClaimAsync(FabriqueApp app, string account, Guid taskId, Guid? from)
    {
        var person = await OwnCaseTests.PersonAsync(app, account);
        return await app.ActAsync(account, services =>
        {
            services.GetRequiredService<Actor>().ActAs(person.Id, person.FullName, ["Equipe"]);
            return services.GetRequiredService<ClaimTaskHandler>().HandleAsync(new ClaimTask { TaskId = taskId, From = from }, Token);
        });
    }

    private static Task<WorkItem> ItemAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == id));

    /// <summary>An opinion that a director is asked on the application of « agent ».</summary>
    private static async Task<(WorkItem Task, string Reference)> OpinionAsync(FabriqueApp app, string account)
    {
        var id = await HandlerCases.SubmitAsync(app);
        var director = await OwnCaseTests.PersonAsync(app, account);
        return (
            await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == id && item.AssigneeId == director.Id)),
            await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Reference).SingleAsync()));
    }
}
