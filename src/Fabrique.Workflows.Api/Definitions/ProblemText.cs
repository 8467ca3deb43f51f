using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>Says what is wrong with a definition to the person who draws it.</summary>
internal static class ProblemText
{
    /// <summary>Checks a definition as for publishing.</summary>
    /// <returns>A sentence for each error, naming the activity as the drawing does.</returns>
    /// <exception cref="RefusedException">Its JSON has a shape that cannot even be checked.</exception>
    public static async Task<IReadOnlyList<string>> ErrorsAsync(HttpContext context, WorkflowDocument document)
    {
        try
        {
            return Sentences(context, document, (await context.Publisher().CheckAsync(document, context.RequestAborted)).Where(problem => problem.Severity == ProblemSeverity.Error));
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException or FormatException)
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, $"Une valeur de « {document.Name} » n’a pas la forme attendue : {context.InWords(exception)}");
        }
    }

    public static IReadOnlyList<string> Sentences(HttpContext context, WorkflowDocument document, IEnumerable<DefinitionProblem> problems)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.Root is { } root)
        {
            foreach (var activity in ActivityTree.All(root))
            {
                names.TryAdd(activity.Text("id") ?? "", NameOf(context.Registry(), activity));
            }
        }

        return [.. problems.Select(problem => Sentence(problem, context.InWords(problem.Reason).TrimEnd('.'), names)).Distinct(StringComparer.Ordinal)];
    }

    private static string Sentence(DefinitionProblem problem, string reason, Dictionary<string, string> names) => problem.ActivityId.Length == 0
        ? $"{char.ToUpperInvariant(reason[0])}{reason[1..]}."
        : $"{names.GetValueOrDefault(problem.ActivityId, $"« {problem.ActivityName} »")} : {reason}.";

    /// <summary>Names an activity as the drawing does.</summary>
    public static string NameOf(ActivityRegistry registry, JsonObject activity)
    {
        var type = activity.Text("type") ?? "";
        var known = registry.Find(type);
        var kind = known?.Metadata.DisplayName is { Length: > 0 } shown ? shown : type;
        var shownAs = DefinitionNames.Of(activity, known);
        var name = shownAs == kind ? activity.Text("name") : shownAs;
        return string.IsNullOrEmpty(name) ? $"« {kind} »" : $"« {name} » ({kind})";
    }
}
