using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Announce;
using Fabrique.Web.Features.Panels.Results;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

/// <summary>Decisions under embargo, told at one instant, and what becomes of them.</summary>
public sealed class DecisionTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory, EngineData]
    public async Task Nothing_is_told_before_the_instant_and_all_of_it_then(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await DecisionActs.WaitingAsync(app);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "directrice", first: 5, second: 10);
        await PanelActs.AssessAsync(app, jury, "coach", first: 4, second: 12);

        // Delays that the clock passes show on the pages too: what is compared is read on one day.
        var releaseAt = app.Now.Date.AddDays(4).AddHours(9);
        await app.JumpAsync(releaseAt.AddMinutes(-90));
        using var applicant = await app.BrowseAsync("agent");
        var before = await SeeAsync(applicant, jury);
        var mails = await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.ToName == "Kenza Fauvette"));

        using var team = await app.BrowseAsync("equipe");
        await DecisionActs.ConcludeAsync(app, jury, DecisionOutcome.Retained, DecisionOutcome.WaitingList, DecisionOutcome.NotRetained);
        await team.GoAsync(PanelLinks.Embargo(jury.Panel.Id));
        Assert.Equal(("10", "5"), (team.Page.QuerySelector("#ReplyDays")!.GetAttribute("value"), team.Page.QuerySelector("#AnswerDays")!.GetAttribute("value")));
        await team.PressAsync("Préparer l’annonce", ("Day", "2026-01-10"), ("Hour", "10:00"));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        await team.PressAsync("Préparer l’annonce", ("Day", $"{releaseAt:yyyy-MM-dd}"), ("Hour", "10:00"));
        Assert.Contains("Sous embargo", team.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pas encore à attendre le jury", team.Text, StringComparison.Ordinal);
        await team.GoAsync(PanelLinks.Release(jury.Panel.Id));
        Assert.Contains("sous embargo jusqu’au", team.Text, StringComparison.Ordinal);
        Assert.Equal("batch-under-embargo", (await ReleaseAsync(app, jury)).Refusal?.Code);

        // Read one by one, as they will leave.
        await team.GoAsync(PanelLinks.Letters(jury.Panel.Id, 2));
        Assert.Contains("au rang 1", team.Text.Replace("**", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(jury.Items[1].Reference, team.Text, StringComparison.Ordinal);
        var preview = team.Page.QuerySelector(".fab-letter .fab-lines")!.TextContent;

        await app.JumpAsync(releaseAt.AddMinutes(-61));
        Assert.Equal(before, await SeeAsync(applicant, jury));
        Assert.Equal(mails, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.ToName == "Kenza Fauvette")));
        await applicant.GoAsync(PanelLinks.Result(jury.Items[0].Reference));
        Assert.Equal(HttpStatusCode.NotFound, applicant.Status);
        foreach (var act in new[] { PanelLinks.Reply(jury.Items[0].Reference), PanelLinks.AskToTalk(jury.Items[0].Reference), PanelLinks.GiveUp(jury.Items[0].Reference), PanelLinks.Decisions(jury.Panel.Id), PanelLinks.Letters(jury.Panel.Id, 1) })
        {
            await applicant.GoAsync(act);
            Assert.Equal(HttpStatusCode.NotFound, applicant.Status);
        }

        await app.TravelAsync(releaseAt);
        await app.TravelAsync(app.Now);
        Assert.Equal(
            [ApplicationStatus.Retained, ApplicationStatus.Shortlisted, ApplicationStatus.NotRetained],
            await StatusesAsync(app, jury));
        Assert.Equal(1, await app.ReadAsync(db => db.Products.CountAsync(product => product.ApplicationId == jury.Items[0].Id)));
        var letters = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.CreatedAt >= releaseAt && mail.ToName == "Kenza Fauvette" && mail.Template.StartsWith("candidature/lettre")).OrderBy(mail => mail.Template).ToListAsync());
        Assert.Equal(["candidature/lettre-liste-d-attente", "candidature/lettre-non-retenue", "candidature/lettre-retenue"], letters.Select(letter => letter.Template));
        Assert.Equal(Squeeze(preview), Squeeze(Fabrique.Web.Platform.Mail.MailLayout.BodyOf(letters[0].TextBody)));
        Assert.Contains("Votre premier comité, où vous présenterez ce que votre produit change, se tient le 2 mars 2026", letters[2].TextBody.Replace("**", "", StringComparison.Ordinal).ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("2 mars 2026", letters[1].TextBody, StringComparison.Ordinal);
        Assert.Contains("demandez un échange", letters[1].TextBody, StringComparison.Ordinal);
        Assert.Contains($"Motif du jury pour {jury.Items[2].Reference}.", letters[1].TextBody, StringComparison.Ordinal);

        await applicant.GoAsync(PanelLinks.Result(jury.Items[0].Reference));
        Assert.Contains("4,5", applicant.Text, StringComparison.Ordinal);
        Assert.Contains("Vous pouvez répondre à cette décision", applicant.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dit par", applicant.Text, StringComparison.Ordinal);
        Assert.Equal("batch-already-released", (await ReleaseAsync(app, jury)).Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task Eight_who_publish_at_once_publish_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await DecisionActs.PreparedAsync(app, jury, app.Now, DecisionOutcome.Retained, DecisionOutcome.NotRetained);
        var outcomes = await AtOnce.RunAsync(8, _ => ReleaseAsync(app, jury));
        Assert.Equal(1, outcomes.Count(outcome => outcome.IsDone));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("batch-already-released", outcome.Refusal!.Code));
        Assert.Equal(1, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.SubjectId == jury.Panel.Id && entry.Sentence.Contains("publiées"))));
    }

    [Theory, EngineData]
    public async Task A_place_that_is_given_up_goes_along_the_waiting_list_until_somebody_takes_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await DecisionActs.WaitingAsync(app);
        var releaseAt = app.Now.Date.AddDays(1).AddHours(9);
        await DecisionActs.PreparedAsync(app, jury, releaseAt, DecisionOutcome.Retained, DecisionOutcome.WaitingList, DecisionOutcome.WaitingList);
        await app.TravelAsync(releaseAt);
        await app.TravelAsync(app.Now);
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(PanelLinks.GiveUp(jury.Items[0].Reference));
        await applicant.PressAsync("Rendre ma place");
        Assert.Contains("Votre place est rendue", applicant.Text, StringComparison.Ordinal);
        await app.TravelAsync(app.Now.AddMinutes(1));

        // Held out to the first of the list, who says nothing in five working days.
        var offered = await OfferAsync(app, jury.Items[1]);
        Assert.Contains(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "candidature/place-proposee").Select(mail => mail.Subject).ToListAsync()), subject => subject.Contains(jury.Items[1].Reference, StringComparison.Ordinal));
        Assert.Equal(0, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.Kind == PanelTasks.Place && item.SubjectId == jury.Items[2].Id)));
        await app.TravelAsync(offered.DueAt.AddMinutes(1));
        await app.TravelAsync(app.Now.AddMinutes(1));
        Assert.Equal([ApplicationStatus.Retained, ApplicationStatus.NotRetained, ApplicationStatus.Shortlisted], await StatusesAsync(app, jury));
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Template == "candidature/lettre-place-sans-reponse")));

        // Then to the second, who takes it.
        var second = await OfferAsync(app, jury.Items[2]);
        await applicant.GoAsync(ModuleSamples.TaskPage(PanelTasks.Place, second.Id));
        await applicant.PressAsync("Envoyer ma réponse");
        Assert.Equal(HttpStatusCode.BadRequest, applicant.Status);
        await applicant.PressAsync("Envoyer ma réponse", ("Choice", "Accept"));
        Assert.Contains("La place est à vous", applicant.Text, StringComparison.Ordinal);
        Assert.Equal([ApplicationStatus.Retained, ApplicationStatus.NotRetained, ApplicationStatus.Retained], await StatusesAsync(app, jury));
        Assert.Equal(1, await app.ReadAsync(db => db.Products.CountAsync(product => product.ApplicationId == jury.Items[2].Id)));
    }

    [Theory, EngineData]
    public async Task Who_withdraws_leaves_their_place_before_or_after_it_is_told(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await DecisionActs.WaitingAsync(app);
        var releaseAt = app.Now.Date.AddDays(1).AddHours(9);
        await DecisionActs.PreparedAsync(app, jury, releaseAt, DecisionOutcome.Retained, DecisionOutcome.WaitingList, DecisionOutcome.WaitingList);
        await WithdrawAsync(app, jury.Items[0]);
        await app.TravelAsync(releaseAt);
        await app.TravelAsync(app.Now.AddMinutes(1));
        await OfferAsync(app, jury.Items[1]);
        await WithdrawAsync(app, jury.Items[1]);
        await app.TravelAsync(app.Now.AddMinutes(1));
        await OfferAsync(app, jury.Items[2]);
        var batch = await DecisionActs.BatchAsync(app, jury.Panel.Id);
        Assert.Equal([false, false, true], jury.Items.Select(item => batch.Find(new Subject("Application", item.Id))!.WithdrawnAt is null));
    }

    [Theory, EngineData]
    public async Task What_is_answered_and_asked_is_read_by_the_team(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await DecisionActs.ToldAsync(app, DecisionOutcome.NotRetained);
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(PanelLinks.Reply(jury.Items[0].Reference));
        await applicant.PressAsync("Envoyer ma réponse", ("Text", "Le besoin existe <b>bel et bien</b>."));
        Assert.Contains("Votre réponse est envoyée", applicant.Text, StringComparison.Ordinal);
        await applicant.GoAsync(PanelLinks.AskToTalk(jury.Items[0].Reference));
        await applicant.PressAsync("Demander cet échange", ("Wish", "Le mardi matin."));
        Assert.Contains("Vous avez demandé un échange", applicant.Text, StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Decisions(jury.Panel.Id));
        Assert.Contains("Le besoin existe <b>bel et bien</b>.", team.Text, StringComparison.Ordinal);
        Assert.Contains("Le mardi matin.", team.Text, StringComparison.Ordinal);
        Assert.Equal(2, await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == jury.Items[0].Id && (mail.Template == ReplyToDecisionHandler.Message || mail.Template == AskToTalkHandler.Message)).Select(mail => mail.Template).Distinct().CountAsync()));

        // Ten working days after Monday 12 January 2026.
        await app.JumpAsync(new DateTime(2026, 1, 27, 8, 0, 0, DateTimeKind.Utc));
        await applicant.GoAsync(PanelLinks.Reply(jury.Items[1].Reference));
        Assert.Contains("Le délai de réponse a pris fin le 26 janvier 2026.", applicant.Text, StringComparison.Ordinal);
        Assert.Equal("reply-too-late", (await app.ActAsync("agent", services => services.GetRequiredService<ReplyToDecisionHandler>().HandleAsync(new ReplyToDecision(jury.Items[1].Id, "Trop tard."), Token))).Refusal?.Code);

        // Whoever presides reads them with the team; other members do not.
        foreach (var (account, status) in new[] { ("directrice", HttpStatusCode.OK), ("auditeur", HttpStatusCode.OK), ("manager", HttpStatusCode.NotFound), ("agent", HttpStatusCode.NotFound) })
        {
            using var reader = await app.BrowseAsync(account);
            await reader.GoAsync(PanelLinks.Decisions(jury.Panel.Id));
            Assert.Equal(status, reader.Status);
            await reader.GoAsync(PanelLinks.Letters(jury.Panel.Id, 1));
            Assert.Equal(status, reader.Status);
        }

        using var other = await app.BrowseAsync("agent2");
        await other.GoAsync(PanelLinks.Result(jury.Items[0].Reference));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
    }

    [Theory, EngineData]
    public async Task A_procedure_that_asks_the_team_is_answered_by_the_jury(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await Kernel.UseCases.HandlerCases.SubmitAsync(app);
        await DecisionActs.GiveOpinionsAsync(app, id);
        var task = await Kernel.UseCases.HandlerCases.TaskAsync(app, id, account: null);
        Assert.Equal(ApplicationTasks.Decision, task.Kind);
        var application = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == id));
        var call = await app.ReadAsync(db => db.Calls.SingleAsync(call => call.Id == application.CallId));
        var people = (await PanelActs.JuryAsync(app)).People;
        var panel = Panel.Constitute(Guid.CreateVersion7(), PanelReader.JuryKind, "Un jury tardif", new Subject("Call", call.Id), QuorumRule.None, Majority.Simple, chairHasCastingVote: false);
        await Kernel.UseCases.HandlerCases.SaveAsync(app, panel);
        var jury = new SampleJury(call, panel, [application], people);
        await DecisionActs.PreparedAsync(app, jury, app.Now, DecisionOutcome.NotRetained);
        Assert.Null((await ReleaseAsync(app, jury)).Refusal);
        Assert.Equal([ApplicationStatus.NotRetained], await StatusesAsync(app, jury));
        Assert.Equal(WorkItemStatus.Cancelled, await app.ReadAsync(db => db.WorkItems.Where(item => item.Id == task.Id).Select(item => item.Status).SingleAsync()));
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == id && mail.Template == "candidature/lettre-non-retenue")));
    }

    /// <summary>What the applicant reads of them, wherever they read it.</summary>
    private static async Task<string> SeeAsync(FormBrowser applicant, SampleJury jury)
    {
        var seen = new List<string>();
        foreach (var path in jury.Items.Select(item => ApplicationLinks.Show(item.Reference)).Append("/mon-espace").Append("/recherche?q=passerelle").Append("/taches").Append("/mon-espace/messages"))
        {
            await applicant.GoAsync(path);
            seen.Add($"{path} {applicant.Status} {applicant.Page.QuerySelector("main")!.TextContent}");
        }

        return string.Join('\n', seen);
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));

    private static Task<Outcome> ReleaseAsync(FabriqueApp app, SampleJury jury) =>
        app.ActAsync("equipe", services => services.GetRequiredService<ReleaseDecisionsHandler>().HandleAsync(new ReleaseDecisions(jury.Panel.Id), Token));

    private static Task<Outcome> WithdrawAsync(FabriqueApp app, Application application) => app.ActAsync("agent", services =>
        services.GetRequiredService<Fabrique.Web.Features.Applications.Withdraw.WithdrawApplicationHandler>().HandleAsync(new Fabrique.Web.Features.Applications.Withdraw.WithdrawApplication { ApplicationId = application.Id }, Token));

    private static Task<WorkItem> OfferAsync(FabriqueApp app, Application application) =>
        app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Kind == PanelTasks.Place && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open));

    private static async Task<List<ApplicationStatus>> StatusesAsync(FabriqueApp app, SampleJury jury)
    {
        var ids = jury.Items.Select(item => item.Id).ToList();
        return await app.ReadAsync(db => db.Applications.Where(application => ids.Contains(application.Id)).OrderBy(application => application.Reference).Select(application => application.Status).ToListAsync());
    }
}
