using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Wording;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Wording;

/// <summary>One word for each thing in what people read: a procédure is made of étapes, and each exécution of it goes through them.</summary>
public sealed class VocabularyTests
{
    /// <summary>Juries and committees are instances, and no procedure is.</summary>
    private const string OfPanels = "the right word for a panel, whatever its kind";

    /// <summary>Texts that hold another word all the same, with the reason.</summary>
    private static readonly Dictionary<string, string> Permitted = new(StringComparer.Ordinal)
    {
        ["Instance"] = "name of a fact in logs and traces",
        ["instance"] = "name of a parameter in exceptions",
        ["instances"] = "code of a module, and key of the audit",
        ["workflows"] = "folder of the shipped procedures",
        ["Cette personne n’évalue pas dans cette instance."] = OfPanels,
        ["L’instance a déjà voté sur cette proposition."] = OfPanels,
        ["La présidence n’a pas de voix prépondérante dans cette instance."] = OfPanels,
        ["L’instance n’a pas adopté cette proposition\u00a0: elle ne peut pas être retenue."] = OfPanels,
        ["Cette personne ne siège pas dans l’instance ce jour-là, ni comme membre ni comme suppléant."] = OfPanels,
        ["Cette personne est déjà membre de l’instance."] = OfPanels,
        ["Dites pourquoi cette personne quitte l’instance\u00a0: l’historique le garde."] = OfPanels,
        ["Cette personne n’est pas membre de l’instance."] = OfPanels,
        ["Seul un membre de l’instance peut être suppléé."] = OfPanels,
        ["La personne choisie est membre de l’instance\u00a0: elle y siège déjà pour elle-même."] = OfPanels,
        ["Seules la présidence, le secrétariat et les personnes qui organisent l’instance imposent un déport à quelqu’un d’autre."] = OfPanels,
        ["Un déport est levé par la présidence, le secrétariat ou les personnes qui organisent l’instance, jamais par la personne elle-même."] = OfPanels,
        [WorkflowSentences.All[ProblemCodes.TriggerInTheMiddle.Name]] = "names a box that Studio calls « Trigger workflow »",
        [ProblemAdvice.All[ProblemCodes.TriggerInTheMiddle]] = "names a box that Studio calls « Trigger workflow »",
    };

    private static readonly Regex Word = Pattern(@"(^|[^\w./@\-{""'?=:])(circuits?|workflows?|activités?|instances?)($|[^\w(/=}\-.\\""':?]|[.:?]($|\s))");

    /// <summary>Words of logs, of exceptions meant for developers and of SQL: nobody else reads them.</summary>
    private static readonly Regex English = Pattern(@"\b(the|is|of|not|has|where|unknown|failed|could|never|by)\b");

    [Fact]
    public void No_text_of_the_code_and_of_the_pages_uses_another_word()
    {
        var texts = new[] { typeof(Program).Assembly, typeof(WorkItem).Assembly, typeof(WorkflowApiOptions).Assembly }.SelectMany(Texts).ToList();

        Assert.Contains(texts, text => text.Contains("Une exécution garde la version sur laquelle elle a commencé", StringComparison.Ordinal));
        AssertRight(texts.Where(text => !English.IsMatch(text)));
        Assert.Empty(Permitted.Keys.Except(texts));
    }

    [Fact]
    public void No_activity_is_described_with_another_word()
    {
        var services = new ServiceCollection().AddLogging().AddProcedures(ModuleSamples.Modules).AddSingleton(MailSamples.Renderer).AddSingleton(MailSamples.Catalog).BuildServiceProvider();
        var types = services.GetRequiredService<ActivityRegistry>().All.ToList();

        Assert.True(types.Count > 50);
        AssertRight(types.SelectMany(type => (IEnumerable<string>)
        [
            type.Metadata.DisplayName, type.Metadata.Description, type.Metadata.Category, type.Metadata.StepName,
            .. type.Inputs.SelectMany(input => new[] { input.DisplayName, input.Description, input.Category }),
            .. type.Outputs.SelectMany(output => new[] { output.DisplayName, output.Description }),
            .. type.Ports.Select(port => port.DisplayName),
            .. type.Properties.SelectMany(property => new[] { property.DisplayName, property.Description }),
            .. type.OutcomeNames,
        ]));
    }

    [Fact]
    public void No_shipped_message_procedure_or_script_uses_another_word()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "workflows");
        var messages = Directory.GetFiles(shipped, "*.md", SearchOption.AllDirectories).Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "messages").Select(File.ReadAllText).ToList();
        var procedures = Directory.GetFiles(shipped, "*.json", SearchOption.AllDirectories).SelectMany(file => Values(JsonNode.Parse(File.ReadAllText(file)))).ToList();

        Assert.True(messages.Count > 12);
        Assert.Contains("De l’accusé de réception à la décision", string.Join('\n', procedures), StringComparison.Ordinal);
        AssertRight(messages.SelectMany(message => message.Split('\n')).Concat(procedures));
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture, Regex.InfiniteMatchTimeout);

    private static void AssertRight(IEnumerable<string> texts)
    {
        var wrong = texts.Where(text => Word.IsMatch(text) && !Permitted.ContainsKey(text)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    /// <summary>The texts that an assembly holds, those of its compiled pages too.</summary>
    private static IEnumerable<string> Texts(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            yield return reader.GetUserString(handle);
        }
    }

    private static IEnumerable<string> Values(JsonNode? json) => json switch
    {
        JsonObject map => map.Where(property => property.Key is not ("type" or "typeName" or "storageDriverTypeName" or "activationStrategyType")).SelectMany(property => Values(property.Value)),
        JsonArray list => list.SelectMany(Values),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
