using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>Instances as files, with all that they did.</summary>
internal static class InstanceExport
{
    private const int LinesAtOnce = 1_000;
    private const int AtMost = 100;

    public static async Task<IResult> OneAsync(string id, IWorkflowRuntime runtime, CancellationToken cancellationToken) =>
        await runtime.GetDetailsAsync(id, cancellationToken) is { } details
            ? Results.Stream(body => WriteAsync(body, details, runtime, cancellationToken), "application/json", FileName(id))
            : ApiResults.NotFound();

    public static async Task<IResult> ManyAsync(IdsRequest request, IWorkflowRuntime runtime, CancellationToken cancellationToken)
    {
        var ids = request.Bounded(AtMost);
        if (ids is [var only])
        {
            return await OneAsync(only, runtime, cancellationToken);
        }

        var found = new List<InstanceDetails>();
        foreach (var id in ids)
        {
            if (await runtime.GetDetailsAsync(id, cancellationToken) is { } details)
            {
                found.Add(details);
            }
        }

        return found.Count == 0 ? ApiResults.NotFound() : Results.Stream(await ZipAsync(found, runtime, cancellationToken), "application/zip", "workflow-instances.zip");
    }

    /// <summary>An archive ends synchronously, which an answer does not take: it is made in a file that lives as long as the stream.</summary>
    private static async Task<Stream> ZipAsync(List<InstanceDetails> instances, IWorkflowRuntime runtime, CancellationToken cancellationToken)
    {
        var zip = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await using (var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
            {
                foreach (var details in instances)
                {
                    await using var file = await archive.CreateEntry(FileName(details.Instance.Id)).OpenAsync(cancellationToken);
                    await WriteAsync(file, details, runtime, cancellationToken);
                }
            }

            zip.Position = 0;
            return zip;
        }
        catch
        {
            await zip.DisposeAsync();
            throw;
        }
    }

    /// <summary>The journal goes from the database to the file a page at a time.</summary>
    private static async Task WriteAsync(Stream file, InstanceDetails details, IWorkflowRuntime runtime, CancellationToken cancellationToken)
    {
        var id = details.Instance.Id;
        var buffer = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder, Indented = true });
        writer.WriteStartObject();
        Write("workflowState", InstanceModel.State(details));
        Write("bookmarks", details.Bookmarks.Select(InstanceModel.Bookmark));
        Write("activityExecutionRecords", (await runtime.GetExecutionsAsync(id, cancellationToken: cancellationToken)).Select(ExecutionModel.From));
        writer.WriteStartArray("workflowExecutionLogRecords");
        for (var skip = 0; ; skip += LinesAtOnce)
        {
            var page = await runtime.PageJournalAsync(new JournalQuery(id) { Skip = skip, Take = LinesAtOnce }, cancellationToken);
            foreach (var record in page.Items)
            {
                JsonSerializer.Serialize(writer, JournalModel.From(id, record), ApiJson.Options);
            }

            await SendAsync();
            if (page.Items.Count < LinesAtOnce)
            {
                break;
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await SendAsync();

        // The answer takes nothing synchronously.
        async Task SendAsync()
        {
            await writer.FlushAsync(cancellationToken);
            await file.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }

        void Write<T>(string name, T value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, ApiJson.Options);
        }
    }

    private static string FileName(string id) => $"workflow-instance-{id}.json";
}
