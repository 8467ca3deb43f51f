using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Admissibility;

/// <summary>« Compléments »: asked for question by question, answered so, and read as a difference.</summary>
public sealed class CorrectionsTests
{
    [Theory]
    [EngineData]
    public async Task Only_what_is_asked_for_changes_and_the_team_reads_the_difference(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await AdmissibilityActs.ToCheckAsync(app);
        var before = (await AdmissibilityActs.ReadAsync(app, id)).Answers;
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ModuleSamples.TaskPage(AdmissibilityTasks.Admissibility, (await AdmissibilityActs.TaskAsync(app, id)).Id));
        await team.PressAsync("Enregistrer la recevabilité", ("Choice", "Corrections"));
        Assert.Contains("Écrivez ce qui manque sous au moins une réponse", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer la recevabilité", ("Choice", "Corrections"), ("Remarks[problem]", "Combien de services ?"), ("Message", "Presque."));
        Assert.Contains("Compléments demandés", team.Text, StringComparison.Ordinal);
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == id && mail.Template == "candidature/complements-demandes"));
        Assert.Equal("Kenza Fauvette", mail.ToName);
        Assert.Contains("Combien de services ?", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Presque.", mail.TextBody, StringComparison.Ordinal);

        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync("/taches");
        await agent.FollowAsync($"Traiter : Compléter votre candidature « {(await AdmissibilityActs.ReadAsync(app, id)).Title} »");
        Assert.Contains("Combien de services ?", agent.Text, StringComparison.Ordinal);
        Assert.Equal(["Answers[problem]"], agent.Page.QuerySelectorAll("main [name^='Answers[']").Select(field => field.GetAttribute("name")));
        await agent.PressAsync("Transmettre mes compléments", ("Answers[problem]", " "));
        Assert.Equal(HttpStatusCode.BadRequest, agent.Status);
        await agent.PressAsync("Enregistrer le brouillon", ("Answers[problem]", "Un début."));
        await agent.GoAsync(ApplicationLinks.Corrections((await AdmissibilityActs.ReadAsync(app, id)).Reference));
        Assert.Contains("Un début.", agent.Page.QuerySelector("textarea[name='Answers[problem]']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, (await AdmissibilityActs.ReadAsync(app, id)).Answers);
        await agent.PressAsync("Transmettre mes compléments", ("Answers[problem]", "Soixante services sont concernés."));
        Assert.Contains("Vos compléments sont transmis.", agent.Text, StringComparison.Ordinal);

        var application = await AdmissibilityActs.ReadAsync(app, id);
        Assert.Equal(ApplicationStatus.UnderScreening, application.Status);
        Assert.Equal("Soixante services sont concernés.", application.Answers.Text(ApplicationForms.Problem));
        Assert.All(before.Values.Where(pair => pair.Key != ApplicationForms.Problem), pair => Assert.Equal(pair.Value, application.Answers[pair.Key]));
        Assert.Equal(before, application.Correction!.Before);
        Assert.Equal("Soixante services sont concernés.", await app.ReadAsync(db => db.SubmittedAnswers.Where(answer => answer.ApplicationId == id && answer.Key == ApplicationForms.Problem).Select(answer => answer.Text).SingleAsync()));
        Assert.Equal(2, await app.ReadAsync(db => db.ApplicationRevisions.CountAsync(revision => revision.ApplicationId == id)));
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(sent => sent.SubjectId == id && sent.Template == "candidature/complements-recus")));

        await team.GoAsync(ModuleSamples.TaskPage(AdmissibilityTasks.Admissibility, (await AdmissibilityActs.TaskAsync(app, id)).Id));
        Assert.Equal("Soixante services sont concernés.", FormBrowser.Fold(string.Concat(team.Page.QuerySelectorAll("ins").Select(word => word.TextContent))));
        Assert.Contains(FormBrowser.Fold(before.Text(ApplicationForms.Problem)), FormBrowser.Fold(team.Page.QuerySelector("del")!.TextContent), StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task What_comes_too_late_is_refused_and_kept_and_the_next_round_begins_with_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await AdmissibilityActs.AskCorrectionsAsync(app);
        var application = await AdmissibilityActs.ReadAsync(app, id);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.Corrections(application.Reference));
        await agent.PressAsync("Enregistrer le brouillon", ("Answers[problem]", "Presque fini."));
        await agent.GoAsync(ApplicationLinks.Corrections(application.Reference));
        var late = agent.Prepare("Transmettre mes compléments", ("Answers[problem]", "Trop tard de peu."));
        await app.TravelAsync(application.Correction!.DueAt!.Value.AddHours(9));

        await agent.SendAsync(late);

        Assert.Equal(HttpStatusCode.Conflict, agent.Status);
        Assert.Contains("rien n’est transmis", agent.Text, StringComparison.Ordinal);
        Assert.Contains("Trop tard de peu.", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("à corriger", agent.Text, StringComparison.Ordinal);
        Assert.Single(agent.Page.QuerySelectorAll("main h2, main h3"), heading => heading.TextContent == "Ce que vous aviez écrit");
        Assert.Contains(agent.Page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == TalkLinks.Messages(application.Reference));
        await agent.GoAsync(ApplicationLinks.Show(application.Reference));
        Assert.Contains("Vos compléments n’ont pas été transmis", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Vous n’avez rien à faire", agent.Text, StringComparison.Ordinal);
        Assert.Contains("est à compléter au plus tard le", agent.Page.QuerySelector(".fab-timeline")!.TextContent, StringComparison.Ordinal);
        application = await AdmissibilityActs.ReadAsync(app, id);
        Assert.Equal((ApplicationStatus.UnderScreening, CorrectionRequestStatus.NoAnswer), (application.Status, application.Correction!.Status));
        Assert.Equal("Presque fini.", application.Correction.Draft!.Text(ApplicationForms.Problem));
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == id && mail.Template == "candidature/complements-sans-reponse")));

        await AdmissibilityActs.AskAgainAsync(app, id);
        await agent.GoAsync(ApplicationLinks.Corrections(application.Reference));
        Assert.Contains("Presque fini.", agent.Page.QuerySelector("textarea[name='Answers[problem]']")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task The_team_gives_more_time_and_the_former_deadline_is_nobodys(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await AdmissibilityActs.AskCorrectionsAsync(app);
        var first = await AdmissibilityActs.ReadAsync(app, id);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(first.Reference));
        await team.FollowAsync("Accorder un délai");
        await team.PressAsync("Accorder le délai", ("UntilDay", "2026-01-13"), ("Reason", "Congés."));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("Choisissez un instant après celui qui est déjà donné.", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Accorder le délai", ("UntilDay", "2026-02-20"), ("Reason", "Congés."));
        Assert.Contains("Le délai est accordé.", team.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == id && mail.Template == "candidature/complements-delai")));

        await app.TravelAsync(first.Correction!.DueAt!.Value.AddDays(2));
        var granted = await AdmissibilityActs.ReadAsync(app, id);
        Assert.Equal((ApplicationStatus.CorrectionRequested, "Congés."), (granted.Status, granted.Correction!.GrantReason));
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == id && item.Status == WorkItemStatus.Open));
        Assert.Equal((AdmissibilityTasks.Corrections, granted.Correction.DueAt!.Value), (task.Kind, task.DueAt));

        await app.TravelAsync(granted.Correction.DueAt.Value.AddHours(9));
        Assert.Equal(ApplicationStatus.UnderScreening, (await AdmissibilityActs.ReadAsync(app, id)).Status);
    }
}
