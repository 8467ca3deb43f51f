using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fabrique.Data;
using Fabrique.Data.Connections;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Platform.Wording;
using Fabrique.Web.Setup;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>
/// The verb <c>simuler</c>: runs a shipped definition, or a file, and prints what would happen and when, with the messages and the reminder policies of the database when
/// there is one. It writes none.
/// </summary>
internal static class SimulateCommand
{
    private static readonly TimeOnly Hour = new(9, 0);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new WorkflowMessageConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Verb Verb { get; } = new("simuler", "simule une procédure, sans rien écrire ni envoyer, et dit ses dates, ses tâches et ses courriels", RunAsync)
    {
        Parameters = ["procédure ou fichier.json"],
        Options =
        [
            new("--a-partir-du", "premier jour (aujourd’hui par défaut)", "aaaa-mm-jj"),
            new("--issue", "réponse d’une étape, et son délai\u00a0; se répète, dans l’ordre", "étape=issue[@jours]"),
            new("--delai", "jours ouvrés que prend une réponse (3 par défaut)", "jours"),
            new("--explorer", "essaie toutes les réponses et toutes les branches"),
            new("--json", "écrit le résultat en JSON"),
        ],
    };

    public static Task<int> RunAsync(WebApplication app, IReadOnlyList<string> arguments) => RunAsync(app.Services, ShippedWorkflows.Folder(app.Configuration), arguments, Console.Out, Console.Error);

    /// <exception cref="StartUpException">The command line, the definition or an answer is not understood; its message says what there is.</exception>
    internal static async Task<int> RunAsync(IServiceProvider services, string folder, IReadOnlyList<string> arguments, TextWriter output, TextWriter notes)
    {
        var shipped = ReadShipped(folder);
        var request = Read(arguments, shipped, services.GetRequiredService<TimeProvider>());
        SimulationReport report;
        try
        {
            report = await services.GetRequiredService<ProcedureSimulator>().SimulateAsync(request, await ReadCastAsync(services, request.Document, notes), CancellationToken.None);
        }
        catch (UnknownAnswerException unknown)
        {
            throw new StartUpException(WorkflowSentences.Tell(unknown), unknown);
        }

        await output.WriteLineAsync(arguments.Contains("--json", StringComparer.Ordinal) ? JsonSerializer.Serialize(report, Json) : SimulationText.Of(report));
        return report.HasErrors || report.Paths.Any(path => path.End is not SimulationEnd.Finished) ? StartUp.Refused : 0;
    }

    // Whoever draws on their own machine has no database, and one that is not up to date cannot be read.
    private static async Task<SimulationCast> ReadCastAsync(IServiceProvider services, WorkflowDocument document, TextWriter notes)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().EnsureUpToDateAsync(CancellationToken.None);
        }
        catch (DatabaseSetupException unreadable)
        {
            await notes.WriteLineAsync($"Les messages et les politiques de relance de l’administration ne sont pas lus\u00a0: les messages sont ceux que livre le logiciel. {unreadable.Message}");
            return new SimulationCast();
        }

        return await new SimulationCast().WithInForceAsync(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>(), document, CancellationToken.None);
    }

    private static SimulationRequest Read(IReadOnlyList<string> arguments, IReadOnlyList<WorkflowDocument> shipped, TimeProvider clock)
    {
        WorkflowDocument? document = null;
        var day = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);
        var answers = new List<ScriptedAnswer>();
        var scenario = new SimulationScenario();
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "--explorer":
                    scenario = scenario with { Explores = true };
                    break;
                case "--json":
                    break;
                case "--a-partir-du":
                    day = DateOnly.TryParseExact(Value(arguments, ref index), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)
                        ? asked
                        : throw new StartUpException($"« {arguments[index]} » n’est pas une date : écrivez par exemple --a-partir-du 2026-01-05.");
                    break;
                case "--delai":
                    scenario = scenario with { AnswerAfterWorkingDays = ReadDays(Value(arguments, ref index)) };
                    break;
                case "--issue":
                    answers.Add(ReadAnswer(Value(arguments, ref index)));
                    break;
                case var name:
                    document = Find(name, shipped);
                    break;
            }
        }

        // Only who typed the command waits for it, and can stop it.
        return new SimulationRequest(document!, ParisTime.ToUtc(day, Hour)) { Others = shipped, Scenario = scenario with { Answers = answers }, Limits = new() { Patience = TimeSpan.FromMinutes(10) } };
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index)
    {
        var name = arguments[index];
        return ++index < arguments.Count
            ? arguments[index]
            : throw new StartUpException($"L’option {name} attend une valeur : {Verb.Options.First(option => option.Name == name).Usage}.");
    }

    private static ScriptedAnswer ReadAnswer(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            throw new StartUpException($"« {text} » n’est pas une issue : écrivez par exemple --issue \"Décider=Non retenue\" ou --issue \"Décider=Retenue@8\".");
        }

        var at = text.LastIndexOf('@');
        return at > equals && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new ScriptedAnswer(text[..equals].Trim(), text[(equals + 1)..at].Trim()) { AfterWorkingDays = ReadDays(text[(at + 1)..]) }
            : new ScriptedAnswer(text[..equals].Trim(), text[(equals + 1)..].Trim());
    }

    private static int ReadDays(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 1_000
        ? days
        : throw new StartUpException($"« {text} » n’est pas un nombre de jours ouvrés, de 0 à 1000.");

    private static WorkflowDocument Find(string name, IReadOnlyList<WorkflowDocument> shipped)
    {
        if (shipped.FirstOrDefault(document => document.DefinitionId == name) is { } found)
        {
            return found;
        }

        if (File.Exists(name))
        {
            return ReadFile(name);
        }

        var known = string.Join(", ", shipped.Select(document => $"{document.DefinitionId} (« {document.Name} »)"));
        throw new StartUpException($"Aucune procédure ne s’appelle « {name} », et ce n’est pas un fichier. Procédures livrées : {known}.");
    }

    private static List<WorkflowDocument> ReadShipped(string folder) =>
        [.. Directory.EnumerateDirectories(folder).SelectMany(process => Directory.EnumerateFiles(process, "*.json")).Order(StringComparer.Ordinal).Select(ReadFile)];

    private static WorkflowDocument ReadFile(string path)
    {
        try
        {
            return WorkflowDocument.Parse(File.ReadAllText(path));
        }
        catch (JsonException problem)
        {
            throw new StartUpException($"Le fichier « {path} » n’est pas une procédure en JSON ({problem.Message}).", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartUpException($"Le fichier « {path} » ne peut pas être lu ({problem.Message}).", problem);
        }
    }
}
