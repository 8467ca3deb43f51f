using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Web.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace Fabrique.Web.Tests.Setup;

/// <summary>What an operator can mend is one French sentence and an exit code, never a stack trace.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fabrique-start-").FullName;

    private string DatabasePath => Path.Combine(folder, "fabrique.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_settings_that_come_with_the_program_hold_wherever_it_is_started_from()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder });
        Assert.Null(builder.Configuration["Logging:LogLevel:Hangfire"]);

        builder.AddFabriqueHost();

        Assert.Equal("Warning", builder.Configuration["Logging:LogLevel:Hangfire"]);
    }

    [Fact]
    public void A_development_build_listens_where_the_README_says_unless_it_is_told_where()
    {
        Assert.Equal("http://localhost:5080", Listening());
        Assert.Equal("http://localhost:4000", Listening("--urls", "http://localhost:4000"));
        Assert.Null(Listening("--http_ports", "4000"));
        Assert.Null(Listening("--https_ports", "4000"));
        Write("""{ "urls": "http://localhost:4001" }""");
        Assert.Equal("http://localhost:4001", Listening());
        Write("""{ "Kestrel": { "Endpoints": { "Ici": { "Url": "http://localhost:4002" } } } }""");
        Assert.Null(Listening());

        string? Listening(params string[] arguments)
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = folder, EnvironmentName = "Development" });
            return builder.AddFabriqueHost().Configuration["urls"];
        }

        void Write(string settings) => File.WriteAllText(Path.Combine(folder, "appsettings.json"), settings);
    }

    /// <summary>As people type it: what the launch profile says must not go before what they say.</summary>
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0", "http://127.0.0.1:")]
    [InlineData("DOTNET_URLS", "http://127.0.0.1:0", "http://127.0.0.1:")]
    [InlineData(null, "http://127.0.0.1:0", "http://127.0.0.1:")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{port}", "http://localhost:{port}/")]
    public async Task What_is_run_from_the_sources_listens_where_it_is_told(string? variable, string value, string expected)
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        value = value.Replace("{port}", port, StringComparison.Ordinal);
        KeyValuePair<string, string?>[] settings = [.. Entra, new("Fabrique:Role", "web"), new("ASPNETCORE_URLS", null)];
        await using var fabrique = variable is null
            ? await FabriqueProcess.StartProjectAsync(Settings(settings), "--urls", value)
            : await FabriqueProcess.StartProjectAsync(Settings([.. settings, new(variable, value)]));
        Assert.StartsWith(expected.Replace("{port}", port, StringComparison.Ordinal), fabrique.Address.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(5080, fabrique.Address.Port);
        using var browser = fabrique.Browse();
        await browser.GoAsync("/sante/vivant");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    /// <summary>A port below those that the system gives by itself: nobody is given it before the product listens there.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    [Fact]
    public async Task A_port_taken_is_said_with_its_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await AssertRefusedAsync("déjà utilisée par un autre programme", [new("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), new("Demo:Data", "false")]);
    }

    [Fact]
    public async Task A_locked_database_is_said()
    {
        await using var other = new SqliteConnection($"Data Source={DatabasePath}");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "create table held (id integer); begin exclusive";
        await command.ExecuteNonQueryAsync();
        await AssertRefusedAsync("est verrouillée par un autre programme");
    }

    [Fact]
    public async Task A_file_that_is_not_a_database_is_said()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('?', 5000));
        await AssertRefusedAsync("n’est pas une base SQLite lisible");
    }

    [Fact]
    public async Task A_folder_in_place_of_the_database_is_said()
    {
        Directory.CreateDirectory(DatabasePath);
        await AssertRefusedAsync("désigne un dossier");
    }

    [Fact]
    public Task A_database_that_cannot_be_written_is_said() =>
        AssertRefusedAsync("Database:Path", [new("Database:Path", "/proc/fabrique/fabrique.db")]);

    [Fact]
    public Task An_unknown_engine_is_said() => AssertRefusedAsync("choisissez Sqlite ou Postgres", [new("Database:Provider", "Oracle")]);

    [Fact]
    public Task A_server_that_does_not_answer_is_said() =>
        AssertRefusedAsync("PostgreSQL ne répond pas", [new("Database:Provider", "Postgres"), new("Database:ConnectionString", "Host=127.0.0.1;Port=1;Username=fabrique;Password=secret-gardé")]);

    [Fact]
    public Task A_demonstration_is_refused_in_production() =>
        AssertRefusedAsync("Authentication:Mode=Demo est refusé en production", [new("ASPNETCORE_ENVIRONMENT", "Production"), new("Authentication:Mode", "Demo")]);

    [Fact]
    public Task An_incomplete_registration_is_said_setting_by_setting() =>
        AssertRefusedAsync("Authentication:Entra:TenantId", [new("Authentication:Mode", "Entra"), new("Authentication:Entra:ClientId", "pas-un-guid")]);

    [Fact]
    public Task An_unknown_role_is_said() => AssertRefusedAsync("Fabrique:Role doit valoir all, web ou worker", [new("Fabrique:Role", "chef")]);

    [Fact]
    public Task Mail_settings_that_cannot_work_are_said() => AssertRefusedAsync("Mail:", [new("Mail:Mode", "Smtp")]);

    [Fact]
    public Task A_demonstration_open_to_other_machines_is_refused() =>
        AssertRefusedAsync("n’écoute que sur cette machine", [new("ASPNETCORE_URLS", "http://0.0.0.0:0"), new("Demo:Data", "false")]);

    [Fact]
    public async Task An_unknown_verb_is_said_with_those_that_exist()
    {
        var (exitCode, output) = await FabriqueProcess.RunAsync(Settings([]), "danse");
        Assert.Equal(64, exitCode);
        Assert.Contains("« danse »", output.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("migrate", output, StringComparison.Ordinal);
        Assert.False(File.Exists(DatabasePath));
    }

    [Theory]
    [EngineData]
    public async Task The_verb_migrate_creates_the_schema_and_stops(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        var settings = database.Settings.Append(new("ASPNETCORE_ENVIRONMENT", "Production")).Concat(Entra).ToList();
        var (refused, explanation) = await FabriqueProcess.RunAsync(settings);
        Assert.Equal(1, refused);
        Assert.Contains("-- migrate", explanation, StringComparison.Ordinal);
        var (exitCode, output) = await FabriqueProcess.RunAsync(settings, "migrate");
        Assert.True(exitCode == 0, output);
        await using var fabrique = await FabriqueProcess.StartAsync(settings);
        using var browser = fabrique.Browse();
        await browser.GoAsync("/sante/pret");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task The_verb_verifier_needs_neither_database_nor_secrets()
    {
        KeyValuePair<string, string?>[] bare =
        [
            new("ASPNETCORE_ENVIRONMENT", "Production"),
            new("Authentication:Mode", "Entra"),
            new("Database:Provider", "Postgres"),
            new("Database:ConnectionString", "Host=127.0.0.1;Port=1;Username=fabrique;Password=secret-gardé"),
        ];
        var (exitCode, output) = await FabriqueProcess.RunAsync(Settings(bare), "verifier");
        Assert.True(exitCode == 0, output);
        Assert.EndsWith("4 procédures, 0 erreur, 0 avertissement", output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_verifier_fails_on_an_error_after_saying_them_all()
    {
        await ChangeAsync("appel/appel.json", _ => "{ \"name\": ");
        var message = Path.Combine(folder, "workflows", "candidature", "messages", "accuse-de-reception.md");
        await File.WriteAllTextAsync(message, (await File.ReadAllTextAsync(message)).Replace("candidature.titre", "candidature.inconnu", StringComparison.Ordinal));
        var (exitCode, output) = await FabriqueProcess.RunAsync(Settings([]), "verifier", Path.Combine(folder, "workflows"));
        Assert.Equal(1, exitCode);
        Assert.Contains("appel/appel.json : erreur : le JSON ne se lit plus à partir de la ligne 1, colonne", output, StringComparison.Ordinal);
        Assert.Contains("candidature/messages/accuse-de-reception.md : erreur : ", output, StringComparison.Ordinal);
        Assert.EndsWith("4 procédures, 2 erreurs, 0 avertissement", output.Trim(), StringComparison.Ordinal);
        Assert.False(File.Exists(DatabasePath));
    }

    [Fact]
    public async Task The_verb_verifier_says_that_there_is_no_such_folder()
    {
        var (exitCode, output) = await FabriqueProcess.RunAsync(Settings([]), "verifier", Path.Combine(folder, "absent"));
        Assert.Equal(1, exitCode);
        Assert.Contains("n’existe pas", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TasksPerHour", "0")]
    [InlineData("MailsPerInstance", "beaucoup")]
    public Task A_limit_that_is_no_number_is_said(string name, string value) => AssertRefusedAsync($"Workflows:Limits:{name}", [new($"Workflows:Limits:{name}", value)]);

    [Fact]
    public Task A_retention_that_is_no_number_of_days_is_said() => AssertRefusedAsync("Workflows:Retention:FinishedDays", [new("Workflows:Retention:FinishedDays", "0")]);

    [Theory]
    [EngineData]
    public async Task A_second_start_keeps_the_data(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        string reference;
        await using (var first = await FabriqueProcess.StartAsync(database.Settings))
        {
            using var browser = first.Browse();
            await browser.SignInAsync("agent");
            await browser.GoAsync("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles");
            await browser.PressAsync("Enregistrer le brouillon", ("Answers[title]", "Ce qui reste"));
            reference = browser.Address.AbsolutePath;
        }

        await using var second = await FabriqueProcess.StartAsync(database.Settings);
        using var again = second.Browse();
        await again.SignInAsync("agent");
        await again.GoAsync(reference);
        Assert.Contains("Ce qui reste", again.Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/sante/vivant", "/sante/pret", "/version" })
        {
            await again.GoAsync(path);
            Assert.Equal(HttpStatusCode.OK, again.Status);
        }
    }

    [Fact]
    public async Task A_workflow_that_is_not_JSON_is_named()
    {
        await ChangeAsync("appel/appel.json", _ => "{ \"name\": ");
        await AssertRefusedAsync("appel.json", Workflows);
    }

    [Fact]
    public async Task A_workflow_with_an_unknown_activity_is_named_with_the_activity_and_the_reason()
    {
        await ChangeAsync("incubation/incubation.json", json => json.Replace("Fabrique.HoldCheckpoint", "Fabrique.Inconnue", StringComparison.Ordinal));
        var output = await AssertRefusedAsync("incubation.json", Workflows);
        Assert.Contains("(checkpoint) : le type d’étape « Fabrique.Inconnue » est inconnu", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_sends_an_unknown_message_is_named()
    {
        await ChangeAsync("candidature/messages/accuse-de-reception.md", text => text.Replace("candidature.titre", "candidature.inconnu", StringComparison.Ordinal));
        await AssertRefusedAsync("accuse-de-reception.md", Workflows);
    }

    [Fact]
    public async Task A_connection_that_leads_nowhere_is_named()
    {
        await ChangeAsync("appel/appel.json", json =>
        {
            var definition = JsonNode.Parse(json)!;
            definition["root"]!["connections"]![0]!["target"]!["activity"] = "nulle-part";
            return definition.ToJsonString();
        });
        var output = await AssertRefusedAsync("appel.json", Workflows);
        Assert.Contains("nulle-part", output, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_folder_of_workflows_that_does_not_exist_is_said() =>
        AssertRefusedAsync("Workflows:Path", [new("Workflows:Path", Path.Combine(folder, "absent"))]);

    [Fact]
    public Task Measures_open_to_everybody_are_refused() => AssertRefusedAsync("Telemetry:MetricsKey", [new("Telemetry:Metrics", "true")]);

    [Fact]
    public Task An_address_of_OpenTelemetry_that_cannot_be_one_is_said() =>
        AssertRefusedAsync("OTEL_EXPORTER_OTLP_ENDPOINT", [new("OTEL_EXPORTER_OTLP_ENDPOINT", "collecteur")]);

    private static readonly KeyValuePair<string, string?>[] Entra =
    [
        new("Authentication:Mode", "Entra"),
        new("Authentication:Entra:TenantId", "11111111-2222-4333-8444-555555555555"),
        new("Authentication:Entra:ClientId", "11111111-2222-4333-8444-666666666666"),
        new("Authentication:Entra:ClientSecret", "secret-de-test"),
        new("Mail:PublicUrl", "https://fabrique.example/"),
    ];

    private KeyValuePair<string, string?>[] Workflows => [new("Workflows:Path", Path.Combine(folder, "workflows"))];

    private async Task ChangeAsync(string file, Func<string, string> change)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "workflows");
        foreach (var path in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, "workflows", Path.GetRelativePath(shipped, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var changed = Path.Combine(folder, "workflows", file);
        var before = await File.ReadAllTextAsync(changed);
        var after = change(before);
        Assert.NotEqual(before, after);
        await File.WriteAllTextAsync(changed, after);
    }

    private IEnumerable<KeyValuePair<string, string?>> Settings(KeyValuePair<string, string?>[] settings) =>
        settings.Prepend(new("Database:Path", DatabasePath));

    private async Task<string> AssertRefusedAsync(string expected, params KeyValuePair<string, string?>[] settings)
    {
        var (exitCode, output) = await FabriqueProcess.RunAsync(Settings(settings));
        Assert.True(exitCode == 1, $"{exitCode}: {output}");
        Assert.Contains(expected, output.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-gardé", output, StringComparison.Ordinal);
        return output;
    }
}
