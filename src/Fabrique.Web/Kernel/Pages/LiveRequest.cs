namespace Fabrique.Web.Kernel.Pages;

/// <summary>What an open page asks for by itself, to stay as things are: nobody asked for it, so it renews no session.</summary>
public static class LiveRequest
{
    private const string Header = "Fabrique-Live";

    /// <summary>Whether a page asks without anybody having done anything.</summary>
    public static bool IsByItself(HttpRequest request) => request.Headers.ContainsKey(Header) || request.Headers.Accept == "text/event-stream";

    /// <summary>The identifier of the one part of the page that is to be shown anew; null for the whole page.</summary>
    public static string? Part(HttpRequest request) => request.Headers[Header].ToString() is { Length: > 0 } part ? part : null;
}
