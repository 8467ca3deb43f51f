using System.Text.Json;

namespace Fabrique.Workflows;

/// <summary>A file that should hold a definition, and what is wrong with it.</summary>
/// <param name="Source">Path, relative to the folder that was checked.</param>
/// <param name="Document">The definition; null when the file holds none.</param>
/// <param name="Problems">Errors and warnings, in the order of the definition.</param>
public sealed record CheckedDefinition(string Source, WorkflowDocument? Document, IReadOnlyList<DefinitionProblem> Problems);

/// <summary>Definitions as files.</summary>
public static class DefinitionFiles
{
    /// <summary>Checks every definition below a folder, whatever is wrong with the others. Needs no database.</summary>
    /// <param name="publisher">Knows the kinds of activities, and the rules.</param>
    /// <param name="path">A folder, searched with all its subfolders for <c>*.json</c>, or one file.</param>
    /// <param name="cancellationToken">Abandons the check.</param>
    /// <returns>One entry per file, by path.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task<IReadOnlyList<CheckedDefinition>> CheckAsync(WorkflowPublisher publisher, string path, CancellationToken cancellationToken = default) =>
        File.Exists(path)
            ? CheckAsync(publisher, Path.GetDirectoryName(Path.GetFullPath(path))!, [Path.GetFullPath(path)], cancellationToken)
            : CheckAsync(publisher, path, Directory.GetFiles(path, "*.json", SearchOption.AllDirectories), cancellationToken);

    internal static async Task<IReadOnlyList<CheckedDefinition>> CheckAsync(WorkflowPublisher publisher, string folder, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = new List<CheckedDefinition>();
        var read = new List<CheckedDefinition>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            read.Add(await ReadAsync(Path.GetRelativePath(folder, file), file, cancellationToken));
        }

        var siblings = read.Select(definition => definition.Document).OfType<WorkflowDocument>().ToList();
        foreach (var (source, document, problems) in read)
        {
            var definition = document is null ? new CheckedDefinition(source, null, problems) : await CheckAsync(publisher, source, document, siblings, cancellationToken);
            if (definition.Document is { DefinitionId: { Length: > 0 } id } && !owners.TryAdd(id, source))
            {
                definition = definition with { Problems = [.. definition.Problems, Error(ProblemCodes.DuplicateDefinitionId, id, owners[id])] };
            }

            found.Add(definition);
        }

        return found;
    }

    private static async Task<CheckedDefinition> ReadAsync(string source, string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CheckedDefinition(source, null, [Error(ProblemCodes.UnreadableFile)]);
        }

        try
        {
            return new CheckedDefinition(source, WorkflowDocument.Parse(text), []);
        }
        catch (JsonException exception)
        {
            return new CheckedDefinition(source, null, [Error(ProblemCodes.InvalidJson, Place(exception, text))]);
        }
    }

    private static async Task<CheckedDefinition> CheckAsync(WorkflowPublisher publisher, string source, WorkflowDocument document, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken)
    {
        try
        {
            return new CheckedDefinition(source, document, await publisher.CheckAmongAsync(document, siblings, cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException or FormatException)
        {
            return new CheckedDefinition(source, document, [Error(ProblemCodes.MalformedValue, new WorkflowMessage(MessageCodes.UnexpectedShape, WorkflowMessage.Of(exception)))]);
        }
    }

    internal static WorkflowMessage Place(JsonException exception, string text) => exception.LineNumber is { } line
        ? new WorkflowMessage(MessageCodes.JsonBreaks, line + 1, (exception.BytePositionInLine ?? 0) + 1)
        : new WorkflowMessage(text.AsSpan().TrimStart() is ['{', ..] ? MessageCodes.JsonRepeatsProperty : MessageCodes.JsonIsNoObject);

    private static DefinitionProblem Error(ProblemCode code, params object?[] arguments) => new(ProblemSeverity.Error, code, "", "", code.With(arguments));
}
