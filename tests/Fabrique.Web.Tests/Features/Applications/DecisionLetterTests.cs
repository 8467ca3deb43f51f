using System.Net;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>What the recipient of a decision will read stands beside it, and is what they read.</summary>
public sealed class DecisionLetterTests
{
    [Theory]
    [EngineData]
    public async Task What_is_shown_is_what_is_sent(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(WordingLinks.Edit(LetterWording.Signatory.Key));
        await admin.PressAsync("Enregistrer le texte", ("Text", "Basile Tilleul, responsable de la Fabrique"));
        Assert.Contains("Le texte est enregistré.", admin.Text, StringComparison.Ordinal);

        var task = await TaskPagesTests.DecisionAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(Page(task));
        await team.FollowAsync("Voir d’avance la lettre de chaque choix");
        Assert.Equal(2, team.Page.QuerySelectorAll("main .fab-letter").Length);
        Assert.Contains(DecisionLetters.NoReason, team.Text, StringComparison.Ordinal);
        await team.FollowAsync("Décider de cette candidature");
        await team.PressAsync("Relire la lettre", ("Decision", "NotRetained"), ("Reason", "Un service existe « déjà » & suffit.\nVoyez Ombrelle."));
        Assert.Equal(HttpStatusCode.OK, team.Status);
        Assert.Equal(WorkItemStatus.Open, (await TaskPagesTests.DecisionAsync(app)).Status);
        var (subject, text) = Shown(team);
        Assert.Contains("Un service existe « déjà » & suffit.", text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Pour le directeur et par délégation", text, StringComparison.Ordinal);
        Assert.Contains("Basile Tilleul", text, StringComparison.Ordinal);
        Assert.Contains("recours gracieux", text, StringComparison.Ordinal);

        // Another reason makes another letter, which is read first.
        await team.PressAsync("Enregistrer et envoyer", ("Reason", "Un autre motif."));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("La lettre a changé", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Relire la lettre", ("Reason", "Un service existe « déjà » & suffit.\nVoyez Ombrelle."));
        Assert.Equal((subject, text), Shown(team));
        await team.PressAsync("Enregistrer et envoyer");
        Assert.Contains("La décision est enregistrée.", team.Text, StringComparison.Ordinal);

        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(sent => sent.SubjectId == task.SubjectId && sent.Template == "candidature/lettre-non-retenue"));
        Assert.Equal((subject, text), (mail.Subject, MailLayout.BodyOf(mail.TextBody)));

        var application = await app.ReadAsync(db => db.Applications.SingleAsync(one => one.Id == task.SubjectId));
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = app.Address };
        foreach (var (account, status) in new[] { ("equipe", HttpStatusCode.OK), ("auditeur", HttpStatusCode.OK), ("directrice", HttpStatusCode.NotFound), ("coach", HttpStatusCode.NotFound) })
        {
            using var reader = await app.BrowseAsync(account);
            using var request = new HttpRequestMessage(HttpMethod.Get, LetterLinks.File(application.Reference));
            request.Headers.TryAddWithoutValidation("Cookie", reader.CookieHeader);
            using var file = await http.SendAsync(request);
            Assert.True(status == file.StatusCode, $"{account}: {file.StatusCode}");
            if (account == "equipe")
            {
                Assert.Contains(PdfPages.Close("Basile Tilleul"), PdfPages.Read(await file.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_paragraph_on_remedies_can_be_emptied_and_brought_back()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(WordingLinks.Edit(LetterWording.Remedies.Key));
        await admin.PressAsync("Enregistrer le texte", ("Text", ""));
        using var team = await app.BrowseAsync("equipe");
        var task = await TaskPagesTests.DecisionAsync(app);
        await team.GoAsync(Page(task));
        await team.PressAsync("Relire la lettre", ("Decision", "NotRetained"), ("Reason", "Trop tôt."));
        Assert.DoesNotContain("recours", Shown(team).Text, StringComparison.OrdinalIgnoreCase);
        await admin.GoAsync(WordingLinks.Edit(LetterWording.Remedies.Key));
        await admin.PressAsync("Revenir au texte d’origine");
        Assert.Contains("Le texte d’origine est de nouveau en vigueur.", admin.Text, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer et envoyer");
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("recours gracieux", Shown(team).Text, StringComparison.Ordinal);

        await admin.GoAsync(WordingLinks.Edit("statut.preselectionnee-avis-attendus.interne"));
        await admin.PressAsync("Enregistrer le texte", ("Text", "Chez {nombre} directions"));
        Assert.Equal(HttpStatusCode.BadRequest, admin.Status);
        await admin.PressAsync("Enregistrer le texte", ("Text", "Chez {directions}"));
        var (reference, asked) = await ScreenedAsync(app);
        await team.GoAsync(ApplicationLinks.Show(reference));
        Assert.Contains($"Chez {(asked == 1 ? "une direction" : $"{asked} directions")}", team.Text, StringComparison.Ordinal);
        await admin.GoAsync(WordingLinks.Edit("inconnu"));
        Assert.Equal(HttpStatusCode.NotFound, admin.Status);
    }

    [Fact]
    public async Task The_directions_that_never_answered_are_named_and_awaiting_letters_are_read_one_by_one()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (reference, asked) = await ScreenedAsync(app);
        var (id, due) = await app.ReadAsync(async db =>
        {
            var application = await db.Applications.SingleAsync(one => one.Reference == reference);
            return (application.Id, await db.WorkItems.Where(item => item.SubjectId == application.Id && item.Status == WorkItemStatus.Open).MaxAsync(item => item.DueAt));
        });
        var names = await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open)
            .Join(db.StaffMembers, item => item.AssigneeId, person => person.Id, (item, person) => person.FullName).ToListAsync());
        Assert.Equal(asked, names.Count);
        await app.TravelAsync(due.AddMinutes(2));
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == id && item.Kind == ApplicationTasks.Decision && item.Status == WorkItemStatus.Open));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(Page(task));
        var silent = FormBrowser.Fold(team.Page.QuerySelector("[data-silent]")!.TextContent);
        Assert.All(names, name => Assert.Contains(name, silent, StringComparison.Ordinal));
        Assert.Contains("envoyée", silent, StringComparison.Ordinal);
        Assert.Contains("n’est plus attendu", silent, StringComparison.Ordinal);

        foreach (var path in new[] { ApplicationLinks.Show(reference), ScreeningLinks.Show(reference) })
        {
            await team.GoAsync(path);
            Assert.All(names, name => Assert.Contains(name, team.Page.QuerySelector("[data-silent]")!.TextContent, StringComparison.Ordinal));
        }

        await team.GoAsync(ApplicationLinks.Show(reference));
        Assert.Contains($"la procédure continue sans l’avis {(asked == 1 ? "d’une direction" : $"de {asked} directions")}.", team.Text, StringComparison.Ordinal);
        Assert.Contains("Présélectionnée – décision à prendre", team.Text, StringComparison.Ordinal);
        Assert.NotNull(team.Page.QuerySelector($"main .fr-callout a[href='{Page(task)}']"));
        Assert.Contains(team.Page.QuerySelectorAll(".fab-timeline details summary"), summary => summary.TextContent.Contains("rappels", StringComparison.Ordinal));

        await team.GoAsync(LetterLinks.Preview(1));
        var seen = new List<string> { team.Page.QuerySelector("main a[href$='/decision']")!.GetAttribute("href")! };
        while (team.Page.QuerySelector("main a[rel=next]") is { } next)
        {
            await team.GoAsync(next.GetAttribute("href")!);
            seen.Add(team.Page.QuerySelector("main a[href$='/decision']")!.GetAttribute("href")!);
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.Kind == ApplicationTasks.Decision && item.Status == WorkItemStatus.Open)), seen.Count);
        Assert.Contains(Page(task), seen);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(LetterLinks.Preview(1));
        Assert.Equal(HttpStatusCode.Forbidden, agent.Status);
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(LetterLinks.Preview(1));
        Assert.Contains("Aucune décision ne vous attend", director.Text, StringComparison.Ordinal);
    }

    /// <summary>An application whose directions were asked, and how many of them.</summary>
    private static async Task<(string Reference, int Asked)> ScreenedAsync(FabriqueApp app)
    {
        var (reference, id) = await ApplicationMessagesTests.SubmittedAsync(app);
        return (reference, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.SubjectId == id && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open)));
    }

    private static string Page(WorkItem task) => ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id);

    private static (string Subject, string Text) Shown(FormBrowser browser)
    {
        var letter = browser.Page.QuerySelector("#lettre .fab-letter")!;
        return (letter.QuerySelector("p")!.TextContent.Split(':', 2)[1].Trim(), letter.QuerySelector(".fab-lines")!.TextContent);
    }
}
