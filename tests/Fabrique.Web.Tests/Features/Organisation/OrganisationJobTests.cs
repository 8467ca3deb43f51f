using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Accounts.ChangeAccess;
using Fabrique.Web.Features.Organisation;
using Fabrique.Web.Features.Organisation.FollowSources;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Platform.Graph;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Organisation;

public sealed class OrganisationJobTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("organisation-");

    private string UnitsFile => Path.Combine(folder.FullName, "unites.csv");

    private string PeopleFile => Path.Combine(folder.FullName, "personnes.csv");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [EngineData]
    public async Task Files_are_followed_each_night_and_a_wrong_one_is_an_incident_until_it_is_mended(Engine engine)
    {
        await using var app = await StartAsync(engine);
        await File.WriteAllBytesAsync(UnitsFile, await OrganisationSamples.UnitsFileAsync(app, "neuf;;Une unité neuve;Bureau;sg;;"));
        await File.WriteAllTextAsync(PeopleFile, "courriel;unite\njoris.grebe@fabrique.example;neuf");
        await RunAsync(app);
        Assert.Equal("Une unité neuve", await UnitOfJorisAsync(app));
        Assert.Empty(await IncidentsAsync(app));
        Assert.True(await app.ReadAsync(db => db.AuditEntries.AnyAsync(entry => entry.ActorId == null && entry.UseCase == "ApplyOrganisation")));

        // Not before the night, however often it runs.
        await File.AppendAllTextAsync(PeopleFile, "\nkenza.fauvette@fabrique.example;nulle-part");
        await RunAsync(app);
        Assert.Empty(await IncidentsAsync(app));
        Assert.Equal(ParisTime.ToUtc(new DateOnly(2026, 1, 13), new TimeOnly(3, 30)), await NextAsync(app));

        await app.JumpAsync((await NextAsync(app))!.Value);
        await RunAsync(app);
        await RunAsync(app);
        var incident = Assert.Single(await IncidentsAsync(app));
        Assert.Equal((OrganisationIncidents.Own.Code, OrganisationReading.Sources, 1), (incident.Source, incident.Key, incident.Attempts));
        Assert.Contains("Personnes, ligne 3", incident.Error, StringComparison.Ordinal);

        // Closed by hand it cannot be; retried, the files are read at once.
        await File.WriteAllTextAsync(PeopleFile, "courriel;unite\njoris.grebe@fabrique.example;climat");
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var source = scope.ServiceProvider.GetServices<IncidentSource>().Single(known => known.Kind == OrganisationIncidents.Own);
            Assert.Equal("organisation-not-closable", (await source.CloseAsync(incident.Key, CancellationToken.None))?.Code);
            Assert.Null(await source.RetryAsync(incident.Key, CancellationToken.None));
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        await RunAsync(app);
        Assert.Empty(await IncidentsAsync(app));
        Assert.Equal("Direction du climat et de l’énergie", await UnitOfJorisAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task Run_twice_or_eight_times_at_once_it_does_nothing_more(Engine engine)
    {
        await using var app = await StartAsync(engine);
        await File.WriteAllBytesAsync(UnitsFile, await OrganisationSamples.UnitsFileAsync(app, "neuf;;Une unité neuve;Bureau;sg;;"));
        await File.WriteAllTextAsync(PeopleFile, "courriel;unite\njoris.grebe@fabrique.example;neuf");
        await AtOnce.RunAsync(8, async _ =>
        {
            await RunAsync(app);
            return true;
        });
        await RunAsync(app);
        Assert.Empty(await IncidentsAsync(app));
        Assert.Equal("Une unité neuve", await UnitOfJorisAsync(app));
        Assert.Equal(
            ["OrganisationUnit Added", "StaffMember Modified"],
            await app.ReadAsync(db => db.AuditEntries.Where(entry => entry.UseCase == "ApplyOrganisation").Select(entry => entry.EntityType + " " + entry.Action).OrderBy(text => text).ToListAsync()));
    }

    [Fact]
    public async Task A_file_that_is_not_there_changes_nothing_and_is_told()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        await RunAsync(app);
        Assert.Contains("ne peut pas être lu", Assert.Single(await IncidentsAsync(app)).Error, StringComparison.Ordinal);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync("/administration/organisation");
        Assert.Contains("ne sont pas suivies depuis le 12 janvier 2026", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync("/administration/incidents");
        Assert.Contains("Les sources de l’organisation ne sont pas suivies : rien n’a été changé.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Microsoft_Graph_is_followed_too_and_told_when_it_refuses()
    {
        await using var graph = (await ScriptedGraph.StartAsync()).Token()
            .Json("""{ "value": [ { "mail": "Joris.Grebe@fabrique.example", "department": "direction des mobilites", "manager": { "mail": "octave.tamaris@fabrique.example" } }, { "mail": "kenza.fauvette@fabrique.example", "department": "Ailleurs" }, { "mail": "inconnu@fabrique.example", "department": "SG" } ] }""")
            .Status(403);
        await using var app = await FabriqueApp.StartAsync(settings:
        [
            ("Organisation:Graph:TenantId", "locataire"), ("Organisation:Graph:ClientId", "appli"), ("Organisation:Graph:ClientSecret", "secret"),
            ("Organisation:Graph:Address", graph.Address.ToString()), ("Organisation:Graph:Instance", graph.Address.ToString()),
        ]);
        await RunAsync(app);
        Assert.Empty(await IncidentsAsync(app));
        Assert.Equal("Direction des mobilités", await UnitOfJorisAsync(app));
        Assert.Equal("Octave Tamaris", await app.ReadAsync(db => db.StaffMembers.Where(manager => db.StaffMembers.Any(person => person.Email == "joris.grebe@fabrique.example" && person.ManagerId == manager.Id)).Select(manager => manager.FullName).SingleAsync()));
        Assert.Equal("Service de l’habitat", await app.ReadAsync(db => db.StaffMembers.Where(person => person.Email == "kenza.fauvette@fabrique.example").Select(person => person.Unit).SingleAsync()));

        await app.JumpAsync((await NextAsync(app))!.Value);
        await RunAsync(app);
        Assert.Contains("User.Read.All", Assert.Single(await IncidentsAsync(app)).Error, StringComparison.Ordinal);
        Assert.Equal("Direction des mobilités", await UnitOfJorisAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task An_account_that_the_directory_closes_is_withdrawn_and_comes_back_with_it(Engine engine)
    {
        const string closed = """{ "value": [ { "mail": "Perrine.Bouleau@fabrique.example", "accountEnabled": false }, { "mail": "joris.grebe@fabrique.example", "accountEnabled": true }, { "mail": "virgile.menthe@fabrique.example", "accountEnabled": true } ] }""";
        await using var graph = (await ScriptedGraph.StartAsync()).Token().Json(closed).Token().Json(closed).Token().Json(closed.Replace("false", "true", StringComparison.Ordinal));
        await using var app = await FabriqueApp.StartAsync(engine, settings:
        [
            ("Organisation:Graph:TenantId", "locataire"), ("Organisation:Graph:ClientId", "appli"), ("Organisation:Graph:ClientSecret", "secret"),
            ("Organisation:Graph:Address", graph.Address.ToString()), ("Organisation:Graph:Instance", graph.Address.ToString()),
        ]);
        var hers = await app.ReadAsync(db => db.WorkItems.Where(item => item.Status == WorkItemStatus.Open && db.StaffMembers.Any(person => person.Id == item.AssigneeId && person.FullName == "Perrine Bouleau")).Select(item => item.Id).ToListAsync());
        Assert.NotEmpty(hers);

        // Withdrawn here by an administrator, whatever the directory says.
        var member = await OwnCaseTests.PersonAsync(app, "membre");
        Assert.True((await app.ActAsync("admin", services => services.GetRequiredService<WithdrawAccountHandler>().HandleAsync(new WithdrawAccount(member.Id, "Fin de mission."), CancellationToken.None))).IsDone);

        await RunAsync(app);
        Assert.Empty(await IncidentsAsync(app));
        var gone = await OwnCaseTests.PersonAsync(app, "directrice");
        Assert.Equal((false, null, "Les sources de l’organisation disent que ce compte n’est plus actif."), (gone.IsActive, gone.AccessChangedById, gone.AccessReason));
        Assert.All(await app.ReadAsync(db => db.WorkItems.Where(item => hers.Contains(item.Id)).ToListAsync()), item => Assert.Equal((null, "Equipe", gone.Id), (item.AssigneeId, item.AssigneeRole, item.AskedId)));

        await app.JumpAsync((await NextAsync(app))!.Value);
        await RunAsync(app);
        Assert.Empty(await IncidentsAsync(app));
        await app.JumpAsync((await NextAsync(app))!.Value);
        await RunAsync(app);
        Assert.True((await OwnCaseTests.PersonAsync(app, "directrice")).IsActive);
        Assert.False((await OwnCaseTests.PersonAsync(app, "membre")).IsActive);
    }

    [Fact]
    public async Task No_source_withdraws_the_last_administrator_and_it_is_told()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        await File.WriteAllBytesAsync(UnitsFile, await OrganisationSamples.UnitsFileAsync(app));
        await File.WriteAllTextAsync(PeopleFile, "courriel;actif\nkenza.fauvette@fabrique.example;non\nyoussef.ajonc@fabrique.example;non");
        await RunAsync(app);
        Assert.Contains("Personnes, ligne 3\u00a0: Youssef Ajonc est la dernière personne de l’administration", Assert.Single(await IncidentsAsync(app)).Error, StringComparison.Ordinal);
        Assert.True((await OwnCaseTests.PersonAsync(app, "agent")).IsActive);
    }

    [Theory]
    [InlineData("locataire", "appli", "", "Organisation:Graph : TenantId, ClientId et ClientSecret vont ensemble.")]
    [InlineData("", "", "", null)]
    [InlineData("locataire", "appli", "secret", null)]
    public void What_goes_together_is_asked_together(string tenant, string client, string secret, string? expected) => Assert.Equal(
        expected,
        new OrganisationOptionsValidator().Validate(null, new OrganisationOptions { Graph = new() { TenantId = tenant, ClientId = client, ClientSecret = secret } }).FailureMessage?.Replace('\u00a0', ' '));

    [Fact]
    public async Task Without_a_file_in_the_configuration_nothing_is_read_nor_due()
    {
        await using var app = await FabriqueApp.StartAsync();
        await RunAsync(app);
        Assert.Null(await NextAsync(app));
        Assert.False(await app.ReadAsync(db => db.OrganisationReadings.AnyAsync()));
    }

    private Task<FabriqueApp> StartAsync(Engine engine) =>
        FabriqueApp.StartAsync(engine, settings: [("Organisation:UnitsFile", UnitsFile), ("Organisation:PeopleFile", PeopleFile)]);

    private static async Task RunAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrganisationJob>().RunAsync(CancellationToken.None);
    }

    private static async Task<DateTime?> NextAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrganisationJob>().NextDueAsync(CancellationToken.None);
    }

    private static async Task<List<IncidentLine>> IncidentsAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IncidentInbox>().ListAsync(new IncidentFilter { Kind = OrganisationIncidents.Own.Code }, 0, 10, CancellationToken.None);
    }

    private static Task<string> UnitOfJorisAsync(FabriqueApp app) => app.ReadAsync(db => db.StaffMembers.Where(person => person.Email == "joris.grebe@fabrique.example").Select(person => person.Unit).SingleAsync());
}
