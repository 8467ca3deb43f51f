using Fabrique.Workflows;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Fabrique.Web.Platform.HttpEndpoints;

/// <summary>The body of a request, read once and within bounds.</summary>
/// <param name="Length">Bytes; beyond the bound, how many were announced or read.</param>
/// <param name="IsTooLarge">Whether it went beyond the bound, and was not read.</param>
/// <param name="Problem">Why it does not read, or null.</param>
internal sealed record ReceivedBody(long Length, bool IsTooLarge, string? Problem)
{
    public object? Content { get; private init; }

    public IReadOnlyList<WorkflowHttpFile> Files { get; private init; } = [];

    public static async Task<ReceivedBody> ReadAsync(HttpRequest request, int bound, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bound)
        {
            return new ReceivedBody(request.ContentLength.Value, IsTooLarge: true, null);
        }

        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            read.Write(buffer, 0, count);
            if (read.Length > bound)
            {
                return new ReceivedBody(read.Length, IsTooLarge: true, null);
            }
        }

        var bytes = read.ToArray();
        var body = new ReceivedBody(bytes.Length, IsTooLarge: false, null);
        try
        {
            return request.HasFormContentType
                ? await ReadFormAsync(request, bytes, body, cancellationToken)
                : body with { Content = WorkflowHttpRequest.ParseContent(bytes, request.ContentType) };
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException)
        {
            return body with { Problem = "Le contenu ne se lit pas comme son type l’annonce." };
        }
    }

    /// <summary>A text each, or a list of texts.</summary>
    public static Dictionary<string, object?> Fields(IEnumerable<KeyValuePair<string, StringValues>> pairs) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value.Count > 1 ? (object?)pair.Value.ToArray() : pair.Value.ToString(), StringComparer.Ordinal);

    private static async Task<ReceivedBody> ReadFormAsync(HttpRequest request, byte[] bytes, ReceivedBody body, CancellationToken cancellationToken)
    {
        request.Body = new MemoryStream(bytes, writable: false);
        var form = await new FormFeature(request, new FormOptions { MemoryBufferThreshold = int.MaxValue }).ReadFormAsync(cancellationToken);
        var files = new List<WorkflowHttpFile>();
        foreach (var file in form.Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files.Add(new WorkflowHttpFile(file.Name, Path.GetFileName(file.FileName.Replace('\\', '/')), file.ContentType ?? "", file.Length, Convert.ToBase64String(content.ToArray())));
        }

        return body with { Content = Fields(form), Files = files };
    }
}
