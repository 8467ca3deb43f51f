using System.Reflection;
using System.Text.Json.Nodes;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Applications.CollectOpinions;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Features.Applications.RequestApproval;
using Fabrique.Web.Features.Products.StartCycle;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>Every kind of problem that a procedure may have has a name of its own, comes up, and says what to do.</summary>
public sealed class ProblemAdviceTests
{
    private static JsonObject Launch(string definitionId) => Node("a", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Literal(definitionId)));

    private static readonly JsonObject Line = Node("a", "Elsa.WriteLine", ("text", Literal("x")));

    /// <summary>Every code that the product declares, wherever it is declared.</summary>
    private static IReadOnlyList<ProblemCode> Declared { get; } =
    [
        .. new[] { typeof(ProblemCode).Assembly, typeof(ProblemAdvice).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ProblemCode))
            .Select(field => (ProblemCode)field.GetValue(null)!),
    ];

    [Fact]
    public void Every_kind_of_problem_has_a_name_and_an_advice()
    {
        Assert.True(Declared.Count > 40);
        Assert.Equal(Declared.Count, Declared.Distinct().Count());
        Assert.All(Declared, code => Assert.DoesNotContain(code.Name, letter => !char.IsAsciiLetterLower(letter) && letter != '-'));
        Assert.Equal(Names(Declared), Names(ProblemAdvice.All.Keys));
        Assert.All(ProblemAdvice.All.Values, advice => Assert.Matches(@"^\p{Lu}.+\.$", advice));
    }

    [Fact]
    public async Task Every_kind_of_problem_comes_up()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddFabriqueClock().AddFabriqueWorkflows(ModuleSamples.Modules);
        await using var app = builder.Build();
        var rules = app.Services.GetServices<DrawingRule>().Append(new MessageRule(key => key == DoTask.DefaultMessage)).Append(new AudienceRule(new Dictionary<string, int> { [AppRoles.Agent] = 1_240, [AppRoles.Team] = 3 }));
        var publisher = app.Services.GetRequiredService<WorkflowPublisher>().HeldTo(rules);

        foreach (var (code, files) in Samples())
        {
            var folder = Directory.CreateTempSubdirectory("fabrique-problem-");
            for (var index = 0; index < files.Length; index++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{index}.json"), files[index]);
            }

            if (files.Length == 0)
            {
                File.CreateSymbolicLink(Path.Combine(folder.FullName, "0.json"), Path.Combine(folder.FullName, "gone"));
            }

            var problems = (await DefinitionFiles.CheckAsync(publisher, folder.FullName)).SelectMany(file => file.Problems).ToList();
            folder.Delete(recursive: true);
            Assert.True(problems.Exists(problem => problem.Code == code), $"{code}: {string.Join(" ; ", problems.Select(problem => $"{problem.Code}, {problem}"))}");
            Assert.All(problems, problem => Assert.Equal(problem.ActivityId.Length == 0, problem.ActivityName.Length == 0));
        }

        // The last one comes of trying a drawing, not of reading it.
        Assert.Equal(Names(Declared), Names([.. Samples().Select(sample => sample.Code), ProcedureTrial.AlwaysFails]));
    }

    private static IEnumerable<string> Names(IEnumerable<ProblemCode> codes) => codes.Select(code => code.Name).Order(StringComparer.Ordinal);

    private static List<(ProblemCode Code, string[] Files)> Samples() =>
    [
        (ProblemCodes.UnreadableFile, []),
        (ProblemCodes.InvalidJson, ["{ nope"]),
        (ProblemCodes.MalformedValue, [Whole(Line, ("options", 3))]),
        (ProblemCodes.MissingDefinitionId, [new JsonObject { ["root"] = Line.DeepClone() }.ToJsonString()]),
        (ProblemCodes.DuplicateDefinitionId, [Whole(Line), Whole(Line)]),
        (ProblemCodes.MissingRoot, ["""{"definitionId":"d"}"""]),
        (ProblemCodes.UnknownActivationStrategy, [Whole(Line, ("options", new JsonObject { ["activationStrategyType"] = "Jamais" }))]),
        (ProblemCodes.UnknownExecutionMode, [Flow([Line], ("Flowchart:ExecutionMode", "Autrement"))]),
        (ProblemCodes.UnknownMergeMode, [Flow([With(Line, "customProperties", new JsonObject { ["mergeMode"] = "Autrement" })], ("Flowchart:ExecutionMode", "TokenBased"))]),
        (ProblemCodes.UnknownActivityType, [Whole(Node("a", "Elsa.Jamais"))]),
        (ProblemCodes.UnpublishedComposite, [Whole(Node("a", "Autre", ("workflowDefinitionId", "autre")))]),
        (ProblemCodes.SelfUsingComposite, [Whole(Node("a", "D", ("workflowDefinitionId", "d")))]),
        (ProblemCodes.UnusableComposite, [Whole(Node("a", "Autre", ("workflowDefinitionId", "autre"))), Whole(Line, ("definitionId", "autre"))]),
        (ProblemCodes.MissingActivityId, [Flow([With(Line, "id", null)])]),
        (ProblemCodes.DuplicateActivityId, [Flow([Line, Line])]),
        (ProblemCodes.NestedTooDeep, [Whole(Enumerable.Range(0, 80).Aggregate(Line, (inner, depth) => Node($"s{depth}", "Elsa.Sequence", ("activities", new JsonArray(inner.DeepClone())))))]),
        (ProblemCodes.MissingInput, [Whole(Node("a", "Elsa.Event"))]),
        (ProblemCodes.UnreadableInput, [Whole(Node("a", "Elsa.Delay", ("timeSpan", Literal("bientôt"))))]),
        (ProblemCodes.UnreadableOutput, [Whole(Node("a", "Elsa.If", ("result", 3)))]),
        (ProblemCodes.UnknownOutputTarget, [Whole(Node("a", "Elsa.If", ("result", To("perdue"))))]),
        (ProblemCodes.UnreadableDeclaration, [Whole(Line, ("variables", new JsonArray(Variable("Int32", "douze"))))]),
        (ProblemCodes.DuplicateVariableId, [Whole(Line, ("variables", new JsonArray(Variable("Int32", "1"), Variable("Int32", "2"))))]),
        (ProblemCodes.UnknownVariable, [Whole(Node("a", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "perdue" })))]),
        (ProblemCodes.UndeclaredVariable, [Whole(Node("a", "Elsa.WriteLine", ("text", Js("getVariable('perdue')"))))]),
        (ProblemCodes.UnknownFunction, [Whole(Node("a", "Elsa.WriteLine", ("text", Js("perdue()"))))]),
        (ProblemCodes.UnknownName, [Whole(Node("a", "Elsa.WriteLine", ("text", Js("perdue + 1"))))]),
        (ProblemCodes.BareVariable, [Whole(Node("a", "Elsa.WriteLine", ("text", Js("v + 1"))), ("variables", new JsonArray(Variable("Int32", "1"))))]),
        (ProblemCodes.UnknownFilter, [Whole(Node("a", "Elsa.WriteLine", ("text", Input("Liquid", "{{ 'x' | perdu }}"))))]),
        (ProblemCodes.UndeclaredResult, [Whole(Node("a", "Elsa.SetOutput", ("outputName", Literal("perdu"))))]),
        (ProblemCodes.DanglingConnection, [Linked([Line], "a.Done -> b")]),
        (ProblemCodes.UnknownOutcome, [Linked([Line, Another("b")], "a.Jamais -> b")]),
        (ProblemCodes.UnreachableActivity, [Linked([Line, Another("b"), Another("c")], "a.Done -> b")]),
        (ProblemCodes.EntryIntoLoop, [Linked([Node("a", "Elsa.FlowDecision", ("condition", Literal(true))), Another("b"), Another("c")], "a.True -> b", "a.False -> c", "b.Done -> c", "c.Done -> b")]),
        (ProblemCodes.LaunchRing, [Document("un", [Launch("deux")]).ToModelJson(), Document("deux", [Launch("un")]).ToModelJson()]),
        (ProblemCodes.RestlessLoop, [Linked([Line, Another("b")], "a.Done -> b", "b.Done -> a")]),
        (ProblemCodes.EndlessLoop, [Linked([Asked("outcomes", Json("""["Oui","Non"]""")), Another("b")], "a.Oui -> b", "a.Non -> a", "b.Done -> a")]),
        (ProblemCodes.ImpossibleJoin, [Linked([Asked("outcomes", Json("""["Oui","Non"]""")), Another("b"), Node("j", "Elsa.FlowJoin", ("mode", Literal("WaitAll")))], "a.Oui -> b", "b.Done -> j", "a.Non -> j")]),
        (ProblemCodes.EmptyDrawing, [Flow([])]),
        (ProblemCodes.OddDelay, [Whole(Node("a", "Elsa.Delay", ("timeSpan", Literal("-00:05:00"))))]),
        (ProblemCodes.ArrowAfterEnding, [Linked([Node("a", "Elsa.End"), Another("b")], "a.Done -> b")]),
        (ProblemCodes.TriggerInTheMiddle, [Linked([Line, Starting(Node("b", "Elsa.Event", ("eventName", Literal("e"))))], "a.Done -> b")]),
        (ProblemCodes.UnreadableTrigger, [Whole(Starting(Node("a", "Elsa.Event", ("eventName", Js("throw 'non'")))))]),
        (ProblemCodes.UnreadableCron, [Whole(Node("a", "Elsa.Cron", ("cronExpression", Literal("chaque jour"))))]),
        (ProblemCodes.UnreadableRoute, [Whole(Endpoint("a", "commandes/{id", "GET"))]),
        (ProblemCodes.UnreadableStatusCode, [Whole(Node("a", "Elsa.SendHttpRequest", ("url", Literal("https://exemple.invalid")), ("expectedStatusCodes", new JsonArray(new JsonObject { ["statusCode"] = "bon" }))))]),
        (InputRule.UnreadableReminders, [Whole(Asked("reminders", Literal("demain")))]),
        (InputRule.DelayOutOfRange, [Whole(Asked("workingDays", Literal(400)))]),
        (InputRule.ValueNotInList, [Whole(Node("a", "Fabrique.SendMessage", ("recipients", Literal("Tous")), ("message", Literal(DoTask.DefaultMessage))))]),
        (RunTaskRule.TaskOfAProgram, [Whole(Node("a", "Elsa.RunTask", ("taskName", Literal("Vérifier"))))]),
        (AudienceRule.NobodyThere, [Whole(Asked("assignee", Literal(AppRoles.Coach)))]),
        (AudienceRule.Crowd, [Whole(Asked("assignee", Literal(AppRoles.Agent)))]),
        (MessageRule.UnknownMessage, [Whole(Asked("message", Literal("commun/jamais")))]),
        (AudienceRule.TooFew, [Whole(Node("a", "Fabrique.CollectOpinions", ("opinionsNeeded", Literal(20))))]),
        (ApprovalRule.Naming, [Whole(Node("a", "Fabrique.RequestHierarchicalApproval", ("namingDays", Literal(-1))))]),
        (JuryRule.Number, [Whole(Node("a", "Fabrique.ComposePanel", ("quorum", Literal(101))))]),
        (OpinionsRule.Number, [Whole(Node("a", "Fabrique.CollectOpinions", ("opinionsNeeded", Literal(-1))))]),
        (CycleRule.Length, [Whole(Node("a", "Fabrique.StartCycle", ("months", Literal(0))))]),
        (TaskRule.TitleLength, [Whole(Asked("title", Literal(new string('x', 1_000))))]),
        (TaskRule.InstructionsLength, [Whole(Asked("instructions", Literal(new string('x', 100_000))))]),
        (TaskRule.UnknownPerson, [Whole(Asked("assignee", Literal("Directrice")))]),
        (TaskRule.EscalationDelay, [Whole(With(Asked("escalateTo", Literal("Coach")), "escalateAfter", Literal(0)))]),
        (TaskRule.Outcomes, [Whole(Asked("outcomes", Json("""["Oui","OUI"]""")))]),
        (TaskRule.UnreadableForm, [Whole(Asked("form", Literal("Montant : euros")))]),
    ];

    private static JsonObject Another(string id) => With(Line, "id", id);

    private static JsonObject Variable(string type, string value) => new() { ["id"] = "v", ["name"] = "v", ["typeName"] = type, ["value"] = value };

    private static JsonObject Asked(string input, JsonNode value) =>
        With(Node("a", "Fabrique.Task", ("title", Literal("Vérifier")), ("assignee", Literal("Equipe")), ("outcomes", Json("""["Fait"]"""))), input, value);

    private static JsonObject With(JsonObject activity, string name, JsonNode? value)
    {
        var copy = activity.DeepClone().AsObject();
        copy[name] = value;
        return copy;
    }

    private static string Whole(JsonObject root, params (string Name, JsonNode? Value)[] properties)
    {
        var json = new JsonObject { ["definitionId"] = "d", ["name"] = "d", ["root"] = root.DeepClone() };
        foreach (var (name, value) in properties)
        {
            json[name] = value;
        }

        return json.ToJsonString();
    }

    private static string Flow(JsonObject[] activities, params (string Name, JsonNode? Value)[] properties) => Whole(With(
        Node("root", "Elsa.Flowchart", ("activities", new JsonArray([.. activities.Select(activity => activity.DeepClone())]))), "customProperties", new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, property.Value)))));

    private static string Linked(JsonObject[] activities, params string[] arrows) => Document("d", [.. activities.Select(activity => activity.DeepClone().AsObject())], arrows).ToModelJson();
}
