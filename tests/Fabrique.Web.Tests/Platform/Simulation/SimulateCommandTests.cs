using System.Text.Json.Nodes;
using Fabrique.Data.Connections;
using Fabrique.Testing;
using Fabrique.Web.Features.Messages;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Platform.Simulation;

public sealed class SimulateCommandTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "workflows");
    private readonly string folder = Directory.CreateTempSubdirectory("fabrique-simuler-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_timeline_is_dated_in_Paris_and_in_French()
    {
        var (exitCode, text) = await RunAsync("candidature", "--a-partir-du", "2026-01-05", "--issue", "decision=Non retenue@8");
        Assert.Equal(0, exitCode);
        Assert.Contains("Simulation de la procédure « Candidature » (candidature), à partir du lundi 5 janvier 2026, 9 h 00", text, StringComparison.Ordinal);
        Assert.Contains("Courriel pour l’agent porteur : « Nous avons bien reçu votre candidature S-0002 »", text, StringComparison.Ordinal);
        Assert.Contains("Tâche pour l’équipe de la Fabrique", text, StringComparison.Ordinal);
        Assert.Contains("à faire avant le mercredi 28 janvier 2026, 23 h 59 ; relances : mardi 27 janvier 2026, vendredi 30 janvier 2026", text, StringComparison.Ordinal);

        // Eight working days after Wednesday 21 January.
        Assert.Contains("lundi 2 février 2026, 9 h 00\n  · Décider : Non retenue\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Durée : 28 jours ; 6 tâches ;", text, StringComparison.Ordinal);
        Assert.Contains("Tenir le jalon : Renouvelé, Arrêté", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_day_it_starts_today()
    {
        var (_, text) = await RunAsync("appel");
        Assert.Contains("à partir du dimanche 1er février 2026, 9 h 00", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_explored_are_told_one_after_the_other()
    {
        var (exitCode, text) = await RunAsync("incubation", "--explorer", "--delai", "1");
        Assert.Equal(0, exitCode);
        Assert.Contains("Chemin 3 sur 3 : Tenir le jalon = Arrêté", text, StringComparison.Ordinal);
        Assert.Contains("Résumé : 3 chemins", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_is_written_as_JSON()
    {
        var (_, text) = await RunAsync("appel", "--a-partir-du", "2026-01-05", "--json");
        var path = JsonNode.Parse(text)!["paths"]![0]!;
        Assert.Equal("finished", (string)path["end"]!);
        Assert.Equal("2026-02-11T17:00:00Z", (string)path["endedAt"]!);
        Assert.Equal(2, (int)path["mails"]!);
    }

    [Fact]
    public async Task A_file_is_simulated_and_one_with_errors_lists_them()
    {
        var file = Path.Combine(folder, "brouillon.json");
        var definition = await File.ReadAllTextAsync(Path.Combine(Shipped, "appel", "appel.json"));
        await File.WriteAllTextAsync(file, definition);
        Assert.Equal(0, (await RunAsync(file)).ExitCode);

        await File.WriteAllTextAsync(file, definition.Replace("Fabrique.CloseCall", "Fabrique.CloseDoor", StringComparison.Ordinal));
        var (exitCode, text) = await RunAsync(file);
        Assert.Equal(1, exitCode);
        Assert.Contains("erreur : « Clore l’appel » (close) : ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Procédures livrées : appel (« Appel à candidatures »), candidature", "candidatures")]
    [InlineData("Étapes possibles : « Tenir le jalon »", "incubation", "--issue", "Choisir=Oui")]
    [InlineData("Issues possibles : « Renouvelé », « Arrêté »", "incubation", "--issue", "Tenir le jalon=Peut-être")]
    [InlineData("n’est pas une date", "incubation", "--a-partir-du", "demain")]
    [InlineData("n’est pas une issue", "incubation", "--issue", "Arrêté")]
    [InlineData("n’est pas un nombre de jours", "incubation", "--delai", "-3")]
    [InlineData("attend une valeur", "incubation", "--issue")]
    public async Task What_is_not_understood_is_said_with_what_there_is(string expected, params string[] arguments)
    {
        var refused = await Assert.ThrowsAsync<StartUpException>(() => RunAsync(arguments));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_needs_no_database()
    {
        var path = Path.Combine(folder, "none.db");
        var (exitCode, output) = await FabriqueProcess.RunAsync(
            [new("Database:Path", path)],
            "simuler", "incubation", "--a-partir-du", "2026-01-05", "--issue", "Tenir le jalon=Arrêté");
        Assert.True(exitCode == 0, output);
        Assert.Contains("Durée : 5 mois et 5 jours ; 2 tâches", output, StringComparison.Ordinal);
        Assert.Contains("les messages sont ceux que livre le logiciel", output, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [EngineData]
    public async Task What_administrators_made_of_messages_is_read_where_there_is_a_database(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (before, _) = await RunAsync(app);
        Assert.DoesNotContain("Pour essayer", before, StringComparison.Ordinal);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(MessageLinks.Edit("candidature/accuse-de-reception"));
        await admin.PressAsync("Enregistrer", ("Subject", "Pour essayer {{ candidature.reference }}"));

        var (after, notes) = await RunAsync(app);
        Assert.Contains("« Pour essayer S-0002 »", after, StringComparison.Ordinal);
        Assert.Equal("", notes);

        static async Task<(string Text, string Notes)> RunAsync(FabriqueApp app)
        {
            await using var output = new StringWriter();
            await using var notes = new StringWriter();
            Assert.Equal(0, await SimulateCommand.RunAsync(app.Services, Shipped, ["candidature", "--a-partir-du", "2026-01-05", "--issue", "decision=Non retenue@8"], output, notes));
            return (output.ToString(), notes.ToString());
        }
    }

    [Theory]
    [InlineData(1, "peser", "plume", "--unité", "a=b", "--vite")]
    [InlineData(1, "peser", "--vite", "plume", "--Database:Path", "x")]
    public async Task Options_of_a_verb_are_its_own_wherever_they_stand(int positional, params string[] args)
    {
        var given = new List<string>();
        Verb[] verbs =
        [
            new("peser", "pèse", (_, arguments) =>
            {
                given.AddRange(arguments);
                return Task.FromResult(0);
            })
            {
                Parameters = ["objet"],
                Options = [new("--unité", "unité", "nom"), new("--vite", "vite")],
            },
        ];
        var command = CommandLine.Parse(args, verbs);
        Assert.Null(command.Problem);
        await command.RunAsync(null!);
        Assert.Equal(args.Skip(1).TakeWhile(argument => argument != "--Database:Path"), given);
        Assert.Equal(args.SkipWhile(argument => argument != "--Database:Path"), command.Settings);
        Assert.Equal(positional, given.Count(argument => argument == "plume"));
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 2, 1, 20, 0, 0, TimeSpan.Zero)))
            .AddSingleton(MailSamples.Renderer);
        services.AddProcedures(ModuleSamples.Modules).AddSingleton<ProcedureSimulator>();
        services.AddFabriqueData(new DatabaseOptions { Provider = DatabaseProvider.Sqlite, Path = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.db") }, ModuleSamples.Modules.Mappings);
        await using var provider = services.BuildServiceProvider();
        await using var output = new StringWriter();
        var exitCode = await SimulateCommand.RunAsync(provider, Shipped, arguments, output, TextWriter.Null);
        return (exitCode, output.ToString());
    }
}
