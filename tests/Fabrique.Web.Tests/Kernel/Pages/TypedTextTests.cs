using System.Net;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Kernel.Pages;

public sealed class TypedTextTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData("\u200b\u2060")]
    [InlineData("\u202e\u202c")]
    [InlineData("\u3164")]
    public async Task A_reason_that_nobody_can_see_is_missing(string reason)
    {
        var app = await shared.OnAsync();
        var task = await TaskPagesTests.DecisionAsync(app);
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        await browser.PressAsync("Relire la lettre", ("Decision", "Retained"), ("Reason", reason));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Donnez le motif de la décision.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_saved_is_what_can_be_read()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles");
        await browser.PressAsync("Enregistrer le brouillon", ("Answers[title]", "Sur\r\ndeux\u202e lignes"), ("Answers[problem]", "Un\r\nproblème\u200b\u0007."));
        var application = await app.ReadAsync(db => db.Applications.OrderByDescending(application => application.CreatedAt).FirstAsync());
        Assert.Equal(("Sur deux lignes", "Un\nproblème."), (application.Title, application.Answers.Text("problem")));

        var task = await TaskPagesTests.DecisionAsync(app);
        await browser.SignInAsync("equipe");
        await browser.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Decision, task.Id));
        await browser.DecideAsync("NotRetained", "Un\r\nmotif\u200b.");
        Assert.Equal("Un\nmotif.", await app.ReadAsync(db => db.Applications.Where(decided => decided.Id == task.SubjectId).Select(decided => decided.DecisionReason).SingleAsync()));
    }
}
