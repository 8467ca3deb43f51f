namespace Fabrique.Web.Platform.HttpEndpoints;

/// <summary>
/// Whether a request may act in the name of the person whose session cookie it carries. A browser attaches the cookie whoever wrote the request: only one that
/// comes from a page of ours counts, and there is no form here whose token could tell.
/// </summary>
internal static class CallerTrust
{
    private const string Asked = "X-Requested-With";

    public static bool MayUseSession(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
        {
            return site == "same-origin";
        }

        // A caller that is no recent browser: a page of another site can set no header of its own without asking first, which nobody grants here.
        return request.Headers.TryGetValue("Origin", out var origin)
            ? Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == request.Scheme && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            : request.Headers.ContainsKey(Asked);
    }
}
