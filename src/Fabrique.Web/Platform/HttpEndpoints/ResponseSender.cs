using System.Collections.Frozen;
using Fabrique.Workflows;
using Microsoft.Net.Http.Headers;

namespace Fabrique.Web.Platform.HttpEndpoints;

/// <summary>Sends what a procedure answers, from our own origin: nothing that a browser would run, and no header that is ours to decide.</summary>
internal static class ResponseSender
{
    private static readonly FrozenSet<string> Headers = ((string[])
    [
        "Cache-Control", "Content-Disposition", "Content-Language", "ETag", "Expires", "Last-Modified", "Location", "Retry-After",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Ours = ((string[])
    [
        "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection", "X-Powered-By", "X-Permitted-Cross-Domain-Policies", "X-Accel-Redirect", "X-Sendfile",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Types = ((string[])
    [
        "application/json", "application/problem+json", "application/octet-stream", "application/pdf", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml",
        "image/gif", "image/jpeg", "image/png", "image/webp", "text/calendar", "text/csv", "text/json", "text/plain", "text/richtext", "text/xml",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static async Task SendAsync(HttpContext http, WorkflowHttpResponse response, bool mayBeHtml)
    {
        Guard(http.Response);
        http.Response.StatusCode = response.StatusCode;
        foreach (var (name, value) in response.Headers)
        {
            if (MaySend(name))
            {
                http.Response.Headers[name] = value;
            }
        }

        if (response.StatusCode is 204 or 205 or 304)
        {
            return;
        }

        if (response.ContentType is { } type)
        {
            http.Response.ContentType = Harmless(type, mayBeHtml);
        }

        http.Response.ContentLength = response.Content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(response.Content, http.RequestAborted);
        }
    }

    public static Task SendAsync(HttpContext http, int statusCode, object body)
    {
        Guard(http.Response);
        http.Response.StatusCode = statusCode;
        return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }

    private static void Guard(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        response.Headers.CacheControl = "no-store";
    }

    private static bool MaySend(string name) => Headers.Contains(name) || (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) && !Ours.Contains(name));

    /// <summary>What is not known to be inert is sent as a text, or as bytes to be saved.</summary>
    private static string Harmless(string type, bool mayBeHtml)
    {
        if (!MediaTypeHeaderValue.TryParse(type, out var parsed) || parsed.MediaType.Value is not { } media)
        {
            return "application/octet-stream";
        }

        if (Types.Contains(media) || (media.EndsWith("+json", StringComparison.OrdinalIgnoreCase) && media.StartsWith("application/", StringComparison.OrdinalIgnoreCase)) || (mayBeHtml && media.Equals("text/html", StringComparison.OrdinalIgnoreCase)))
        {
            return parsed.ToString();
        }

        return media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? "text/plain; charset=utf-8" : "application/octet-stream";
    }
}
