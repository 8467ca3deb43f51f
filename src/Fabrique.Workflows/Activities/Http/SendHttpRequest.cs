using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>An expected status code with the activity that follows it.</summary>
internal sealed record StatusCodeCase(int StatusCode, ActivityNode? Activity);

/// <summary>The embedded ports of the activity.</summary>
internal sealed record SendHttpRequestPorts(StatusCodeCase[] Expected, ActivityNode? UnmatchedStatusCode, ActivityNode? FailedToConnect, ActivityNode? Timeout);

[Activity("Elsa.SendHttpRequest", DisplayName = "Requête HTTP", Category = "HTTP", Description = "Envoie une requête HTTP et exécute une étape selon la réponse.", Kind = ActivityKind.Task)]
[Port("UnmatchedStatusCode", DisplayName = "Autre code")]
[Port("FailedToConnect", DisplayName = "Connexion impossible")]
[Port("Timeout", DisplayName = "Délai dépassé")]
[Property("ExpectedStatusCodes", "HttpStatusCodeCases", "http-status-codes", DisplayName = "Codes de réponse attendus")]
[Input("Url", typeof(string), DisplayName = "Adresse", IsRequired = true)]
[Input("Method", typeof(string), DisplayName = "Méthode", DefaultValue = "GET", UIHint = "dropdown", Options = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"], Order = 1)]
[Input("Content", typeof(object), DisplayName = "Contenu", Order = 2)]
[Input("ContentType", typeof(string), DisplayName = "Type du contenu", UIHint = "dropdown", Options = ["", "application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml"], Order = 3)]
[Input("Authorization", typeof(string), DisplayName = "Autorisation", IsSensitive = true, Category = "Sécurité", Order = 4)]
[Input("DisableAuthorizationHeaderValidation", typeof(bool), DisplayName = "Ne pas vérifier l’en-tête d’autorisation", UIHint = "checkbox", Category = "Sécurité", Order = 5)]
[Input("RequestHeaders", typeof(object), DisplayName = "En-têtes de la requête", UIHint = "json-editor", IsSensitive = true, TypeName = "HttpHeaders", Language = "json", Category = "Avancé", Order = 6)]
[Input("EnableResiliency", typeof(bool), DisplayName = "Répéter en cas d’échec passager", UIHint = "checkbox")]
[Output("StatusCode", typeof(int), DisplayName = "Code de la réponse")]
[Output("ParsedContent", typeof(object), DisplayName = "Contenu de la réponse")]
[Output("ResponseHeaders", typeof(object), DisplayName = "En-têtes de la réponse", TypeName = "HttpHeaders")]
[Output("Result", typeof(object), DisplayName = "Réponse", TypeName = "HttpResponseMessage")]
internal sealed class SendHttpRequest(OutboundHttp http) : ContainerActivity
{
    internal override bool CallsOutside => true;

    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var position = 0;
        var expected = (json["expectedStatusCodes"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(option => new StatusCodeCase(Code(node, option["statusCode"], compiler), compiler.Port(node, option["activity"], position++)))
            .ToArray();
        var ports = new SendHttpRequestPorts(
            expected,
            compiler.Port(node, json["unmatchedStatusCode"], position++),
            compiler.Port(node, json["failedToConnect"], position++),
            compiler.Port(node, json["timeout"], position));
        node.Children = [.. expected.Select(option => option.Activity).Concat([ports.UnmatchedStatusCode, ports.FailedToConnect, ports.Timeout]).OfType<ActivityNode>()];
        return ports;
    }

    internal override Task<JsonElement> CallOutsideAsync(OutsideCall call, CancellationToken cancellationToken)
    {
        var ports = (SendHttpRequestPorts)call.Node.Prepared!;
        return HttpExchange.SendAsync(http, call, ports.FailedToConnect is not null, ports.Timeout is not null, cancellationToken);
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).CallOutside();
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var ports = (SendHttpRequestPorts)Inner(context).Node.Prepared!;
        var next = HttpExchange.Read(context, resumption) switch
        {
            { Failure: HttpExchange.FailedToConnect } => ports.FailedToConnect,
            { Failure: HttpExchange.Timeout } => ports.Timeout,
            { StatusCode: var code } => Array.Find(ports.Expected, option => option.StatusCode == code) is { } expected ? expected.Activity : ports.UnmatchedStatusCode,
        };
        if (next is null)
        {
            context.Complete();
        }
        else
        {
            Inner(context).Schedule(next);
        }

        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }

    private static int Code(ActivityNode node, JsonNode? json, GraphCompiler compiler)
    {
        try
        {
            return ValueConverter.To<int>(ValueConverter.Normalize(json));
        }
        catch (InvalidCastException exception)
        {
            compiler.Report(node, ProblemCodes.UnreadableStatusCode, WorkflowMessage.Of(exception));
            return 0;
        }
    }
}

[Activity("Elsa.FlowSendHttpRequest", DisplayName = "Requête HTTP (schéma)", Category = "HTTP", Description = "Envoie une requête HTTP et suit la flèche de la réponse.", Kind = ActivityKind.Task)]
[Input("ExpectedStatusCodes", typeof(int[]), DisplayName = "Codes de réponse attendus", DefaultValue = "[200]", UIHint = "multitext", Order = 5.1f)]
[Input("Url", typeof(string), DisplayName = "Adresse", IsRequired = true)]
[Input("Method", typeof(string), DisplayName = "Méthode", DefaultValue = "GET", UIHint = "dropdown", Options = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"], Order = 1)]
[Input("Content", typeof(object), DisplayName = "Contenu", Order = 2)]
[Input("ContentType", typeof(string), DisplayName = "Type du contenu", UIHint = "dropdown", Options = ["", "application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml"], Order = 3)]
[Input("Authorization", typeof(string), DisplayName = "Autorisation", IsSensitive = true, Category = "Sécurité", Order = 4)]
[Input("DisableAuthorizationHeaderValidation", typeof(bool), DisplayName = "Ne pas vérifier l’en-tête d’autorisation", UIHint = "checkbox", Category = "Sécurité", Order = 5)]
[Input("RequestHeaders", typeof(object), DisplayName = "En-têtes de la requête", UIHint = "json-editor", IsSensitive = true, TypeName = "HttpHeaders", Language = "json", Category = "Avancé", Order = 6)]
[Input("EnableResiliency", typeof(bool), DisplayName = "Répéter en cas d’échec passager", UIHint = "checkbox")]
[Output("StatusCode", typeof(int), DisplayName = "Code de la réponse")]
[Output("ParsedContent", typeof(object), DisplayName = "Contenu de la réponse")]
[Output("ResponseHeaders", typeof(object), DisplayName = "En-têtes de la réponse", TypeName = "HttpHeaders")]
[Output("Result", typeof(object), DisplayName = "Réponse", TypeName = "HttpResponseMessage")]
[Outcomes(Unmatched, FailedToConnect, TimedOut, "Done", DisplayNames = ["Autre code", "Connexion impossible", "Délai dépassé", "Réponse reçue"], DependOnInputs = true)]
internal sealed class FlowSendHttpRequest(OutboundHttp http) : BuiltInActivity
{
    private const string Unmatched = "Unmatched status code";
    private const string FailedToConnect = "Failed to connect";
    private const string TimedOut = "Timeout";

    internal override bool CallsOutside => true;

    internal override Task<JsonElement> CallOutsideAsync(OutsideCall call, CancellationToken cancellationToken) =>
        HttpExchange.SendAsync(http, call, FlowPorts.IsConnected(call.Node, FailedToConnect), FlowPorts.IsConnected(call.Node, TimedOut), cancellationToken);

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).CallOutside();
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var expected = context.GetInput<int[]>("ExpectedStatusCodes") ?? [];
        switch (HttpExchange.Read(context, resumption))
        {
            case { Failure: HttpExchange.FailedToConnect }:
                context.Complete(FailedToConnect);
                break;
            case { Failure: HttpExchange.Timeout }:
                context.Complete(TimedOut);
                break;
            case var answer when expected.Length == 0:
                context.Complete();
                break;
            case { StatusCode: var code } when expected.Contains(code):
                context.Complete(code.ToString(System.Globalization.CultureInfo.InvariantCulture), "Done");
                break;
            default:
                context.Complete(Unmatched, "Done");
                break;
        }

        return ValueTask.CompletedTask;
    }
}
