using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>Messages in an application, between those who carry it and the team.</summary>
public sealed class ApplicationMessagesTests
{
    private const string Send = "Envoyer le message";

    [Theory]
    [EngineData]
    public async Task What_one_side_writes_is_told_to_the_other_which_reads_and_answers(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (reference, _) = await SubmittedAsync(app);
        using var agent = await app.BrowseAsync("agent");
        using var team = await app.BrowseAsync("equipe");
        await agent.GoAsync(TalkLinks.Messages(reference));
        Assert.Contains("Messages avec l’équipe de la Fabrique", agent.Title, StringComparison.Ordinal);
        await agent.PressAsync(Send, ("Text", "  "));
        Assert.Equal(HttpStatusCode.BadRequest, agent.Status);
        var twice = agent.Prepare(Send, ("Text", "Faut-il un <devis> ?\nMerci."));
        await agent.SendAsync(twice);
        await agent.SendAsync(twice);
        Assert.Contains("Votre message est envoyé à l’équipe", agent.Text, StringComparison.Ordinal);
        Assert.Single(agent.Page.QuerySelectorAll(".fab-talk__item"));
        var told = Assert.Single(await MailsAsync(app, TalkServices.FromApplicant));
        Assert.Equal("Anouk Églantine", told.ToName);
        Assert.Contains("Faut-il un <devis> ?", told.TextBody, StringComparison.Ordinal);
        Assert.Contains(TalkLinks.Messages(reference), told.TextBody, StringComparison.Ordinal);

        await team.GoAsync(ApplicationLinks.Show(reference));
        Assert.Contains("Messages (1 non lu)", team.Text, StringComparison.Ordinal);
        await team.FollowAsync("Messages (1 non lu)");
        Assert.Contains("Messages avec la personne qui candidate", team.Title, StringComparison.Ordinal);
        Assert.Contains("Non lu", team.Text, StringComparison.Ordinal);
        await team.PressAsync(Send, ("Text", "Non, une estimation suffit."));
        Assert.DoesNotContain("Non lu", team.Text, StringComparison.Ordinal);
        Assert.Contains("Lu par Anouk Églantine", team.Text, StringComparison.Ordinal);
        Assert.Equal("Kenza Fauvette", Assert.Single(await MailsAsync(app, TalkServices.FromTeam)).ToName);

        await agent.GoAsync("/mon-espace");
        Assert.Contains("1 message non lu", agent.Text, StringComparison.Ordinal);
        await agent.GoAsync(TalkLinks.Messages(reference));
        await agent.PressAsync("J’ai lu ce message");
        Assert.Contains("Lu par Kenza Fauvette", agent.Text, StringComparison.Ordinal);
        await agent.GoAsync(ApplicationLinks.Show(reference));
        Assert.DoesNotContain("non lu", agent.Page.QuerySelector("main ul[aria-label=Échanges]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_taken_back_by_its_author_for_ten_minutes_unless_it_is_read()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (reference, id) = await SubmittedAsync(app);
        using var team = await app.BrowseAsync("equipe");
        using var agent = await app.BrowseAsync("agent");
        await team.GoAsync(TalkLinks.Messages(reference));
        await team.PressAsync(Send, ("Text", "Écrit trop vite."));
        await agent.GoAsync(TalkLinks.Messages(reference));
        Assert.Empty(agent.Page.QuerySelectorAll("form[action*=Withdraw]"));
        await team.SendAsync(team.Prepare(Withdrawing(team)));
        Assert.Contains("Message retiré par Anouk Églantine", team.Text, StringComparison.Ordinal);
        await agent.GoAsync(TalkLinks.Messages(reference));
        Assert.Contains("Message retiré par Anouk Églantine", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("trop vite", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Non lu", agent.Text, StringComparison.Ordinal);

        // Read in the meantime, it stays; so does one that is too old.
        await team.PressAsync(Send, ("Text", "Lu entre-temps."));
        var late = team.Prepare(Withdrawing(team));
        await agent.GoAsync(TalkLinks.Messages(reference));
        await agent.PressAsync("J’ai lu ce message");
        await team.SendAsync(late);
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("Ce message a été lu", team.Text, StringComparison.Ordinal);
        await team.GoAsync(TalkLinks.Messages(reference));
        await team.PressAsync(Send, ("Text", "Trop vieux."));
        var old = team.Prepare(Withdrawing(team));
        await app.JumpAsync(app.Now.AddMinutes(11));
        await team.SendAsync(old);
        Assert.Contains("il y a plus de 10 minutes", team.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.Set<ApplicationMessage>().CountAsync(message => message.ApplicationId == id && message.WithdrawnAt != null)));
    }

    [Fact]
    public async Task A_file_joined_to_a_message_is_for_those_who_read_it_and_goes_with_it()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (reference, id) = await SubmittedAsync(app);
        var file = (await app.ActAsync("agent", async services =>
        {
            using var content = new MemoryStream("poste;montant\ncapteurs;1200\n"u8.ToArray());
            return await services.GetRequiredService<FileReception>().ReceiveAsync("budget.csv", content, CancellationToken.None);
        })).Value!.File;
        using var agent = await app.BrowseAsync("agent");
        using var team = await app.BrowseAsync("equipe");
        using var director = await app.BrowseAsync("directrice");
        await agent.GoAsync(TalkLinks.Messages(reference));
        await agent.SendAsync(agent.Prepare(Send, ("Text", "Voici le budget.")).With("Answers[pieces]", file.Id.ToString("N")));
        Assert.Contains("budget.csv", agent.Text, StringComparison.Ordinal);
        Assert.Contains("budget.csv", Assert.Single(await MailsAsync(app, TalkServices.FromApplicant)).TextBody, StringComparison.Ordinal);
        var kept = await app.ReadAsync(db => db.StoredFiles.SingleAsync(stored => stored.Id == file.Id));
        Assert.Equal(ApplicationMessage.SubjectCode, kept.OwnerKind);
        foreach (var (browser, status) in new[] { (agent, HttpStatusCode.OK), (team, HttpStatusCode.OK), (director, HttpStatusCode.NotFound) })
        {
            await browser.GoAsync(FileLinks.Download(kept));
            Assert.Equal(status, browser.Status);
        }

        // What somebody else sent is not theirs to join; what is taken back is read by nobody.
        await team.GoAsync(TalkLinks.Messages(reference));
        await team.SendAsync(team.Prepare(Send, ("Text", "Le vôtre ?")).With("Answers[pieces]", file.Id.ToString("N")));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("Le vôtre ?", team.Text, StringComparison.Ordinal);
        await agent.GoAsync(TalkLinks.Messages(reference));
        await agent.SendAsync(agent.Prepare(Withdrawing(agent)));
        await team.GoAsync(FileLinks.Download(kept));
        Assert.Equal(HttpStatusCode.NotFound, team.Status);
        Assert.Equal(1, await app.ReadAsync(db => db.Set<ApplicationMessage>().CountAsync(message => message.ApplicationId == id)));
    }

    [Fact]
    public async Task Rights_the_own_case_and_the_end_of_an_application_decide_who_writes()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (reference, _) = await SubmittedAsync(app);
        foreach (var (account, status) in new[] { ("auditeur", HttpStatusCode.OK), ("admin", HttpStatusCode.OK), ("directrice", HttpStatusCode.NotFound), ("agent2", HttpStatusCode.NotFound), ("coach", HttpStatusCode.NotFound), ("manager", HttpStatusCode.NotFound) })
        {
            using var reader = await app.BrowseAsync(account);
            await reader.GoAsync(TalkLinks.Messages(reference));
            Assert.True(status == reader.Status, $"{account}: {reader.Status}");
            Assert.Equal(account == "admin", reader.Page.QuerySelector("main textarea") is not null);
        }

        // A member of the team who carries an application is on the side of those who carry it.
        var own = await app.SubmitNewAsync("equipe");
        using var carrier = await app.BrowseAsync("equipe");
        await carrier.GoAsync(TalkLinks.Messages(own.Application.Reference));
        Assert.Contains("Messages avec l’équipe de la Fabrique", carrier.Title, StringComparison.Ordinal);
        await carrier.PressAsync(Send, ("Text", "Une question."));
        var told = await MailsAsync(app, TalkServices.FromApplicant);
        Assert.NotEmpty(told);
        Assert.DoesNotContain(told, mail => mail.ToName == "Anouk Églantine");

        // A draft is not the team's business; a decided application can be answered thirty days, or after the team wrote again.
        var draft = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft).Select(application => application.Reference).FirstAsync());
        using var author = await app.BrowseAsync("agent2");
        await author.GoAsync(TalkLinks.Messages(draft));
        Assert.Contains("ne lit pas les brouillons", author.Text, StringComparison.Ordinal);
        var decided = await app.ReadAsync(async db =>
        {
            var application = await db.Applications.SingleAsync(one => one.Reference == reference);
            application.Decide(retained: false, "Trop tôt.", await db.StaffMembers.Where(person => person.FullName == "Anouk Églantine").Select(person => person.Id).SingleAsync(), app.Now);
            await db.SaveChangesAsync();
            return application;
        });
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(TalkLinks.Messages(decided.Reference));
        Assert.Contains("Vous pouvez encore écrire jusqu’au", applicant.Text, StringComparison.Ordinal);
        var late = applicant.Prepare(Send, ("Text", "Je conteste."));
        await app.JumpAsync(decided.DecidedAt!.Value.AddDays(31));
        await applicant.SendAsync(late);
        Assert.Equal(HttpStatusCode.Conflict, applicant.Status);
        Assert.Contains("Je conteste.", applicant.Text, StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(TalkLinks.Messages(decided.Reference));
        await team.PressAsync(Send, ("Text", "Une précision."));
        await applicant.GoAsync(TalkLinks.Messages(decided.Reference));
        await applicant.PressAsync(Send, ("Text", "Merci."));
        Assert.Equal(HttpStatusCode.OK, applicant.Status);
    }

    internal static async Task<(string Reference, Guid Id)> SubmittedAsync(FabriqueApp app)
    {
        var id = await HandlerCases.SubmitAsync(app);
        return (await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Reference).SingleAsync()), id);
    }

    private static Task<List<OutgoingMail>> MailsAsync(FabriqueApp app, string template) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == template).OrderBy(mail => mail.ToName).ToListAsync());

    private static IHtmlButtonElement Withdrawing(FormBrowser browser) =>
        (IHtmlButtonElement)browser.Page.QuerySelectorAll("form[action*=Withdraw] button")[^1];
}
