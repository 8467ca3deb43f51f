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

        return found.Count == 0 ? ApiResults.NotFound() : Results.Stream(body => ZipAsync(body, found, runtime, cancellationToken), "application/zip", "workflow-instances.zip");
    }

    private static async Task ZipAsync(Stream body, List<InstanceDetails> instances, IWorkflowRuntime runtime, CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var details in instances)
        {
            await using var file = await archive.CreateEntry(FileName(details.Instance.Id)).OpenAsync(cancellationToken);
            await WriteAsync(file, details, runtime, cancellationToken);
        }
    }

    /// <summary>The journal goes from the database to the file a page at a time.</summary>
    private static async Task WriteAsync(Stream file, InstanceDetails details, IWorkflowRuntime runtime, CancellationToken cancellationToken)
    {
        var id = details.Instance.Id;
        await using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder, Indented = true });
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

            await writer.FlushAsync(cancellationToken);
            if (page.Items.Count < LinesAtOnce)
            {
                break;
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);

        void Write<T>(string name, T value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, ApiJson.Options);
        }
    }

    private static string FileName(string id) => $"workflow-instance-{id}.json";
}
