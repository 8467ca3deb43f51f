using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Timelines;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Timelines;

/// <summary>Where a procedure stands, on the pages of those whom it concerns.</summary>
public sealed class StandingTests
{
    [Theory]
    [EngineData]
    public async Task An_applicant_sees_the_drawing_and_why_it_waits_but_nobody_s_name(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync("/mon-espace");
        var path = applicant.Page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).OfType<string>().First(href => href.StartsWith("/candidatures/C-", StringComparison.Ordinal));
        await applicant.GoAsync(path);

        Assert.Equal(HttpStatusCode.OK, applicant.Status);
        var due = await app.ReadAsync(db => db.WorkItems
            .Where(item => item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open && db.Applications.Any(application => application.Id == item.SubjectId && path.EndsWith(application.Reference)))
            .Select(item => item.DueAt)
            .ToListAsync());
        var whom = due.Count == 1 ? "d’une direction" : $"de {due.Count} directions";
        Assert.Equal($"En attente de l’avis {whom}, jusqu’au {FrenchDate.Day(due[0])}.", Sentence(applicant));
        var details = applicant.Page.QuerySelector("main details")!;
        Assert.Equal("Voir la procédure", FormBrowser.Fold(details.QuerySelector("summary")!.TextContent));
        Assert.Contains(details.QuerySelectorAll(".fab-drawing__list > li"), step => FormBrowser.Fold(step.TextContent).StartsWith("Recueillir les avis des directions – en cours", StringComparison.Ordinal));
        var people = await app.ReadAsync(db => db.StaffMembers.Where(person => person.Email != "").Select(person => person.FullName).ToListAsync());
        Assert.DoesNotContain(people, name => details.TextContent.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain("/administration/", applicant.Page.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(path);
        var href = admin.Page.QuerySelectorAll("main a").Single(link => link.TextContent.Contains("Voir l’exécution", StringComparison.Ordinal)).GetAttribute("href")!;
        await admin.GoAsync(href);
        Assert.Equal(HttpStatusCode.OK, admin.Status);
        Assert.NotEmpty(admin.Page.QuerySelectorAll("svg .fab-drawing__step--current"));
        Assert.NotEmpty(admin.Page.QuerySelectorAll("svg .fab-drawing__arrow--followed"));
    }

    /// <summary>Since when, and how long it usually takes: the median of what was done, once there is enough of it.</summary>
    [Theory]
    [EngineData]
    public async Task Whoever_applies_reads_since_when_it_waits_and_how_long_that_usually_takes(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var application = await HandlerCases.SubmitAsync(app);
        var path = await PathAsync(app, application);
        await app.ReadAsync(async db =>
        {
            var done = await db.WorkItems.Where(item => item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Done).OrderBy(item => item.Id).ToListAsync();
            Assert.True(done.Count >= UsualDelays.Fewest);
            for (var rank = 0; rank < done.Count; rank++)
            {
                // As many below four days as above, and one that nobody did for a year.
                var days = rank == 0 ? 365 : rank <= done.Count / 2 ? 4 : 2;
                db.Entry(done[rank]).Property(item => item.OpenedAt).CurrentValue = done[rank].CompletedAt!.Value.AddDays(-days);
            }

            return await db.SaveChangesAsync();
        });

        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(path);
        Assert.Contains("Demandé le 12 janvier 2026 ; d’habitude, c’est fait en 4 jours.", FormBrowser.Fold(applicant.Text), StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task The_team_reads_the_names_and_a_product_shows_its_incubation(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        var screened = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Shortlisted).Select(application => application.Reference).ToListAsync());
        var sentences = new List<string>();
        foreach (var reference in screened)
        {
            await team.GoAsync($"/candidatures/{reference}");
            sentences.AddRange(team.Page.QuerySelectorAll("main p strong").Select(sentence => FormBrowser.Fold(sentence.TextContent)));
            Assert.DoesNotContain("Voir l’exécution", team.Text, StringComparison.Ordinal);
        }

        Assert.Contains(sentences, sentence => sentence.StartsWith("En attente de l’avis d", StringComparison.Ordinal) && sentence.Contains("de Perrine Bouleau", StringComparison.Ordinal));
        var (ghid, end) = await app.ReadAsync(async db => (await db.Products.Include(product => product.Cycles).ToListAsync())
            .Where(product => product.CurrentCycle?.EndsOn > ParisTime.DayOf(app.Now).AddDays(46))
            .Select(product => (product.Ghid, product.CurrentCycle!.EndsOn))
            .First());
        await team.GoAsync($"/produits/{ghid}/suivi");
        Assert.NotEmpty(team.Page.QuerySelectorAll("main details .fab-drawing__list > li"));
        Assert.Equal($"En attente de l’étape « Attendre J-45 avant la fin du cycle », jusqu’au {FrenchDate.Day(end.AddDays(-45))}.", Sentence(team));
        Assert.Equal(["Prévenir que le cycle s’achève"], team.Page.QuerySelectorAll(".fab-timeline__item--next .fab-timeline__what").Select(next => next.TextContent.Trim()));
    }

    [Fact]
    public async Task A_drawn_task_is_told_to_the_staff_and_to_whom_it_is_asked_and_to_nobody_else()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await DrawnTaskTests.StartAsync(app, "js:'perrine.bouleau@fabrique.example'");
        await DrawnTaskTests.PublishAsync(app, "Administrateur");
        await DrawnTaskTests.RunAsync(app, task.Subject.ToCorrelationId());
        var path = await PathAsync(app, task.SubjectId);

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(path);
        Assert.Contains("de la tâche « Vérifier le budget », à la charge de l’administration et de Perrine Bouleau, jusqu’au 19 janvier 2026", Sentence(team), StringComparison.Ordinal);
        Assert.Equal(
            [("2026-01-19", "En attente de : Perrine Bouleau", null), ("2026-01-19", "En attente de : l’administration", null)],
            Awaited(team, "Vérifier le budget").OrderBy(line => line.Who, StringComparer.Ordinal));

        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(path);
        Assert.Contains("d’une tâche, à la charge de l’administration et de la personne désignée, jusqu’au 19 janvier 2026", Sentence(applicant), StringComparison.Ordinal);
        Assert.DoesNotContain("Vérifier le budget", applicant.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Bouleau", applicant.Text, StringComparison.Ordinal);
        Assert.Empty(applicant.Page.QuerySelectorAll("main a[href^='/taches/']"));

        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync(path);
        Assert.Equal([("2026-01-19", "En attente de : Perrine Bouleau", TaskLinks.Open(task.Id))], Awaited(director, "Vérifier le budget"));

        await app.JumpAsync(task.DueAt.AddMinutes(1));
        using var later = await app.BrowseAsync("equipe");
        await later.GoAsync(path);
        Assert.Contains("à la charge de l’administration et de Perrine Bouleau, en retard depuis le 19 janvier 2026", Sentence(later), StringComparison.Ordinal);
        Assert.Contains(later.Page.QuerySelectorAll(".fab-timeline__item--awaited"), line => line.TextContent.Contains("Vérifier le budget", StringComparison.Ordinal) && line.TextContent.Contains("En retard", StringComparison.Ordinal));
    }

    /// <summary>By default an incident ends the instance, until somebody resolves it.</summary>
    [Fact]
    public async Task A_procedure_that_an_incident_stopped_says_so_until_it_is_cancelled()
    {
        await using var app = await FabriqueApp.StartAsync();
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        await DrawnTaskTests.PublishAsync(app, "js:'personne@fabrique.example'");
        var application = await DrawnTaskTests.ApplicationAsync(app);
        var stopped = await DrawnTaskTests.RunAsync(app, application);
        Assert.Equal(WorkflowSubStatus.Faulted, (await runtime.GetOutlookAsync(stopped))!.Instance.SubStatus);
        var path = await PathAsync(app, ModuleSamples.Services.GetRequiredService<SubjectTypes>().TryParse(application, out var subject) ? subject.Id : default);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(path);
        Assert.Equal("Un incident arrête la procédure : l’administration doit le lever.", Sentence(team));
        Assert.Equal(["Vérifier le budget – en échec", "Tâche – à venir"], Steps(team));
        Assert.Equal([((string?)null, "En attente de : l’administration", (string?)null)], Awaited(team, "Un incident arrête la procédure"));

        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(path);
        Assert.Equal("Un incident arrête la procédure : l’administration doit le lever.", Sentence(applicant));
        Assert.Equal(["Tâche – en cours", "Tâche – à venir"], Steps(applicant));

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(path);
        await admin.FollowAsync("Voir l’exécution de la procédure");
        Assert.Equal(AdministrationLinks.Instance(stopped), admin.Address.AbsolutePath);
        Assert.Equal(["Vérifier le budget – en échec", "Tâche – à venir"], Steps(admin));
        await runtime.CancelAsync(stopped);
        await team.GoAsync(path);
        Assert.StartsWith("En attente de l’avis ", Sentence(team), StringComparison.Ordinal);
    }

    /// <summary>Waits that administrators draw with what Elsa brings.</summary>
    [Fact]
    public async Task Whatever_a_procedure_waits_for_is_said_however_many_ended_since()
    {
        await using var app = await FabriqueApp.StartAsync();
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var application = await DrawnTaskTests.ApplicationAsync(app);
        await app.PublishAsync("pause", [], [Drawing.Node("fork", "Elsa.FlowFork", ("branches", Drawing.Json("""["A", "B"]"""))), Drawing.Node("d", "Elsa.Delay", ("timeSpan", Drawing.Literal("3.00:00:00"))), Drawing.Node("e", "Elsa.Event", ("eventName", Drawing.Literal("jamais")))], "fork.A -> d", "fork.B -> e");
        await app.PublishAsync("note", [], [Drawing.Node("n", "Elsa.WriteLine", ("text", Drawing.Literal("x")))]);
        var waiting = await runtime.StartAsync(new StartRequest("pause") { CorrelationId = application });
        for (var number = 0; number < 8; number++)
        {
            await runtime.StartAsync(new StartRequest("note") { CorrelationId = application });
        }

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(await PathAsync(app, ModuleSamples.Services.GetRequiredService<SubjectTypes>().TryParse(application, out var subject) ? subject.Id : default));
        Assert.Contains(" ; de l’étape « Délai », jusqu’au 15 janvier 2026 ; de l’étape « Événement ».", Sentence(admin), StringComparison.Ordinal);
        Assert.StartsWith("En attente de l’avis ", Sentence(admin), StringComparison.Ordinal);
        await admin.FollowAsync("Voir l’exécution de la procédure");
        Assert.Equal(AdministrationLinks.Instance(waiting.Id), admin.Address.AbsolutePath);
    }

    private static string Sentence(FormBrowser browser) => FormBrowser.Fold(browser.Page.QuerySelector("main p > strong")?.TextContent ?? "");

    private static IEnumerable<string> Steps(FormBrowser browser) => browser.Page.QuerySelectorAll("main .fab-drawing__list > li").Select(step => FormBrowser.Fold(step.TextContent).Split(" Ensuite")[0]);

    private static IEnumerable<(string? Until, string Who, string? Href)> Awaited(FormBrowser browser, string what) => browser.Page.QuerySelectorAll(".fab-timeline__item--awaited")
        .Where(line => line.QuerySelector(".fab-timeline__what")!.TextContent.Trim() == what)
        .Select(line => (line.QuerySelector("time")?.GetAttribute("datetime"), FormBrowser.Fold(line.QuerySelector(".fab-timeline__who")!.TextContent), line.QuerySelector("a")?.GetAttribute("href")));

    private static async Task<string> PathAsync(FabriqueApp app, Guid applicationId) =>
        $"/candidatures/{await app.ReadAsync(db => db.Applications.Where(application => application.Id == applicationId).Select(application => application.Reference).SingleAsync())}";
}
