namespace Fabrique.Workflows;

/// <summary>The address of an <c>HttpEndpoint</c> activity: one method and one path without outer slashes, in lower case; or one template, which has parameters.</summary>
/// <param name="Name">Name of its bookmarks and triggers.</param>
/// <param name="Key">Their key: the method, a space, and the path.</param>
public sealed record HttpRoute(string Name, string Key)
{
    /// <summary>Name of the bookmarks and triggers of plain paths: they are found by their key.</summary>
    public const string PathName = "Elsa.HttpEndpoint";

    /// <summary>Name of the bookmarks and triggers of templates: a path has to be compared with each.</summary>
    internal const string TemplateName = "Elsa.HttpEndpoint/{}";

    /// <summary>HTTP method.</summary>
    public string Method => Key[..Key.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>Path or template.</summary>
    public string Path => Key[(Key.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>The route of a method and a path.</summary>
    /// <param name="method">HTTP method, in any case.</param>
    /// <param name="path">Path or template, in any case, with or without outer slashes.</param>
    /// <returns>The route.</returns>
    internal static HttpRoute Of(string method, string path) => path.Contains('{', StringComparison.Ordinal)
        ? new(TemplateName, $"{method.Trim().ToUpperInvariant()} {path.Trim().Trim('/')}")
        : OfRequest(method.Trim(), path.Trim());

    /// <summary>The route of a request's path, in which braces mean nothing.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path.</param>
    /// <returns>The route.</returns>
    internal static HttpRoute OfRequest(string method, string path) => new(PathName, $"{method.ToUpperInvariant()} {path.Trim('/').ToLowerInvariant()}");

    internal static WorkflowMessage? ProblemOf(string path)
    {
        const int Longest = 180;
        if (path.Length > Longest)
        {
            return new WorkflowMessage(MessageCodes.PathTooLong, Longest);
        }

        var depth = 0;
        foreach (var character in path)
        {
            depth += character switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth is < 0 or > 2)
            {
                break;
            }
        }

        if (depth != 0)
        {
            return new WorkflowMessage(MessageCodes.PathWithStrayBrace, path);
        }

        return path.AsSpan().ContainsAny('?', '#', '\\') && !path.Contains('{', StringComparison.Ordinal) ? new WorkflowMessage(MessageCodes.PathWithReserved, path) : null;
    }
}
