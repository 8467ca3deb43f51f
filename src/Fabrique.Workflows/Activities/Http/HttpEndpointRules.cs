using System.Net.Http.Headers;
using Fabrique.Workflows.Activities.Http;

namespace Fabrique.Workflows;

/// <summary>What an <c>HttpEndpoint</c> activity accepts, for the host to hold requests to before anything runs.</summary>
public sealed record HttpEndpointRules
{
    /// <summary>Whether only signed-in people may call.</summary>
    public bool Authorize { get; init; }

    /// <summary>The host's authorisation policy that the caller must meet.</summary>
    public string? Policy { get; init; }

    /// <summary>How long the caller waits for the response at most; the host's own limit when null.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Largest request, in bytes; the host's own limit when null.</summary>
    public long? RequestSizeLimit { get; init; }

    /// <summary>Largest file, in bytes.</summary>
    public long? FileSizeLimit { get; init; }

    /// <summary>File extensions accepted, with their dot; all when empty.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get; init; } = [];

    /// <summary>File extensions refused, with their dot.</summary>
    public IReadOnlyList<string> BlockedFileExtensions { get; init; } = [];

    /// <summary>Content types of files accepted; all when empty.</summary>
    public IReadOnlyList<string> AllowedMimeTypes { get; init; } = [];

    /// <summary>Outcomes that the activity takes for a request that is refused otherwise, as <see cref="HttpEndpointOutcomes"/> names them.</summary>
    public IReadOnlyList<string> Exposed { get; init; } = [];
}

/// <summary>The ports of <c>HttpEndpoint</c>.</summary>
public static class HttpEndpointOutcomes
{
    /// <summary>The request was accepted.</summary>
    public const string Done = "Done";

    /// <summary>The request is larger than its limit.</summary>
    public const string RequestTooLarge = "Request too large";

    /// <summary>A file is larger than its limit.</summary>
    public const string FileTooLarge = "File too large";

    /// <summary>The extension of a file is not accepted.</summary>
    public const string InvalidFileExtension = "Invalid file extension";

    /// <summary>The content type of a file is not accepted.</summary>
    public const string InvalidFileMimeType = "Invalid file MIME type";
}

/// <summary>A request as an <c>HttpEndpoint</c> activity receives it. Everything in it serialises to JSON; the host leaves secrets out.</summary>
public sealed record WorkflowHttpRequest
{
    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path below the host's prefix, without its first slash.</summary>
    public required string Path { get; init; }

    /// <summary>Query string with its question mark, or empty.</summary>
    public string QueryString { get; init; } = "";

    /// <summary>Values of the path's parameters.</summary>
    public IReadOnlyDictionary<string, object?> RouteData { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Values of the query: a text each, or a list of texts.</summary>
    public IReadOnlyDictionary<string, object?> Query { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Headers: a text each, or a list of texts.</summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The parsed content: the value of JSON, the fields of a form, a text, base64 of anything else, or null.</summary>
    public object? Content { get; init; }

    /// <summary>Uploaded files.</summary>
    public IReadOnlyList<WorkflowHttpFile> Files { get; init; } = [];

    /// <summary>The port by which the activity completes.</summary>
    public string Outcome { get; init; } = HttpEndpointOutcomes.Done;

    /// <summary>Parses a body that is no form.</summary>
    /// <param name="content">The body.</param>
    /// <param name="contentType">Its content type, or null.</param>
    /// <returns>The value of JSON, a text, base64 of anything else, or null for nothing.</returns>
    /// <exception cref="FormatException">The content type says JSON, and it is none.</exception>
    public static object? ParseContent(byte[] content, string? contentType) =>
        HttpContents.Read(content, MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : null, isStrict: true);

    /// <summary>Whether a header carries a secret, which a workflow is not given.</summary>
    /// <param name="name">Name of the header.</param>
    /// <returns>True for credentials, cookies and keys.</returns>
    public static bool IsSecretHeader(string name) => SensitiveHeaders.Contains(name);
}

/// <summary>An uploaded file.</summary>
/// <param name="Name">Name of the form's field.</param>
/// <param name="FileName">Name that the caller gave to the file, without folders.</param>
/// <param name="ContentType">Content type that the caller gave.</param>
/// <param name="Length">Size, in bytes.</param>
/// <param name="Content">The file, in base64.</param>
public sealed record WorkflowHttpFile(string Name, string FileName, string ContentType, long Length, string Content);
