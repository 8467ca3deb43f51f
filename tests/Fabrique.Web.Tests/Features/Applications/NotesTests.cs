using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Domain.Applications;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>What the team keeps of an application for itself.</summary>
public sealed class NotesTests
{
    private const string Secret = "Quinquina";

    [Theory]
    [EngineData]
    public async Task Those_who_carry_an_application_meet_no_note_anywhere(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (reference, id) = await ApplicationMessagesTests.SubmittedAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(TalkLinks.Notes(reference));
        Assert.Contains("Notes internes", team.Title, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer la note", ("Text", $"{Secret} : à comparer."));
        Assert.Contains(Secret, team.Text, StringComparison.Ordinal);
        await team.SendAsync(team.Prepare((IHtmlButtonElement)team.Page.QuerySelector(".fab-talk__item form button")!));
        Assert.Contains("Épinglée", team.Text, StringComparison.Ordinal);
        await team.GoAsync(TalkLinks.Messages(reference));
        await team.PressAsync("Envoyer le message", ("Text", "Bonjour."));

        using var agent = await app.BrowseAsync("agent");
        foreach (var path in new[] { TalkLinks.Notes(reference), TalkLinks.Note(reference, await app.ReadAsync(db => db.Set<ApplicationNote>().Select(note => note.Id).SingleAsync())) })
        {
            await agent.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, agent.Status);
        }

        string[] pages =
        [
            "/mon-espace", "/taches", "/taches?vue=attendues", "/mon-espace/messages", $"/mon-espace/messages?recherche={Secret}", ApplicationLinks.Show(reference), TalkLinks.Messages(reference), ApplicationLinks.Team(reference),
            ApplicationLinks.History(reference), ApplicationLinks.Receipt(reference), ApplicationLinks.Withdraw(reference), ApplicationLinks.NameManager(reference), "/appels/services-deconcentres-mieux-outilles", "/instruction/lettres",
        ];
        foreach (var path in pages)
        {
            await agent.GoAsync(path);
            Assert.True(agent.Status is HttpStatusCode.OK or HttpStatusCode.Forbidden, $"{path}: {agent.Status}");
            var shown = path.Contains(Secret, StringComparison.Ordinal) ? agent.Page.QuerySelector("main .fab-tasks, main table")?.TextContent ?? "" : agent.Page.DocumentElement.OuterHtml;
            Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("otes internes", agent.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, ApplicationLinks.ReceiptFile(reference));
        request.Headers.TryAddWithoutValidation("Cookie", agent.CookieHeader);
        using var file = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.DoesNotContain(Secret, PdfPages.Read(await file.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        await agent.GoAsync(LetterLinks.File(reference));
        Assert.Equal(HttpStatusCode.NotFound, agent.Status);
        Assert.Equal(0, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.TextBody.Contains(Secret) || mail.HtmlBody.Contains(Secret) || mail.Subject.Contains(Secret))));
        Assert.Equal(0, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.SubjectId == id && entry.Sentence.Contains(Secret))));
    }

    [Fact]
    public async Task Its_author_alone_changes_a_note_and_what_it_said_stays()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (reference, _) = await ApplicationMessagesTests.SubmittedAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(TalkLinks.Notes(reference));
        await team.PressAsync("Enregistrer la note", ("Text", "Première version."));
        var id = await app.ReadAsync(db => db.Set<ApplicationNote>().Select(note => note.Id).SingleAsync());
        await team.GoAsync(TalkLinks.Note(reference, id));
        var other = team.Prepare("Enregistrer la note", ("Text", "D’un autre onglet."));
        await team.PressAsync("Enregistrer la note", ("Text", "Seconde version."));
        Assert.Contains("Seconde version.", team.Text, StringComparison.Ordinal);
        Assert.Contains("Première version.", team.Page.QuerySelector("main details")!.TextContent, StringComparison.Ordinal);
        await team.SendAsync(other);
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("D’un autre onglet.", team.Text, StringComparison.Ordinal);

        foreach (var account in new[] { "admin", "auditeur" })
        {
            using var reader = await app.BrowseAsync(account);
            await reader.GoAsync(TalkLinks.Notes(reference));
            Assert.Contains("Seconde version.", reader.Text, StringComparison.Ordinal);
            Assert.Empty(reader.Page.QuerySelectorAll("main form"));
            await reader.GoAsync(TalkLinks.Note(reference, id));
            Assert.Equal(HttpStatusCode.NotFound, reader.Status);
        }

        // Their own case is not theirs to read.
        var own = (await app.DraftAsync("equipe")).Application.Reference;
        await team.GoAsync(TalkLinks.Notes(own));
        Assert.Equal(HttpStatusCode.NotFound, team.Status);
    }
}
