using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.SampleNoun.Features.Workshops;
using Fabrique.Testing;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Kernel.Modules;

/// <summary>A noun that only the tests have, brought by its module and nothing else.</summary>
public sealed class SampleNounTests
{
    private static readonly string[] Tables =
    [
        "create table workshops (id uuid primary key, title varchar(100) not null, held_on date not null, host_id uuid not null, report varchar(1000), version integer not null)",
        "create table workshops (id text primary key, title text not null, held_on text not null, host_id text not null, report text, version integer not null)",
    ];

    [Theory]
    [EngineData]
    public async Task A_noun_goes_from_the_drawing_to_the_mail(Engine engine)
    {
        using var folder = new SampleFolder();
        await using var app = await FabriqueApp.StartAsync(engine, null, ("Fabrique:Modules:0", "Fabrique.SampleNoun"), ("Workflows:Path", folder.Path));
        await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync(Tables[engine is Engine.PostgreSql ? 0 : 1]));
        await app.PublishAsync(
            "atelier",
            [],
            [
                Node("fin", "Fabrique.WaitForDate", ("date", Literal("WorkshopEnd"))),
                Node("rendre", "Fabrique.AskWorkshopReport", ("workingDays", Literal(5)), ("reminders", Literal("J-1"))),
                Node("remercier", "Fabrique.SendMessage", ("message", Literal("atelier/merci")), ("recipients", Literal("WorkshopHost"))),
            ]);
        var workshop = await PlanAsync(app, new DateOnly(2026, 1, 14));

        // Nothing before its date; then the task, with the mail that its tags fill.
        Assert.Empty(await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == workshop).ToListAsync()));
        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 14), new TimeOnly(18, 1)));
        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == workshop));
        Assert.Equal(WorkshopsModule.Report, task.Kind);
        Assert.Equal(WorkshopSubject.SubjectCode, task.SubjectKind);
        var asked = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == workshop));
        Assert.Equal("Rendez compte de l’atelier «\u00a0Cartographier les usages\u00a0»", asked.Subject);
        Assert.Contains("du 14 janvier 2026", asked.TextBody, StringComparison.Ordinal);
        Assert.Contains($"/taches/{task.Id:D}", asked.TextBody, StringComparison.Ordinal);

        // The reminder leaves at its time, by the product's job.
        await app.TravelAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 20), new TimeOnly(9, 1)));
        Assert.Single(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == workshop && mail.Template == "commun/relance-tache").ToListAsync()));

        // Administrators find it in their menu, and read what its procedure is about.
        using var administrator = await app.BrowseAsync("admin");
        await administrator.GoAsync("/administration");
        Assert.NotNull(administrator.Page.QuerySelector("main a[href='/ateliers']"));
        await administrator.GoAsync("/administration/instances");
        Assert.Contains("Cartographier les usages", administrator.Text, StringComparison.Ordinal);

        // The person finds it in their space, in the navigation, and on a page of its own.
        using var host = await app.BrowseAsync("agent");
        await host.GoAsync("/mon-espace");
        Assert.Contains("Mes ateliers", host.Text, StringComparison.Ordinal);
        Assert.NotNull(host.Page.QuerySelector("nav a[href='/ateliers']"));
        await host.FollowAsync("Traiter : Rendre compte de « Cartographier les usages »");
        await host.PressAsync("Enregistrer le compte rendu", ("Report", "Douze usages cartographiés."));
        Assert.Equal("/mon-espace", host.Address.AbsolutePath);

        // The procedure went on: thanks were sent, and its timeline tells all of it.
        Assert.Equal("Douze usages cartographiés.", await app.ReadAsync(db => db.Set<Workshop>().Where(kept => kept.Id == workshop).Select(kept => kept.Report).SingleAsync()));
        Assert.Single(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == workshop && mail.Template == "atelier/merci").ToListAsync()));
        await host.GoAsync(WorkshopLinks.Show(workshop));
        Assert.Contains("Le compte rendu est enregistré.", host.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_noun_is_simulated_and_found_in_the_registries()
    {
        using var folder = new SampleFolder();
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, null, ("Fabrique:Modules:0", "Fabrique.SampleNoun"), ("Workflows:Path", folder.Path));
        var document = Document(
            "atelier",
            [
                Node("fin", "Fabrique.WaitForDate", ("date", Literal("WorkshopEnd"))),
                Node("rendre", "Fabrique.AskWorkshopReport", ("workingDays", Literal(5)), ("reminders", Literal("J-1"))),
                Node("remercier", "Fabrique.SendMessage", ("message", Literal("atelier/merci")), ("recipients", Literal("WorkshopHost"))),
            ]);
        var report = await app.Services.GetRequiredService<ProcedureSimulator>().SimulateAsync(
            new SimulationRequest(document, new DateTime(2026, 1, 12, 8, 0, 0, DateTimeKind.Utc)), TestContext.Current.CancellationToken);
        Assert.Empty(report.Problems);
        var path = Assert.Single(report.Paths);
        Assert.Equal(SimulationEnd.Finished, path.End);
        Assert.Equal(
            ["Rendez compte de l’atelier «\u00a0Atelier simulé\u00a0»", "Merci pour l’atelier «\u00a0Atelier simulé\u00a0»"],
            path.Events.Where(happened => happened.Kind is SimulationEventKind.Mail).Select(happened => happened.Text));

        var catalog = app.Services.GetRequiredService<ModuleCatalog>();
        Assert.Equal("deux ans après leur tenue", Assert.Single(catalog.PersonalData, rule => rule.What == "Les ateliers").HowLong);
        Assert.Single(catalog.Exports, offer => offer.Href == "/ateliers.csv");
        Assert.Single(catalog.Help, topic => topic.Title == "Animer un atelier");
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Single(scope.ServiceProvider.GetServices<SearchSource>());
    }

    [Theory]
    [EngineData]
    public async Task What_a_module_that_is_gone_left_is_shown_and_stops_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var subject = new Subject(WorkshopSubject.SubjectCode, Guid.CreateVersion7());
        var task = WorkItem.Open(Guid.CreateVersion7(), WorkshopsModule.Report, subject, "Rendre compte de l’atelier", Assignee.HoldersOf(AppRoles.Team), "une-instance", app.Now, app.Now.AddDays(1), ReminderPolicy.On([new ReminderDay(-1), new ReminderDay(0)]));
        await app.ReadAsync(async db =>
        {
            db.WorkItems.Add(task);
            return await db.SaveChangesAsync();
        });

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync("/taches");
        Assert.Contains("Rendre compte de l’atelier", team.Text, StringComparison.Ordinal);
        Assert.Contains(WorkshopsModule.Report, team.Text, StringComparison.Ordinal);
        await team.GoAsync(TaskLinks.Open(task.Id));
        Assert.Equal(System.Net.HttpStatusCode.OK, team.Status);
        Assert.Contains("n’est plus installée", team.Text, StringComparison.Ordinal);
        Assert.Null(team.Page.QuerySelector("main form[method=post]"));

        // Its reminder leaves like the others.
        await app.TravelAsync(app.Now.AddDays(2));
        Assert.NotEmpty(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == subject.Id).ToListAsync()));
    }

    private static async Task<Guid> PlanAsync(FabriqueApp app, DateOnly heldOn) => await app.ActAsync("agent", async services =>
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        var host = services.GetRequiredService<Fabrique.Web.Kernel.People.Actor>().Id;
        var workshop = Workshop.Plan(Guid.CreateVersion7(app.Clock.GetUtcNow()), "Cartographier les usages", heldOn, host);
        db.Add(workshop);
        var signals = services.GetRequiredService<IWorkflowSignals>();
        signals.Start(new StartRequest("atelier") { CorrelationId = new Subject(WorkshopSubject.SubjectCode, workshop.Id).ToCorrelationId() });
        await db.SaveChangesAsync();
        await signals.KickAsync(CancellationToken.None);
        return workshop.Id;
    });

    /// <summary>The shipped procedures and messages, and those of the sample noun.</summary>
    private sealed class SampleFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fabrique-sample-");

        public SampleFolder()
        {
            foreach (var source in new[] { "workflows", "sample-workflows" })
            {
                var root = System.IO.Path.Combine(AppContext.BaseDirectory, source);
                foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
                {
                    var target = System.IO.Path.Combine(folder.FullName, System.IO.Path.GetRelativePath(root, file));
                    Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                    File.Copy(file, target);
                }
            }
        }

        public string Path => folder.FullName;

        public void Dispose() => folder.Delete(recursive: true);
    }
}
