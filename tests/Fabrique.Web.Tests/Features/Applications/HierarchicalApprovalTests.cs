using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Delegations;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>The « visa hiérarchique », on the pages of those whom it concerns.</summary>
public sealed class HierarchicalApprovalTests
{
    [Theory]
    [EngineData]
    public async Task A_substitute_gives_it_with_a_reservation_and_everybody_reads_so(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var manager = await app.BrowseAsync("manager");
        await manager.GoAsync(DelegationLinks.Mine);
        await manager.PressAsync("Enregistrer mon absence", ("From", "2026-01-12"), ("Until", "2026-01-16"), ("Substitute", "Joris Grèbe"));
        var id = await HandlerCases.ApplyAsync(app);
        Assert.Equal(["Joris Grèbe", "Solène Aubépine"], await MailedAsync(app, id, "candidature/visa-demande"));
        using var agent = await app.BrowseAsync("agent");
        var page = ApplicationLinks.Show(await ReferenceAsync(app, id));
        await agent.GoAsync(page);
        Assert.Contains("En attente de visa", agent.Text, StringComparison.Ordinal);
        Assert.Contains("Solène Aubépine Demandé le 12 janvier 2026. Attendu jusqu’au 22 janvier 2026", agent.Text, StringComparison.Ordinal);

        using var substitute = await app.BrowseAsync("agent2");
        var task = ModuleSamples.TaskPage(ApplicationTasks.Approval, (await OpenTaskAsync(app, id)).Id);
        await substitute.GoAsync(task);
        Assert.Contains("Vous agissez par suppléance de Solène Aubépine", substitute.Text, StringComparison.Ordinal);
        await substitute.PressAsync("Enregistrer mon visa", ("Visa", "ApprovedWithReservation"));
        Assert.Equal(HttpStatusCode.BadRequest, substitute.Status);
        Assert.Contains("Écrivez votre réserve", substitute.Text, StringComparison.Ordinal);
        await substitute.PressAsync("Enregistrer mon visa", ("Visa", "ApprovedWithReservation"), ("Reason", "À partir de mars."), ("HalfDays", "3"));
        Assert.Contains("Votre visa est enregistré.", substitute.Text, StringComparison.Ordinal);

        await agent.GoAsync(page);
        Assert.Contains("par suppléance : Joris Grèbe", agent.Text, StringComparison.Ordinal);
        Assert.Contains("À partir de mars.", agent.Text, StringComparison.Ordinal);
        Assert.Contains("Temps libéré : 1 jour et demi par semaine", agent.Text, StringComparison.Ordinal);
        Assert.Contains("En instruction", agent.Text, StringComparison.Ordinal);
        var told = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == id && mail.Template == "candidature/visa-rendu"));
        Assert.Contains("rendu, en son nom, par Joris Grèbe", told.TextBody, StringComparison.Ordinal);
        Assert.Contains("À partir de mars.", told.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.SubjectId == id && item.Kind == AdmissibilityTasks.Admissibility)));
    }

    [Theory]
    [EngineData]
    public async Task Silence_lets_the_application_go_on_and_tells_the_applicant_and_the_team(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await HandlerCases.ApplyAsync(app);
        var submitted = await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.SubmittedAt).SingleAsync());
        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 22), new TimeOnly(20, 0)));
        Assert.Equal(ApplicationStatus.AwaitingApproval, (await ReadAsync(app, id)).Status);

        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 23), new TimeOnly(8, 0)));

        var application = await ReadAsync(app, id);
        Assert.Equal((ApplicationStatus.UnderScreening, HierarchicalApprovalStatus.NoAnswer, submitted), (application.Status, application.Approval!.Status, application.SubmittedAt));
        Assert.Equal(["Anouk Églantine", "Kenza Fauvette"], await MailedAsync(app, id, "candidature/visa-sans-reponse"));
        Assert.Equal(WorkItemStatus.Cancelled, await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Kind == ApplicationTasks.Approval).Select(item => item.Status).SingleAsync()));
        using var manager = await app.BrowseAsync("manager");
        await manager.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Approval, await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Kind == ApplicationTasks.Approval).Select(item => item.Id).SingleAsync())));
        Assert.Contains("Cette tâche n’est plus attendue.", manager.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Whoever_has_no_known_manager_names_one_then_another_who_has_the_whole_time_given(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var agent = await app.BrowseAsync("agent2");
        await agent.GoAsync("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles");
        await agent.PressAsync("Relire et déposer", ("Answers[title]", "Estuaire"), ("Answers[problem]", "P"), ("Answers[solution]", "S"), ("Answers[first-users]", "U"));
        await agent.PressAsync("Déposer ma candidature");
        var id = await app.ReadAsync(db => db.Applications.Where(application => application.Title == "Estuaire").Select(application => application.Id).SingleAsync());
        await agent.GoAsync("/taches");
        await agent.FollowAsync("Traiter : Nommez votre responsable pour « Estuaire »");
        Assert.EndsWith("/responsable", agent.Address.AbsolutePath, StringComparison.Ordinal);
        await agent.PressAsync("Enregistrer mon responsable", ("Person", "Joris Grèbe"));
        Assert.Equal(HttpStatusCode.Conflict, agent.Status);
        Assert.Contains("Vous ne pouvez pas vous nommer vous-même", agent.Text, StringComparison.Ordinal);
        await agent.PressAsync("Enregistrer mon responsable", ("Person", "Solène Aubépine"));
        Assert.Equal(["Solène Aubépine"], await MailedAsync(app, id, "candidature/visa-demande"));
        var first = await OpenTaskAsync(app, id);

        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 20), new TimeOnly(10, 0)));
        await agent.GoAsync(ApplicationLinks.NameManager(await ReferenceAsync(app, id)));
        await agent.PressAsync("Enregistrer mon responsable", ("Person", "Gaëlle Merisier"));

        Assert.Equal(["Solène Aubépine"], await MailedAsync(app, id, "candidature/visa-confie-a-un-autre"));
        var second = await OpenTaskAsync(app, id);
        Assert.True(second.DueAt > first.DueAt);

        // The first deadline is nobody’s any more.
        await app.TravelAsync(first.DueAt.AddHours(12));
        Assert.Equal(ApplicationStatus.AwaitingApproval, (await ReadAsync(app, id)).Status);
        using var former = await app.BrowseAsync("manager");
        await former.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Approval, second.Id));
        Assert.Equal(HttpStatusCode.NotFound, former.Status);
        await app.TravelAsync(second.DueAt.AddHours(12));
        Assert.Equal((ApplicationStatus.UnderScreening, HierarchicalApprovalStatus.NoAnswer), ((await ReadAsync(app, id)).Status, (await ReadAsync(app, id)).Approval!.Status));
    }

    [Theory]
    [EngineData]
    public async Task Somebody_else_than_the_directory_tells_may_be_named_and_the_team_reads_so(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await HandlerCases.ApplyAsync(app);
        var reference = await ReferenceAsync(app, id);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.NameManager(reference));
        Assert.Contains("l’équipe de la Fabrique en est informée", agent.Text, StringComparison.Ordinal);
        await agent.PressAsync("Enregistrer mon responsable", ("Person", "Gaëlle Merisier"));
        await agent.GoAsync(ApplicationLinks.NameManager(reference));
        Assert.Contains("L’annuaire indique Solène Aubépine", agent.Text, StringComparison.Ordinal);

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(reference));
        Assert.Contains("nommé·e par la personne qui candidate ; l’annuaire indique Solène Aubépine.", team.Text, StringComparison.Ordinal);
        await agent.GoAsync(ApplicationLinks.Show(reference));
        Assert.DoesNotContain("l’annuaire indique", agent.Text, StringComparison.Ordinal);

        // Whoever was asked before has nothing to read any more.
        using var former = await app.BrowseAsync("manager");
        await former.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.NotFound, former.Status);
    }

    /// <summary>The manager is away without a substitute: whoever has the task is named, and told why.</summary>
    [Fact]
    public async Task Whoever_is_asked_in_the_place_of_the_manager_is_named_and_told_why()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var manager = await app.BrowseAsync("manager");
        await manager.GoAsync(DelegationLinks.Mine);
        await manager.PressAsync("Enregistrer mon absence", ("From", "2026-01-12"), ("Until", "2026-01-16"));
        var id = await HandlerCases.ApplyAsync(app);
        Assert.Empty(await MailedAsync(app, id, "candidature/visa-demande"));
        Assert.NotEmpty(await MailedAsync(app, id, "candidature/visa-a-la-place"));
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.Show(await ReferenceAsync(app, id)));
        Assert.Contains("à la place de Solène Aubépine", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Le visa hiérarchique est demandé à Solène Aubépine", agent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task A_refusal_is_passed_over_or_ends_with_a_letter(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        foreach (var (choice, status) in new[] { ("Override", ApplicationStatus.UnderScreening), ("Close", ApplicationStatus.NotRetained) })
        {
            var task = await HandlerCases.RefusedAsync(app);
            using var team = await app.BrowseAsync("equipe");
            await team.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.RefusalFollowUp, task.Id));
            Assert.Contains("Le service manque de monde.", team.Text, StringComparison.Ordinal);
            await team.PressAsync("Enregistrer la suite", ("Choice", choice), ("Reason", "Vu avec le service."));
            Assert.Equal(status, (await ReadAsync(app, task.SubjectId)).Status);
            Assert.Equal(choice == "Close" ? ["Kenza Fauvette"] : [], await MailedAsync(app, task.SubjectId, "candidature/lettre-sans-visa"));
        }
    }

    /// <summary>What the drawing says of silence is what happens, whatever the number: Paris's working days, to the end of the last.</summary>
    [Theory]
    [EngineData(2, "2026-01-14", "2026-01-15")]
    [EngineData(15, "2026-02-02", "2026-02-03")]
    public async Task The_drawing_decides_how_long_silence_lasts(Engine engine, int workingDays, string last, string next)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DrawAsync(app, ("workingDays", workingDays));
        var id = await HandlerCases.ApplyAsync(app);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.Show(await ReferenceAsync(app, id)));
        Assert.Contains($"Attendu jusqu’au {FrenchDate.Day(Day(last))} ; sans réponse, la procédure continue", agent.Text, StringComparison.Ordinal);

        await app.TravelAsync(ParisTime.ToUtc(Day(last), new TimeOnly(20, 0)));
        Assert.Equal((ApplicationStatus.AwaitingApproval, HierarchicalApprovalStatus.Requested), await StandingAsync(app, id));
        await app.TravelAsync(ParisTime.ToUtc(Day(next), new TimeOnly(8, 0)));
        Assert.Equal((ApplicationStatus.UnderScreening, HierarchicalApprovalStatus.NoAnswer), await StandingAsync(app, id));
        Assert.Single(await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == id && entry.Sentence.Contains("n’a pas répondu dans le délai")).ToListAsync()));
    }

    [Theory]
    [EngineData(1, "2026-01-13", "2026-01-14")]
    [EngineData(6, "2026-01-20", "2026-01-21")]
    public async Task The_drawing_decides_how_long_a_manager_may_be_named(Engine engine, int namingDays, string last, string next)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DrawAsync(app, ("namingDays", namingDays));
        var id = (await app.SubmitNewAsync("agent2")).Application.Id;
        Assert.Equal(ApplicationTasks.ManagerNaming, (await OpenTaskAsync(app, id)).Kind);

        await app.TravelAsync(ParisTime.ToUtc(Day(last), new TimeOnly(20, 0)));
        Assert.Equal((ApplicationStatus.AwaitingApproval, HierarchicalApprovalStatus.Requested), await StandingAsync(app, id));
        await app.TravelAsync(ParisTime.ToUtc(Day(next), new TimeOnly(8, 0)));
        Assert.Equal((ApplicationStatus.UnderScreening, HierarchicalApprovalStatus.NoAnswer), await StandingAsync(app, id));
        Assert.Single(await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == id && entry.Sentence.Contains("n’a été nommé dans le délai")).ToListAsync()));
        Assert.Equal(WorkItemStatus.Cancelled, await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Kind == ApplicationTasks.ManagerNaming).Select(item => item.Status).SingleAsync()));
        Assert.Empty(await MailedAsync(app, id, "candidature/visa-demande"));
    }

    /// <summary>The drawing may do without when nobody is known; it asks all the same when somebody is.</summary>
    [Theory]
    [EngineData]
    public async Task Where_the_drawing_does_without_a_manager_nobody_known_is_asked_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await DrawAsync(app, ("withoutManager", "NotRequired"));
        var saved = (await app.SubmitNewAsync("agent2")).Application;
        Assert.Equal((ApplicationStatus.UnderScreening, HierarchicalApprovalStatus.NotRequired), await StandingAsync(app, saved.Id));
        Assert.Equal(AdmissibilityTasks.Admissibility, (await OpenTaskAsync(app, saved.Id)).Kind);
        Assert.Empty(await MailedAsync(app, saved.Id, "candidature/visa-sans-reponse"));
        using var agent = await app.BrowseAsync("agent2");
        await agent.GoAsync(ApplicationLinks.Show(saved.Reference));
        Assert.Contains("Non requis", agent.Text, StringComparison.Ordinal);
        Assert.Contains("Le visa hiérarchique n’est pas requis : aucun responsable n’est connu.", agent.Text, StringComparison.Ordinal);

        var known = await HandlerCases.ApplyAsync(app);
        Assert.Equal((ApplicationStatus.AwaitingApproval, HierarchicalApprovalStatus.Requested), await StandingAsync(app, known));
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(ApplicationStatus, HierarchicalApprovalStatus)> StandingAsync(FabriqueApp app, Guid id)
    {
        var application = await ReadAsync(app, id);
        return (application.Status, application.Approval!.Status);
    }

    /// <summary>Publishes the procedure with other inputs of its step.</summary>
    private static async Task DrawAsync(FabriqueApp app, params (string Input, object Value)[] inputs)
    {
        var definitions = app.Services.GetRequiredService<WorkflowDefinitionStore>();
        var document = WorkflowDocument.Parse((await definitions.GetPublishedAsync("candidature"))!.Json);
        var step = ((JsonArray)document.Root!["activities"]!).Single(activity => (string)activity!["id"]! == "approval")!;
        foreach (var (input, value) in inputs)
        {
            step[input]!["expression"]!["value"] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
        }

        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(document);
    }

    /// <summary>What began under the drawing without the step ends under it, whatever is shipped meanwhile.</summary>
    [Theory]
    [EngineData]
    public async Task An_application_begun_under_an_older_version_keeps_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (definitions, publisher) = (app.Services.GetRequiredService<WorkflowDefinitionStore>(), app.Services.GetRequiredService<WorkflowPublisher>());
        var current = WorkflowDocument.Parse((await definitions.GetPublishedAsync("candidature"))!.Json);
        await publisher.PublishAsync(WithoutApproval(current));
        var old = await HandlerCases.ApplyAsync(app);
        Assert.Equal(ApplicationStatus.UnderScreening, (await ReadAsync(app, old)).Status);

        await publisher.PublishAsync(current);
        var recent = await HandlerCases.ApplyAsync(app);
        await app.TravelAsync(app.Now.AddDays(1));

        Assert.Equal(ApplicationStatus.AwaitingApproval, (await ReadAsync(app, recent)).Status);
        Assert.Equal(0, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.SubjectId == old && item.Kind == ApplicationTasks.Approval)));
        await app.TravelAsync(app.Now.AddDays(20));
        Assert.Equal(ApplicationTasks.Decision, (await OpenTaskAsync(app, old)).Kind);
        Assert.Empty((await ReadAsync(app, old)).Approvals);
    }

    private static WorkflowDocument WithoutApproval(WorkflowDocument document)
    {
        var older = WorkflowDocument.Parse(document.Model.ToJsonString());
        string[] gone = ["approval", "approval-given", "approval-refused", "refusal", "closing-letter", "no-approval", "no-approval-team", "admissibility", "corrections", "corrections-received", "corrections-missing", "inadmissible-letter", "admissible", "shortlist", "not-shortlisted-letter"];
        var activities = (JsonArray)older.Root!["activities"]!;
        foreach (var activity in activities.Where(activity => gone.Contains((string)activity!["id"]!)).ToList())
        {
            activities.Remove(activity);
        }

        var connections = (JsonArray)older.Root["connections"]!;
        foreach (var connection in connections.ToList())
        {
            if ((string)connection!["source"]!["activity"]! == "acknowledge")
            {
                connection["target"]!["activity"] = "opinions";
            }
            else if (gone.Contains((string)connection["source"]!["activity"]!))
            {
                connections.Remove(connection);
            }
        }

        return older;
    }

    private static Task<Application> ReadAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Applications.Include(application => application.Approvals).SingleAsync(application => application.Id == id));

    private static Task<string> ReferenceAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Reference).SingleAsync());

    private static Task<WorkItem> OpenTaskAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == id && item.Status == WorkItemStatus.Open));

    private static Task<List<string>> MailedAsync(FabriqueApp app, Guid id, string template) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == id && mail.Template == template).Select(mail => mail.ToName).Order().ToListAsync());
}
