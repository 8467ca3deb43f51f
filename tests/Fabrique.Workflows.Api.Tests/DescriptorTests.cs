using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api.Tests;

public sealed class DescriptorTests
{
    /// <summary>
    /// What drawings made with Elsa rely on, a line for each kind of activity: type; kind and what it is (h: not in the toolbox, c: container, s: start, t: terminal); ports
    /// (F: outcome, E: embedded, -: not offered); inputs as name:type:editor (!: no expression, ~: evaluated by the activity, =: values or language); outputs as name:type.
    /// A question mark stands for a type that has no name outside .NET.
    /// </summary>
    private const string Known =
        """
        Elsa.Break; Action t; ; ;
        Elsa.BulkDispatchWorkflows; Task ; ChildCompleted:E ChildFaulted:E Completed:F Canceled:F Done:F; ChannelName:String:dropdown= CorrelationIdFunction:String:singleline~ DefaultItemInputKey:String:singleline Input:ObjectDictionary:dropdown Items:Object:singleline StartNewTrace:Boolean:checkbox WaitForCompletion:Boolean:checkbox WorkflowDefinitionId:String:workflow-definition-picker;
        Elsa.Complete; Action t; ; Outcomes:Object:outcome-picker;
        Elsa.Correlate; Action ; ; CorrelationId:String:singleline;
        Elsa.Cron; Trigger ; ; CronExpression:String:singleline;
        Elsa.Delay; Action ; ; TimeSpan:TimeSpan:singleline;
        Elsa.DispatchWorkflow; Action ; ; ChannelName:String:dropdown= CorrelationId:String:singleline Input:ObjectDictionary:dropdown StartNewTrace:Boolean:checkbox WaitForCompletion:Boolean:checkbox WorkflowDefinitionId:String:workflow-definition-picker; Result:Object
        Elsa.End; Action t; ; ;
        Elsa.Event; Trigger ; ; EventName:String:singleline; Result:Object
        Elsa.ExecuteWorkflow; Task ; ; CorrelationId:String:singleline Input:ObjectDictionary:dropdown WaitForCompletion:Boolean:checkbox WorkflowDefinitionId:String:workflow-definition-picker; Result:ExecuteWorkflowResult
        Elsa.Fault; Action ; ; Category:String:singleline Code:String:singleline FaultType:String:singleline Message:String:singleline;
        Elsa.Finish; Action t; ; ;
        Elsa.FlowDecision; Action ; True:F False:F; Condition:Boolean:singleline;
        Elsa.FlowFork; Action ; ; Branches:List<String>:dynamic-outcomes;
        Elsa.FlowJoin; Action ; ; Mode:FlowJoinMode:dropdown=WaitAll|WaitAllActive|WaitAny;
        Elsa.FlowNode; Action ; Body:E; ;
        Elsa.FlowSendHttpRequest; Task ; ; Authorization:String:singleline Content:Object:singleline ContentType:String:dropdown DisableAuthorizationHeaderValidation:Boolean:checkbox EnableResiliency:Boolean:checkbox ExpectedStatusCodes:List<Int32>:multitext Method:String:dropdown=GET|POST|PUT|DELETE|PATCH|OPTIONS|HEAD RequestHeaders:HttpHeaders:json-editor=json Url:?:singleline; StatusCode:Int32 ParsedContent:Object ResponseHeaders:HttpHeaders Result:HttpResponseMessage
        Elsa.FlowSwitch; Action ; Default:F; Cases:?:flow-switch-editor! Mode:?:dropdown=MatchFirst|MatchAny;
        Elsa.Flowchart; Action hc; Start:E-; ;
        Elsa.For; Action ; Body:E; End:Int32:singleline OuterBoundInclusive:Boolean:checkbox Start:Int32:singleline Step:Int32:singleline; CurrentValue:Object
        Elsa.ForEach; Action ; Body:E; Items:List<Object>:dropdown; CurrentValue:Object
        Elsa.Fork; Action h; ; JoinMode:?:dropdown!=WaitAll|WaitAny;
        Elsa.HttpEndpoint; Trigger ; ; AllowedFileExtensions:List<String>:multitext AllowedMimeTypes:List<String>:multitext Authorize:Boolean:checkbox BlockedFileExtensions:List<String>:multitext ExposeFileTooLargeOutcome:Boolean:checkbox! ExposeInvalidFileExtensionOutcome:Boolean:checkbox! ExposeInvalidFileMimeTypeOutcome:Boolean:checkbox! ExposeRequestTooLargeOutcome:Boolean:checkbox! FileSizeLimit:Int64:singleline Path:String:singleline Policy:String:singleline RequestSizeLimit:Int64:singleline RequestTimeout:TimeSpan:singleline SupportedMethods:List<String>:checklist=GET|POST|PUT|HEAD|DELETE; ParsedContent:Object Files:FormFile[] File:FormFile RouteData:ObjectDictionary QueryStringData:ObjectDictionary Headers:ObjectDictionary Result:HttpRequest
        Elsa.If; Action ; Then:E Else:E; Condition:Boolean:singleline; Result:Boolean
        Elsa.Parallel; Action hc; ; ;
        Elsa.ParallelForEach; Action ; Body:E; Items:Object:singleline;
        Elsa.PublishEvent; Action ; ; CorrelationId:String:singleline EventName:String:singleline IsLocalEvent:Boolean:checkbox Payload:Object:singleline;
        Elsa.RunJavaScript; Action ; ; PossibleOutcomes:List<String>:dynamic-outcomes Script:String:code-editor=javascript; Result:Object
        Elsa.RunTask; Action ; ; Payload:ObjectDictionary:dropdown TaskName:String:singleline; TaskId:String Result:Object
        Elsa.SendHttpRequest; Task ; UnmatchedStatusCode:E FailedToConnect:E Timeout:E; Authorization:String:singleline Content:Object:singleline ContentType:String:dropdown DisableAuthorizationHeaderValidation:Boolean:checkbox EnableResiliency:Boolean:checkbox ExpectedStatusCodes:?:http-status-codes! Method:String:dropdown=GET|POST|PUT|DELETE|PATCH|OPTIONS|HEAD RequestHeaders:HttpHeaders:json-editor=json Url:?:singleline; StatusCode:Int32 ParsedContent:Object ResponseHeaders:HttpHeaders Result:HttpResponseMessage
        Elsa.Sequence; Action hc; ; ;
        Elsa.SetName; Action ; ; Value:String:singleline;
        Elsa.SetOutput; Action ; ; OutputName:String:output-picker OutputValue:Object:singleline;
        Elsa.SetVariable; Action ; ; Value:Object:singleline Variable:?:variable-picker!;
        Elsa.Start; Action s; ; ;
        Elsa.StartAt; Trigger ; ; DateTime:DateTimeOffset:singleline;
        Elsa.Switch; Action ; Default:E; Cases:?:switch-editor! Mode:?:dropdown=MatchFirst|MatchAny; Output:Object
        Elsa.Timer; Trigger ; ; Interval:TimeSpan:singleline;
        Elsa.While; Action ; Body:E; Condition:Boolean:singleline~;
        Elsa.Workflow; Action h; Root:E-; ; Result:Object
        Elsa.WriteHttpResponse; Action ; ; Content:Object:singleline ContentType:String:dropdown ResponseHeaders:HttpHeaders:json-editor=json StatusCode:HttpStatusCode:dropdown;
        Elsa.WriteLine; Action ; ; Text:String:singleline;
        """;

    [Fact]
    public async Task The_activities_of_elsa_are_described_as_its_drawings_expect()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var answer = await host.GetAsync("descriptors/activities?Refresh=True");
        var described = answer["items"]!.AsArray().ToDictionary(item => (string)item!["typeName"]!, item => item!.AsObject());
        Assert.Equal(described.Count, (int)answer["count"]!);
        Assert.All(Known.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
        {
            var type = line.Split(';')[0];
            Assert.Contains(type, described.Keys);
            Assert.Equal(line, Line(described[type], line));
        });
    }

    [Fact]
    public async Task A_descriptor_has_the_shape_that_studio_reads()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var items = (await host.GetAsync("descriptors/activities"))["items"]!.AsArray();
        Assert.All(items, item =>
        {
            Shape.Has(item, "typeName:s namespace:s name:s version:n category:s displayName:s kind:s runAsynchronously:b isBrowsable:b isContainer:b isStart:b isTerminal:b ports:a inputs:a outputs:a customProperties:o constructionProperties:o");
            Assert.All(item!["ports"]!.AsArray(), port => Shape.Has(port, "name:s displayName:s type:s isBrowsable:b"));
            Assert.All(item["inputs"]!.AsArray(), input => Shape.Has(input, "name:s typeName:s displayName:s uiHint:s order:n isBrowsable:b isSerializable:b isSynthetic:b isWrapped:b isReadOnly:b isSensitive:b autoEvaluate:b uiSpecifications:o"));
            Assert.All(item["outputs"]!.AsArray(), output => Shape.Has(output, "name:s typeName:s displayName:s order:n isBrowsable:b isSynthetic:b"));
        });
        var unknown = items.Single(item => (string)item!["typeName"]! == "Elsa.NotFoundActivity")!;
        Assert.False((bool)unknown["isBrowsable"]!);
        var decision = items.Single(item => (string)item!["typeName"]! == "Elsa.FlowDecision")!;
        Assert.Equal("Vrai", (string)decision["ports"]![0]!["displayName"]!);
        var loop = items.Single(item => (string)item!["typeName"]! == "Elsa.For")!["inputs"]!.AsArray().Single(input => (string)input!["name"]! == "OuterBoundInclusive")!;
        Assert.True((bool)loop["defaultValue"]!);
        var codes = items.Single(item => (string)item!["typeName"]! == "Elsa.FlowSendHttpRequest")!["inputs"]!.AsArray().Single(input => (string)input!["name"]! == "ExpectedStatusCodes")!;
        Assert.Equal(200, (int)codes["defaultValue"]![0]!);
    }

    [Fact]
    public async Task A_definition_usable_as_an_activity_is_described_by_each_version_that_drawings_may_hold()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var definition = Samples.Usable("inner", "Relecture croisée", category: "Relectures");
        var first = await host.PostAsync("workflow-definitions", new { model = definition, publish = true });
        var second = first["workflowDefinition"]!.DeepClone();
        second["outcomes"] = new JsonArray("Accepted", "Refused");
        await host.PostAsync("workflow-definitions", new { model = second, publish = true });
        var described = (await host.GetAsync("descriptors/activities"))["items"]!.AsArray().Where(item => (string)item!["typeName"]! == "RelectureCroisée").ToList();
        Assert.Equal([1, 2], described.Select(item => (int)item!["version"]!).Order());
        var old = described.Single(item => (int)item!["version"]! == 1)!;
        var current = described.Single(item => (int)item!["version"]! == 2)!;
        Assert.False((bool)old["isBrowsable"]!);
        Assert.True((bool)current["isBrowsable"]!);
        Assert.Equal("Relectures", (string)current["category"]!);
        second["options"]!.AsObject().Remove("activityCategory");
        await host.PostAsync("workflow-definitions", new { model = second, publish = true });
        Assert.Equal("Procédures", (string)(await host.GetAsync("descriptors/activities"))["items"]!.AsArray().Last(item => (string)item!["typeName"]! == "RelectureCroisée" && (bool)item["isBrowsable"]!)!["category"]!);
        Assert.Equal("inner", (string)current["constructionProperties"]!["WorkflowDefinitionId"]!);
        Assert.Equal(["Accepted", "Refused", "Done"], current["ports"]!.AsArray().Where(port => (string)port!["type"]! == "Flow").Select(port => (string)port!["name"]!));
        Assert.Equal("Texte", (string)current["inputs"]![0]!["displayName"]!);
    }

    [Fact]
    public async Task A_host_supplies_the_values_of_pick_lists_while_it_runs()
    {
        var reviewers = new Reviewers();
        await using var host = await ApiHost.StartAsync(Engine.Sqlite, services => services.AddWorkflowActivity<Review>().AddSingleton<IActivityOptions>(new Others()).AddSingleton<IActivityOptions>(reviewers));
        Assert.Equal(["Ada=a"], await DescribedAsync());
        reviewers.Known.Add(new SelectOption("Grace", "g"));
        Assert.Equal(["Ada=a", "Grace=g"], await DescribedAsync());
        var asked = await host.PostAsync("descriptors/activities/Test.Review/options/Reviewer", new { activityTypeName = "Test.Review", propertyName = "Reviewer", context = new { } });
        Assert.Equal("g", (string)asked["items"]!["dropdown"]!["selectList"]!["items"]![1]!["value"]!);
        Assert.Equal("Droit=law", Texts((await ReviewAsync())["inputs"]![1]!["uiSpecifications"]!["checklist"]!["checkList"]!["items"]!).First());
        await host.PostAsync("descriptors/activities/Test.Review/options/Nothing", new { }, 404);

        async Task<IEnumerable<string>> DescribedAsync() => Texts((await ReviewAsync())["inputs"]![0]!["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!);
        async Task<JsonNode> ReviewAsync() => (await host.GetAsync("descriptors/activities"))["items"]!.AsArray().Single(item => (string)item!["typeName"]! == "Test.Review")!;
        static IEnumerable<string> Texts(JsonNode items) => items.AsArray().Select(item => $"{item!["text"]}={item["value"]}");
    }

    [Theory]
    [InlineData("descriptors/expression-descriptors", "type:s displayName:s isSerializable:b isBrowsable:b properties:o", true, 8)]
    [InlineData("descriptors/workflow-activation-strategies", "displayName:s description:s typeName:s", true, 4)]
    [InlineData("descriptors/incident-strategies", "displayName:s description:s typeName:s", true, 2)]
    [InlineData("descriptors/log-persistence-strategies", "displayName:s description:s typeName:s", true, 4)]
    [InlineData("descriptors/commit-strategies/workflows", "", true, 0)]
    [InlineData("descriptors/commit-strategies/activities", "", true, 0)]
    [InlineData("descriptors/storage-drivers", "typeName:s displayName:s priority:n deprecated:b", false, 3)]
    [InlineData("descriptors/variables", "typeName:s displayName:s category:s description:s", false, 20)]
    [InlineData("descriptors/output-converters", "", true, 0)]
    [InlineData("features/installed", "name:s namespace:s fullName:s displayName:s description:s", true, 2)]
    public async Task Lists_have_the_shape_that_studio_reads(string path, string item, bool hasCount, int count)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite, services => services.AddSingleton(new WorkflowApiFeature("Tested", "Essai", "Pour l’essai.")));
        var answer = (await host.GetAsync(path)).AsObject();
        Assert.Equal(count, answer["items"]!.AsArray().Count);
        Assert.All(answer["items"]!.AsArray(), found => Shape.Has(found, item));
        Assert.Equal(hasCount ? ["items", "count"] : new[] { "items" }, answer.Select(property => property.Key));
    }

    [Fact]
    public async Task Only_what_is_served_is_an_installed_feature()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite, services => services.AddSingleton(new WorkflowApiFeature("Tested", "Essai", "Pour l’essai.")));
        Assert.Equal("Elsa.Tested", (string)(await host.GetAsync("features/installed/Elsa.Tested"))["fullName"]!);
        await host.GetAsync("features/installed/Elsa.Resilience", 404);
        Shape.Has(await host.GetAsync("package/version"), "packageVersion:s");
    }

    [Fact]
    public async Task Each_listed_strategy_can_be_chosen()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        foreach (var strategy in (await host.GetAsync("descriptors/workflow-activation-strategies"))["items"]!.AsArray())
        {
            var model = JsonNode.Parse(Draw.Flow().With(Draw.Line("a")).Option("activationStrategyType", (string)strategy!["typeName"]!).Json())!;
            var saved = await host.Publisher.CheckAsync(WorkflowDocument.Parse(model.ToJsonString()));
            Assert.Empty(saved);
        }
    }

    private static string Line(JsonObject item, string expected)
    {
        var unnamed = expected.Contains('?', StringComparison.Ordinal) ? expected.Split(' ').Where(word => word.Contains(":?:", StringComparison.Ordinal)).Select(word => word.Split(':')[0]).ToHashSet() : [];
        var flags = string.Concat(new[] { ((bool)item["isBrowsable"]! ? "" : "h"), (bool)item["isContainer"]! ? "c" : "", (bool)item["isStart"]! ? "s" : "", (bool)item["isTerminal"]! ? "t" : "" });
        var ports = string.Join(' ', item["ports"]!.AsArray().Select(port => $"{port!["name"]}:{((string)port["type"]!)[0]}{((bool)port["isBrowsable"]! ? "" : "-")}"));
        var inputs = string.Join(' ', item["inputs"]!.AsArray().Select(input =>
            $"{input!["name"]}:{(unnamed.Contains((string)input["name"]!) ? "?" : (string)input["typeName"]!)}:{input["uiHint"]}{((bool)input["isWrapped"]! ? "" : "!")}{((bool)input["autoEvaluate"]! ? "" : "~")}{Values(input)}").Order(StringComparer.Ordinal));
        var outputs = string.Join(' ', item["outputs"]!.AsArray().Select(output => $"{output!["name"]}:{output["typeName"]}"));
        return $"{item["typeName"]}; {item["kind"]} {flags}; {ports}; {inputs}; {outputs}".TrimEnd();
    }

    /// <summary>The values of a list or the language of an editor; those of HTTP, long and open, are not compared.</summary>
    private static string Values(JsonNode input) => (string)input["name"]! is "StatusCode" or "ContentType" ? "" : input["uiSpecifications"]!.AsObject() switch
    {
        { } specifications when specifications["dropdown"] is { } list => "=" + Join(list["selectList"]!["items"]!),
        { } specifications when specifications["checklist"] is { } list => "=" + Join(list["checkList"]!["items"]!),
        { } specifications when specifications["code-editor"] is { } editor => $"={editor["language"]}",
        _ => "",
    };

    private static string Join(JsonNode items) => string.Join('|', items.AsArray().Select(item => (string)item!["value"]!));

    [Activity("Test.Review", DisplayName = "Relire", Category = "Relectures")]
    [Input("Reviewer", typeof(string), DisplayName = "Relecteur", UIHint = "dropdown")]
    [Input("Topics", typeof(string[]), DisplayName = "Sujets", UIHint = "checklist", Options = ["law", "budget"], OptionNames = ["Droit", "Budget"])]
    private sealed class Review : Activity
    {
        protected override ValueTask ExecuteAsync(ActivityContext context) => ValueTask.CompletedTask;
    }

    private sealed class Reviewers : IActivityOptions
    {
        public List<SelectOption> Known { get; } = [new("Ada", "a")];

        public ValueTask<IReadOnlyList<SelectOption>?> GetOptionsAsync(string activityType, string inputName, CancellationToken cancellationToken) =>
            new(activityType == "Test.Review" && inputName == "Reviewer" ? Known : null);
    }

    private sealed class Others : IActivityOptions
    {
        public ValueTask<IReadOnlyList<SelectOption>?> GetOptionsAsync(string activityType, string inputName, CancellationToken cancellationToken) => new((IReadOnlyList<SelectOption>?)null);
    }
}
