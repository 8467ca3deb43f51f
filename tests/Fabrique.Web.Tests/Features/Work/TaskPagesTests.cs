using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Work;

public sealed class TaskPagesTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [EngineData]
    public async Task A_task_already_done_says_since_when_and_changes_nothing_any_more(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await DecisionAsync(app);
        using var first = await app.BrowseAsync("equipe");
        using var second = await app.BrowseAsync("equipe");
        await first.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        await second.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        var late = await second.PrepareDecisionAsync("NotRetained", "Une idée trop verte.");
        await first.DecideAsync("Retained", "Une idée mûre.");
        Assert.Equal(HttpStatusCode.OK, first.Status);
        var mails = await app.ReadAsync(db => db.OutgoingMails.CountAsync());

        await second.SendAsync(late);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("faite le 12 janvier 2026", second.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Une idée trop verte.", second.Text, StringComparison.Ordinal);
        var application = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == task.SubjectId));
        Assert.Equal((ApplicationStatus.Retained, "Une idée mûre."), (application.Status, application.DecisionReason));
        Assert.Equal(mails, await app.ReadAsync(db => db.OutgoingMails.CountAsync()));

        await second.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Contains("faite le 12 janvier 2026", second.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("Rien n’a été enregistré", second.Text, StringComparison.Ordinal);
        Assert.Empty(second.Page.QuerySelectorAll("main form"));
    }

    [Theory]
    [InlineData("9")]
    [InlineData("-1")]
    [InlineData("Peut-être")]
    [InlineData("")]
    public async Task A_decision_that_is_not_in_the_list_is_refused_beside_the_field(string decision)
    {
        var app = await shared.OnAsync();
        var task = await DecisionAsync(app);
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        await browser.SendAsync(browser.Prepare("Relire la lettre", ("Reason", "Un motif gardé.")).With("Decision", decision));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.NotNull(browser.Page.QuerySelector("main .fr-fieldset--error"));
        Assert.Contains("Un motif gardé.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(WorkItemStatus.Open, (await DecisionAsync(app)).Status);
    }

    [Theory]
    [InlineData("Unfavourable")]
    [InlineData("FavourableWithReservation")]
    public async Task The_error_of_an_opinions_comment_is_tied_to_its_field_and_says_what_the_hint_says(string verdict)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("directrice");
        var task = await app.ReadAsync(db => db.WorkItems.FirstAsync(item =>
            item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open && db.StaffMembers.Any(person => person.Id == item.AssigneeId && person.FullName == "Perrine Bouleau")));
        await browser.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Opinion, task.Id));
        await browser.PressAsync("Enregistrer mon avis", ("Verdict", verdict));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        var field = browser.Page.QuerySelector("textarea[name=Comment]")!;
        var error = FormBrowser.Fold(string.Concat(field.GetAttribute("aria-describedby")!.Split(' ').Select(id => browser.Page.GetElementById(id)!.TextContent)));
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.StartsWith("Expliquez votre réserve ou votre avis défavorable", error, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector($".fr-alert--error a[href='#{field.Id}']"));
        Assert.Contains("fr-input-group--error", field.ParentElement!.ClassName, StringComparison.Ordinal);

        // Asked for in the same cases, read by the same people.
        var hint = FormBrowser.Fold(browser.Page.QuerySelector($"label[for={field.Id}]")!.TextContent);
        Assert.All(new[] { "réserve", "avis défavorable", "l’équipe de la Fabrique" }, words =>
        {
            Assert.Contains(words, error, StringComparison.Ordinal);
            Assert.Contains(words, hint, StringComparison.Ordinal);
        });
        Assert.Equal(WorkItemStatus.Open, (await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == task.Id))).Status);
    }

    [Fact]
    public async Task A_stale_tab_of_a_task_that_was_cancelled_is_told_so()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await app.ReadAsync(db => db.WorkItems.FirstAsync(item =>
            item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open
            && db.Applications.Any(application => application.Id == item.SubjectId && application.Title.StartsWith("Passerelle"))));
        var director = await app.ReadAsync(db => db.StaffMembers.Where(person => person.Id == task.AssigneeId).Select(person => person.FullName).SingleAsync());
        using var browser = await app.BrowseAsync(director == "Perrine Bouleau" ? "directrice" : "directeur");
        await browser.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Opinion, task.Id));
        var form = browser.Prepare("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Gardé sous la main."));

        using var applicant = await app.BrowseAsync("agent");
        var reference = await app.ReadAsync(db => db.Applications.Where(application => application.Id == task.SubjectId).Select(application => application.Reference).SingleAsync());
        await applicant.GoAsync(ApplicationLinks.Withdraw(reference));
        await applicant.SendAsync(applicant.Prepare((IHtmlButtonElement)applicant.Page.QuerySelector("main form button")!));
        Assert.Contains("Votre candidature est retirée.", applicant.Text, StringComparison.Ordinal);

        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Empty((await app.ReadAsync(db => db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == task.SubjectId))).Opinions);
    }

    internal static Task<WorkItem> DecisionAsync(FabriqueApp app) =>
        app.ReadAsync(db => db.WorkItems.OrderBy(item => item.OpenedAt).FirstAsync(item => item.Kind == ApplicationTasks.Decision && item.Status == WorkItemStatus.Open));
}
