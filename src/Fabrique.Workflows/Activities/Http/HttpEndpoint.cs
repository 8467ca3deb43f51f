using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities.Http;

[Activity("Elsa.HttpEndpoint", DisplayName = "Point d’entrée HTTP", Category = "HTTP", Description = "Attend une requête HTTP, ou lance la procédure quand elle arrive.", Kind = ActivityKind.Trigger, IsControlFlow = true)]
[Input("Path", typeof(string), DisplayName = "Chemin", IsRequired = true, Description = "Sous le préfixe des procédures, par exemple « commandes/{id} ».")]
[Input("SupportedMethods", typeof(string[]), DisplayName = "Méthodes acceptées", UIHint = "checklist", Options = ["GET", "POST", "PUT", "HEAD", "DELETE"])]
[Input("Authorize", typeof(bool), DisplayName = "Personnes connectées seulement", UIHint = "checkbox", Category = "Sécurité")]
[Input("Policy", typeof(string), DisplayName = "Règle d’accès", Category = "Sécurité")]
[Input("RequestTimeout", typeof(TimeSpan?), DisplayName = "Délai de réponse", Category = "Envois")]
[Input("RequestSizeLimit", typeof(long?), DisplayName = "Taille de la requête (octets)", Category = "Envois")]
[Input("FileSizeLimit", typeof(long?), DisplayName = "Taille d’un fichier (octets)", Category = "Envois")]
[Input("AllowedFileExtensions", typeof(string[]), DisplayName = "Extensions acceptées", UIHint = "multitext", Category = "Envois")]
[Input("BlockedFileExtensions", typeof(string[]), DisplayName = "Extensions refusées", UIHint = "multitext", Category = "Envois")]
[Input("AllowedMimeTypes", typeof(string[]), DisplayName = "Types de fichiers acceptés", UIHint = "multitext", Category = "Envois")]
[Input("ExposeRequestTooLargeOutcome", typeof(bool), DisplayName = "Issue « requête trop grande »", UIHint = "checkbox", IsWrapped = false, Category = "Issues")]
[Input("ExposeFileTooLargeOutcome", typeof(bool), DisplayName = "Issue « fichier trop grand »", UIHint = "checkbox", IsWrapped = false, Category = "Issues")]
[Input("ExposeInvalidFileExtensionOutcome", typeof(bool), DisplayName = "Issue « extension refusée »", UIHint = "checkbox", IsWrapped = false, Category = "Issues")]
[Input("ExposeInvalidFileMimeTypeOutcome", typeof(bool), DisplayName = "Issue « type de fichier refusé »", UIHint = "checkbox", IsWrapped = false, Category = "Issues")]
[Output("ParsedContent", typeof(object), DisplayName = "Contenu")]
[Output("Files", typeof(object), DisplayName = "Fichiers", TypeName = "FormFile[]")]
[Output("File", typeof(object), DisplayName = "Premier fichier", TypeName = "FormFile")]
[Output("RouteData", typeof(object), DisplayName = "Valeurs du chemin", TypeName = "ObjectDictionary")]
[Output("QueryStringData", typeof(object), DisplayName = "Valeurs de la requête", TypeName = "ObjectDictionary")]
[Output("Headers", typeof(object), DisplayName = "En-têtes", TypeName = "ObjectDictionary")]
[Output("Result", typeof(object), DisplayName = "Requête", TypeName = "HttpRequest")]
[Outcomes(HttpEndpointOutcomes.Done, HttpEndpointOutcomes.RequestTooLarge, HttpEndpointOutcomes.FileTooLarge, HttpEndpointOutcomes.InvalidFileExtension, HttpEndpointOutcomes.InvalidFileMimeType,
    DisplayNames = ["Reçue", "Requête trop grande", "Fichier trop grand", "Extension refusée", "Type de fichier refusé"], DependOnInputs = true)]
internal sealed class HttpEndpoint : BuiltInActivity
{
    private static readonly (string Input, string Outcome)[] Exposable =
    [
        ("ExposeRequestTooLargeOutcome", HttpEndpointOutcomes.RequestTooLarge),
        ("ExposeFileTooLargeOutcome", HttpEndpointOutcomes.FileTooLarge),
        ("ExposeInvalidFileExtensionOutcome", HttpEndpointOutcomes.InvalidFileExtension),
        ("ExposeInvalidFileMimeTypeOutcome", HttpEndpointOutcomes.InvalidFileMimeType),
    ];

    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        if (Array.Find(node.Inputs, input => input.Name == "Path")?.Expression is ConstantExpression { Value: string path } && HttpRoute.ProblemOf(path) is { } problem)
        {
            compiler.Report(node, ProblemCodes.UnreadableRoute, problem);
        }

        return null;
    }

    internal override ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeTriggersAsync(StepContext context)
    {
        var rules = Rules(context);
        return new([.. Routes(context).Select(route => new TriggerDeclaration(route.Name, route.Key, Payload: rules))]);
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (Inner(context).TryTakeTrigger(out var payload) && payload is JsonElement { ValueKind: JsonValueKind.Object } request)
        {
            Receive(context, request);
            return ValueTask.CompletedTask;
        }

        var rules = Rules(Inner(context));
        foreach (var route in Routes(Inner(context)))
        {
            context.Wait(new Bookmark(route.Name, route.Key) { Payload = rules });
        }

        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        Receive(context, resumption.Input ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NoRequest)));
        return ValueTask.CompletedTask;
    }

    private static void Receive(ActivityContext context, JsonElement json)
    {
        var request = json.Deserialize<WorkflowHttpRequest>(JsonText.Values) ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NoRequest));
        context.SetOutput("RouteData", request.RouteData);
        context.SetOutput("QueryStringData", request.Query);
        context.SetOutput("Headers", request.Headers);
        context.SetOutput("ParsedContent", request.Content);
        context.SetOutput("Files", request.Files);
        context.SetOutput("File", request.Files.Count > 0 ? request.Files[0] : null);
        context.SetOutput("Result", new { request.Method, request.Path, request.QueryString });
        context.Complete(request.Outcome);
    }

    private static IEnumerable<HttpRoute> Routes(StepContext context)
    {
        var path = context.GetInput<string>("Path") ?? "";
        if (HttpRoute.ProblemOf(path) is { } problem)
        {
            throw new PermanentFailureException(problem);
        }

        var methods = context.GetInput<string[]>("SupportedMethods") is { Length: > 0 } given ? given : ["GET"];
        return methods.Select(method => HttpRoute.Of(method, path)).Distinct();
    }

    private static HttpEndpointRules Rules(StepContext context) => new()
    {
        Authorize = context.GetInput<bool>("Authorize"),
        Policy = context.GetInput<string>("Policy") is { Length: > 0 } policy ? policy : null,
        RequestTimeout = context.GetInput<TimeSpan?>("RequestTimeout"),
        RequestSizeLimit = context.GetInput<long?>("RequestSizeLimit"),
        FileSizeLimit = context.GetInput<long?>("FileSizeLimit"),
        AllowedFileExtensions = context.GetInput<string[]>("AllowedFileExtensions") ?? [],
        BlockedFileExtensions = context.GetInput<string[]>("BlockedFileExtensions") ?? [],
        AllowedMimeTypes = context.GetInput<string[]>("AllowedMimeTypes") ?? [],
        Exposed = [.. Exposable.Where(exposable => context.GetInput<bool>(exposable.Input)).Select(exposable => exposable.Outcome)],
    };
}
