using Fabrique.Web.Kernel.People;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Fabrique.Web.Platform.HttpEndpoints;

/// <summary>
/// Leads a request to the procedures that await it: each definition that it starts, or the one instance that waits for it. Everything that the procedure asks
/// of its caller is checked before anything runs; what the procedure answers is sent once the step that wrote it has committed.
/// </summary>
internal sealed class ReceiveRequest(
    WorkflowHttpEndpoints endpoints, IWorkflowRuntime runtime, HttpWorkflowsOptions options, IAuthorizationService authorization, IAuthorizationPolicyProvider policies,
    IInlineConstraintResolver constraints, IHostApplicationLifetime lifetime, ILogger<ReceiveRequest> logger)
{
    /// <summary>What is left of a request that is too large is read and thrown away, up to here: a browser reads the answer once it has sent everything.</summary>
    private const int DiscardedBytes = 32 * 1024 * 1024;

    public async Task HandleAsync(HttpContext http, string path)
    {
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = DiscardedBytes;
        }

        var cancellationToken = http.RequestAborted;
        if (RouteMatch.Find(await endpoints.FindRoutesAsync(path, cancellationToken), path, http, constraints) is not { } match)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "Aucune procédure n’attend de requête à cette adresse.");
            return;
        }

        if (match.Routes.FirstOrDefault(known => known.Method == http.Request.Method) is not { } route)
        {
            http.Response.Headers.Allow = string.Join(", ", match.Routes.Select(known => known.Method).Order(StringComparer.Ordinal));
            await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "Aucune procédure n’attend cette méthode à cette adresse.");
            return;
        }

        var correlationId = Selector(http, "X-Correlation-Id", "correlationId");
        var receivers = await FindReceiversAsync(route, Selector(http, "X-Workflow-Instance-Id", "workflowInstanceId"), correlationId, cancellationToken);
        if (receivers.Count == 0)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "Aucune procédure n’attend de requête à cette adresse.");
            return;
        }

        if (receivers.Count > 1 && receivers[0].InstanceId is not null)
        {
            await RefuseAsync(http, StatusCodes.Status409Conflict, "Plusieurs exécutions attendent cette requête : nommez la vôtre par l’en-tête X-Workflow-Instance-Id ou X-Correlation-Id.");
            return;
        }

        if (await RefusalAsync(http, receivers) is { } refusal)
        {
            await RefuseAsync(http, refusal.Status, refusal.Message);
            return;
        }

        var body = await ReceivedBody.ReadAsync(http.Request, options.MaximumBodyBytes, cancellationToken);
        if (body.Problem is { } problem)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var verdicts = receivers.Select(receiver => (Receiver: receiver, Verdict: Examine(receiver.Rules, body))).ToList();
        if (verdicts.TrueForAll(pair => pair.Verdict.Outcome is null))
        {
            await RefuseAsync(http, verdicts[0].Verdict.Status, verdicts[0].Verdict.Message);
            return;
        }

        var request = Describe(http, path, match.Values, body);
        await ServeAsync(http, [.. verdicts.Where(pair => pair.Verdict.Outcome is not null).Select(pair => (pair.Receiver, request with { Outcome = pair.Verdict.Outcome! }))], correlationId);
    }

    /// <summary>As Elsa does: definitions to start come first, unless the caller names an instance.</summary>
    private async Task<IReadOnlyList<HttpReceiver>> FindReceiversAsync(HttpRoute route, string? instanceId, string? correlationId, CancellationToken cancellationToken)
    {
        const int EnoughToBeAmbiguous = 2;
        var found = await endpoints.FindReceiversAsync(route, instanceId, correlationId, EnoughToBeAmbiguous, cancellationToken);
        var triggers = found.Where(receiver => receiver.DefinitionId is not null).ToList();
        return triggers.Count > 0 ? triggers : found;
    }

    private async Task ServeAsync(HttpContext http, IReadOnlyList<(HttpReceiver Receiver, WorkflowHttpRequest Request)> calls, string? correlationId)
    {
        var exchange = new WorkflowHttpExchange();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        bounded.CancelAfter(calls.Select(call => call.Receiver.Rules.RequestTimeout).OfType<TimeSpan>().Where(asked => asked > TimeSpan.Zero).Append(options.RequestTimeout).Min());
        var instances = new List<InstanceSummary>();
        try
        {
            await exchange.ServeAsync(async () =>
            {
                foreach (var (receiver, request) in calls)
                {
                    if (await RunAsync(receiver, request, correlationId, bounded.Token) is { } instance)
                    {
                        instances.Add(instance);
                    }
                }

                return instances;
            });
        }
        catch (OperationCanceledException) when (bounded.IsCancellationRequested && exchange.Response is null)
        {
            await RefuseAsync(http, StatusCodes.Status504GatewayTimeout, "La procédure n’a pas répondu à temps ; ce qu’elle avait commencé continue.");
            return;
        }
        catch (OperationCanceledException) when (bounded.IsCancellationRequested)
        {
            logger.LogInformation("A procedure answered and was then cut off; it goes on later");
        }

        if (exchange.Response is { } response)
        {
            await ResponseSender.SendAsync(http, response, options.AllowHtml);
        }
        else if (instances.Count == 0)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "Aucune procédure n’attend plus cette requête.");
        }
        else
        {
            var status = instances.Exists(instance => instance.SubStatus is WorkflowSubStatus.Faulted) ? StatusCodes.Status500InternalServerError
                : instances.TrueForAll(instance => instance.Status is WorkflowStatus.Finished) ? StatusCodes.Status200OK
                : StatusCodes.Status202Accepted;
            await ResponseSender.SendAsync(http, status, new { workflowInstanceIds = instances.Select(instance => instance.Id) });
        }
    }

    private async Task<InstanceSummary?> RunAsync(HttpReceiver receiver, WorkflowHttpRequest request, string? correlationId, CancellationToken cancellationToken)
    {
        try
        {
            return receiver.InstanceId is { } instance
                ? await runtime.ResumeAsync(new ResumeRequest(receiver.Route.Name, receiver.Route.Key) { InstanceId = instance, Input = request }, cancellationToken)
                : await runtime.StartAsync(
                    new StartRequest(receiver.DefinitionId!) { VersionId = receiver.VersionId, TriggerActivityId = receiver.ActivityId, TriggerPayload = request, CorrelationId = correlationId },
                    cancellationToken);
        }
        catch (WorkflowNotFoundException exception)
        {
            logger.LogWarning(exception, "The procedure was withdrawn while it was called");
            return null;
        }
    }

    /// <summary>Why the caller may not call; null when every receiver accepts.</summary>
    private async Task<(int Status, string Message)?> RefusalAsync(HttpContext http, IReadOnlyList<HttpReceiver> receivers)
    {
        foreach (var rules in receivers.Select(receiver => receiver.Rules))
        {
            if (!rules.Authorize && rules.Policy is null && options.AllowAnonymous)
            {
                continue;
            }

            if (http.User.Identity is not { IsAuthenticated: true })
            {
                return (StatusCodes.Status401Unauthorized, "Cette procédure ne répond qu’aux personnes connectées.");
            }

            if (!CallerTrust.MayUseSession(http.Request))
            {
                return (StatusCodes.Status403Forbidden, "Une requête qui ne vient pas d’une page de ce site n’agit pas au nom de la personne connectée.");
            }

            foreach (var name in (string[])[Policies.SignedIn, .. rules.Policy is { } asked ? [asked] : Array.Empty<string>()])
            {
                if (await policies.GetPolicyAsync(name) is not { } policy)
                {
                    logger.LogError("A procedure asks for the policy {Policy}, which does not exist", name);
                    return (StatusCodes.Status403Forbidden, "La règle d’accès de cette procédure n’existe pas.");
                }

                if (!(await authorization.AuthorizeAsync(http.User, policy)).Succeeded)
                {
                    return (StatusCodes.Status403Forbidden, "Vous n’avez pas accès à cette procédure.");
                }
            }
        }

        return null;
    }

    private (string? Outcome, int Status, string Message) Examine(HttpEndpointRules rules, ReceivedBody body)
    {
        var bound = Math.Min(rules.RequestSizeLimit ?? long.MaxValue, options.MaximumBodyBytes);
        if (body.IsTooLarge || body.Length > bound)
        {
            return Verdict(HttpEndpointOutcomes.RequestTooLarge, StatusCodes.Status413PayloadTooLarge, $"La requête dépasse {bound} octets.");
        }

        if (body.Files.Any(file => file.Length > rules.FileSizeLimit))
        {
            return Verdict(HttpEndpointOutcomes.FileTooLarge, StatusCodes.Status413PayloadTooLarge, $"Un fichier dépasse {rules.FileSizeLimit} octets.");
        }

        var extensions = body.Files.Select(file => Path.GetExtension(file.FileName)).ToList();
        if (extensions.Exists(extension => rules.BlockedFileExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
            || (rules.AllowedFileExtensions.Count > 0 && !rules.AllowedFileExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase))))
        {
            return Verdict(HttpEndpointOutcomes.InvalidFileExtension, StatusCodes.Status415UnsupportedMediaType, "L’extension d’un fichier n’est pas acceptée.");
        }

        return body.Files.Any(file => rules.AllowedMimeTypes.Count > 0 && !rules.AllowedMimeTypes.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase))
            ? Verdict(HttpEndpointOutcomes.InvalidFileMimeType, StatusCodes.Status415UnsupportedMediaType, "Le type d’un fichier n’est pas accepté.")
            : (HttpEndpointOutcomes.Done, StatusCodes.Status200OK, "");

        (string? Outcome, int Status, string Message) Verdict(string outcome, int status, string message) => (rules.Exposed.Contains(outcome, StringComparer.Ordinal) ? outcome : null, status, message);
    }

    private static WorkflowHttpRequest Describe(HttpContext http, string path, RouteValueDictionary values, ReceivedBody body) => new()
    {
        Method = http.Request.Method,
        Path = path,
        QueryString = http.Request.QueryString.Value ?? "",
        RouteData = values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
        Query = ReceivedBody.Fields(http.Request.Query),
        Headers = ReceivedBody.Fields(http.Request.Headers.Where(header => !WorkflowHttpRequest.IsSecretHeader(header.Key))),
        Content = body.Content,
        Files = body.Files,
    };

    private static string? Selector(HttpContext http, string header, string query) =>
        http.Request.Headers[header].FirstOrDefault() is { Length: > 0 } given ? given : http.Request.Query[query].FirstOrDefault() is { Length: > 0 } asked ? asked : null;

    private static Task RefuseAsync(HttpContext http, int status, string message) => ResponseSender.SendAsync(http, status, new { message });
}
