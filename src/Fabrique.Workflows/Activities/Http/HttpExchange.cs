using System.Net.Http.Headers;
using System.Text.Json;
using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>One exchange of an activity with a server: made between two steps, read in the next one.</summary>
/// <param name="StatusCode">Code of the answer; 0 when there was none.</param>
/// <param name="Failure">Why there was none.</param>
internal sealed record HttpExchange(int StatusCode, string? Failure)
{
    public const string FailedToConnect = "FailedToConnect";
    public const string Timeout = "Timeout";

    /// <summary>Headers that the connection itself writes.</summary>
    private static readonly string[] Reserved = ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect", "Proxy-Connection"];

    private static readonly HttpMethod[] Safe = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];

    /// <summary>Sends what the inputs describe.</summary>
    /// <param name="http">The sender.</param>
    /// <param name="call">Who calls.</param>
    /// <param name="hasConnectPort">Whether the drawing says what follows when the server cannot be reached.</param>
    /// <param name="hasTimeoutPort">Whether the drawing says what follows when it is too slow.</param>
    /// <param name="cancellationToken">Abandons the exchange.</param>
    /// <returns>The answer, or a failure that the drawing provides for.</returns>
    public static async Task<JsonElement> SendAsync(OutboundHttp http, OutsideCall call, bool hasConnectPort, bool hasTimeoutPort, CancellationToken cancellationToken)
    {
        var isRepeated = call.GetInput<bool>("EnableResiliency") && !call.IsLastAttempt;
        var request = ToRequest(call);
        try
        {
            var response = await http.SendAsync(request, cancellationToken);
            if (isRepeated && response.StatusCode is 408 or 429 or >= 500)
            {
                throw new ResponseRefusedException(new WorkflowMessage(MessageCodes.ResponseRefused, request.Url.Authority, response.StatusCode));
            }

            return JsonSerializer.SerializeToElement(
                new
                {
                    statusCode = response.StatusCode,
                    reasonPhrase = response.ReasonPhrase,
                    headers = response.Headers.Where(header => !SensitiveHeaders.Contains(header.Key)).ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
                    content = HttpContents.Read(response.Content, response.ContentType),
                },
                JsonText.Values);
        }
        catch (HttpRequestException exception) when (hasConnectPort && !isRepeated)
        {
            return JsonSerializer.SerializeToElement(new { failure = FailedToConnect, message = call.Tell(WorkflowMessage.Of(exception)) }, JsonText.Values);
        }
        catch (OutboundTimeoutException exception) when (hasTimeoutPort && !isRepeated)
        {
            return JsonSerializer.SerializeToElement(new { failure = Timeout, message = call.Tell(WorkflowMessage.Of(exception)) }, JsonText.Values);
        }
    }

    /// <summary>Reads what <see cref="SendAsync"/> brought back, and writes the outputs.</summary>
    /// <exception cref="PermanentFailureException">The exchange failed for good.</exception>
    public static HttpExchange Read(ActivityContext context, Resumption resumption)
    {
        var answer = resumption.Input ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.CallWithoutAnswer));
        if (answer.TryGetProperty("error", out var error))
        {
            throw new PermanentFailureException(error.GetString()!);
        }

        if (answer.TryGetProperty("failure", out var failure))
        {
            context.Journal("Error", answer.GetProperty("message").GetString()!);
            return new HttpExchange(0, failure.GetString());
        }

        var code = answer.GetProperty("statusCode").GetInt32();
        context.SetOutput("StatusCode", code);
        context.SetOutput("ParsedContent", answer.TryGetProperty("content", out var content) ? content : null);
        context.SetOutput("ResponseHeaders", answer.GetProperty("headers"));
        context.SetOutput("Result", answer);
        return new HttpExchange(code, null);
    }

    private static OutboundRequest ToRequest(OutsideCall call)
    {
        if (!Uri.TryCreate(call.GetInput<string>("Url")?.Trim(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UrlNotComplete));
        }

        if (url.UserInfo.Length > 0)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UrlWithPassword));
        }

        var method = Method(call);
        var headers = new List<(string Name, string Value)>();
        var contentHeaders = new List<(string Name, string Value)>();
        byte[]? body = null;
        if (call.GetInput<object>("Content") is { } content and not "" && method != HttpMethod.Head)
        {
            (body, var contentType) = HttpContents.Write(content, call.GetInput<string>("ContentType"));
            contentHeaders.Add(("Content-Type", HttpHeaderInput.Checked("Content-Type", contentType)));
        }

        if (call.GetInput<string>("Authorization") is { } authorization && authorization.Trim() is { Length: > 0 } credentials)
        {
            if (!call.GetInput<bool>("DisableAuthorizationHeaderValidation") && !AuthenticationHeaderValue.TryParse(credentials, out _))
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.AuthorizationUnfit));
            }

            headers.Add(("Authorization", HttpHeaderInput.Checked("Authorization", credentials)));
        }

        foreach (var (name, value) in HttpHeaderInput.Read(call.GetInput<object>("RequestHeaders"), "RequestHeaders"))
        {
            if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.HeaderReserved, name));
            }

            var target = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? contentHeaders : headers;
            target.RemoveAll(known => known.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && name.Equals(known.Name, StringComparison.OrdinalIgnoreCase));
            target.Add((name, HttpHeaderInput.Checked(name, value)));
        }

        if (!Safe.Contains(method) && !headers.Exists(header => header.Name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(("Idempotency-Key", call.ActivityInstanceId));
        }

        return new OutboundRequest(method, url, headers, body, contentHeaders);
    }

    private static HttpMethod Method(OutsideCall call)
    {
        var name = call.GetInput<string>("Method")?.Trim().ToUpperInvariant();
        try
        {
            return name is null or "" ? HttpMethod.Get : name is "CONNECT" or "TRACE" ? throw new FormatException(name) : HttpMethod.Parse(name);
        }
        catch (FormatException exception)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.MethodUnfit, name), exception);
        }
    }
}
