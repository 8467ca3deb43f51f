using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>
/// What a person sent to a form that could not answer: the session was over, the database away, the page no longer theirs. The page of the error carries it and
/// sends it again; nothing of it stays here.
/// </summary>
/// <param name="Action">Where it was sent: path and query.</param>
/// <param name="Fields">All that was sent, but for the token.</param>
public sealed record KeptForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private const string Token = "__RequestVerificationToken";
    private const int MostFields = 500;

    /// <summary>What the person wrote, to be read again: the other fields are choices, and what the form knew.</summary>
    public IEnumerable<string> Written => Fields.Select(sent => sent.Value).Where(value => value.Trim().Contains(' ', StringComparison.Ordinal));

    /// <summary>What was kept of the request that this error answers; null when there was nothing to keep.</summary>
    public static KeptForm? Of(HttpContext http) => http.Items[typeof(KeptForm)] as KeptForm;

    /// <summary>Whether a request is a form of ours, sent by one of our pages.</summary>
    public static bool IsSentBy(HttpRequest request, Endpoint? endpoint) => HttpMethods.IsPost(request.Method)
        && endpoint?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.ModelTypeInfo is { } page
        && typeof(FormPage).IsAssignableFrom(page)
        && IsFromHere(request);

    /// <summary>
    /// Whether it comes from a page of this site. Another site must not put its words into a form here, be they never sent. A request that says nothing of its
    /// origin comes from no browser of today.
    /// </summary>
    public static bool IsFromHere(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return (request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none")
            && (origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Keeps what was sent for the page of the error, when the request is executed again for it.</summary>
    public static async Task KeepAsync(HttpContext http)
    {
        var (endpoint, path, query) = http.Features.Get<IStatusCodeReExecuteFeature>() is { } answered
            ? (answered.Endpoint, answered.OriginalPath, answered.OriginalQueryString)
            : http.Features.Get<IExceptionHandlerFeature>() is { } failed ? (failed.Endpoint, failed.Path, http.Request.QueryString.Value) : default;
        if (!IsSentBy(http.Request, endpoint) || !http.Request.HasFormContentType)
        {
            return;
        }

        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var fields = form.Where(field => field.Key != Token).SelectMany(field => field.Value.OfType<string>().Select(value => KeyValuePair.Create(field.Key, value))).Take(MostFields + 1).ToList();
            if (fields.Count <= MostFields)
            {
                http.Items[typeof(KeptForm)] = new KeptForm(path + query, fields);
            }
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException or IOException)
        {
            // It is the reason of the error, which is being told.
        }
    }
}
