using System.Text.Json.Nodes;
using Fabrique.Web.Features.Messages;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>What a review found: a line per problem, and the count.</summary>
public sealed record ReviewFindings(IReadOnlyList<string> Lines, int Definitions, int Errors, int Warnings)
{
    public string Summary => $"{Count(Definitions, "définition")}, {Count(Errors, "erreur")}, {Count(Warnings, "avertissement")}";

    private static string Count(int count, string noun) => $"{count} {noun}{(count > 1 ? "s" : "")}";
}

/// <summary>Reads all the definitions below a folder, and the messages that they send, and tells everything that is wrong. Needs no database.</summary>
public sealed class DefinitionReview(WorkflowCatalog catalog, ActivityRegistry registry)
{
    private const string OurActivities = "Fabrique.";
    private const string MessageInput = "Message";

    public async Task<ReviewFindings> ReviewAsync(string path, CancellationToken cancellationToken)
    {
        var definitions = await DefinitionFiles.CheckAsync(catalog, path, cancellationToken);
        var messages = MessagesNear(path);
        var keys = messages is null ? null : MessageCatalog.Keys(messages);
        var problems = definitions
            .SelectMany(file => file.Problems.Concat(MissingMessages(file.Document, keys)).Select(problem => (problem.Severity, Line: $"{file.Source} : {Label(problem.Severity)} : {problem}")))
            .Concat(messages is null ? [] : BrokenMessages(messages).Select(line => (Severity: ProblemSeverity.Error, Line: line)))
            .ToList();
        return new ReviewFindings(
            [.. problems.Select(problem => problem.Line)],
            definitions.Count,
            problems.Count(problem => problem.Severity == ProblemSeverity.Error),
            problems.Count(problem => problem.Severity == ProblemSeverity.Warning));
    }

    /// <summary>Tells everything that is wrong in one definition, whatever shape it has.</summary>
    /// <param name="messages">The keys of the messages that exist.</param>
    public async Task<IReadOnlyList<DefinitionProblem>> ReviewAsync(WorkflowDocument document, IReadOnlySet<string> messages, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await catalog.CheckAsync(document, cancellationToken), .. MissingMessages(document, messages)];
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException or FormatException)
        {
            return [new DefinitionProblem(ProblemSeverity.Error, "", "", $"une valeur n’a pas la forme attendue ({exception.Message})")];
        }
    }

    private static string Label(ProblemSeverity severity) => severity == ProblemSeverity.Error ? "erreur" : "avertissement";

    /// <summary>The folder of procedures to which the path belongs, known by the messages that stand in it; null when there are none.</summary>
    private static string? MessagesNear(string path)
    {
        for (var (folder, levels) = (new DirectoryInfo(path), 0); folder is not null && levels < 3; (folder, levels) = (folder.Parent, levels + 1))
        {
            if (folder.Exists && folder.EnumerateDirectories().Any(process => Directory.Exists(Path.Combine(process.FullName, "messages"))))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static IEnumerable<string> BrokenMessages(string folder)
    {
        try
        {
            MessageCatalog.Load(folder);
            return [];
        }
        catch (MessageCatalogException exception)
        {
            return exception.Problems.Select(problem => $"{problem.Split(" : ", 2)[0]} : {Label(ProblemSeverity.Error)} : {problem.Split(" : ", 2)[^1]}");
        }
    }

    private IEnumerable<DefinitionProblem> MissingMessages(WorkflowDocument? document, IReadOnlySet<string>? keys)
    {
        if (keys is null || document?.Root is not { } root)
        {
            yield break;
        }

        var remaining = new Stack<JsonNode>([root]);
        while (remaining.TryPop(out var node))
        {
            if (node is JsonObject activity && MessageOf(activity) is { } key && !keys.Contains(key))
            {
                yield return new DefinitionProblem(ProblemSeverity.Error, activity["id"]?.ToString() ?? "", activity["type"]!.ToString(), $"le message « {key} » n’existe pas");
            }

            foreach (var child in (node as JsonObject)?.Select(property => property.Value) ?? (node as JsonArray) ?? Enumerable.Empty<JsonNode?>())
            {
                if (child is JsonObject or JsonArray)
                {
                    remaining.Push(child);
                }
            }
        }
    }

    /// <summary>The message that one of our activities names; null when it names none, or computes it.</summary>
    private string? MessageOf(JsonObject activity)
    {
        var type = activity["type"] is JsonValue name && name.TryGetValue<string>(out var typeName) && typeName.StartsWith(OurActivities, StringComparison.Ordinal) ? registry.Find(typeName) : null;
        if (type is null || type.Inputs.All(input => input.Name != MessageInput))
        {
            return null;
        }

        var expression = (activity["message"] as JsonObject)?["expression"] as JsonObject;
        return expression?["type"]?.ToString() is "Literal" && expression["value"] is JsonValue value && value.TryGetValue<string>(out var key) && key.Length > 0 ? key : null;
    }
}
