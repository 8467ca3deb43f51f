using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>What a review found: a line per problem, and the count.</summary>
public sealed record ReviewFindings(IReadOnlyList<string> Lines, int Definitions, int Errors, int Warnings)
{
    public string Summary => $"{Count(Definitions, "procédure")}, {Count(Errors, "erreur")}, {Count(Warnings, "avertissement")}";

    private static string Count(int count, string noun) => $"{count} {noun}{(count > 1 ? "s" : "")}";
}

/// <summary>Reads all the definitions below a folder, and the messages that they send, and tells everything that is wrong. Needs no database.</summary>
public sealed class DefinitionReview(WorkflowPublisher publisher, IEnumerable<DrawingRule> rules, MergeTags tags)
{
    public async Task<ReviewFindings> ReviewAsync(string path, CancellationToken cancellationToken)
    {
        var messages = MessagesNear(path);
        var definitions = await DefinitionFiles.CheckAsync(publisher.HeldTo(RulesNear(messages)), path, cancellationToken);
        var problems = definitions
            .SelectMany(file => file.Problems.Select(problem => (problem.Severity, Line: $"{file.Source} : {Label(problem.Severity)} : {WorkflowSentences.Locate(problem)}")))
            .Concat(messages is null ? [] : BrokenMessages(messages).Select(line => (Severity: ProblemSeverity.Error, Line: line)))
            .ToList();
        return new ReviewFindings(
            [.. problems.Select(problem => problem.Line)],
            definitions.Count,
            problems.Count(problem => problem.Severity == ProblemSeverity.Error),
            problems.Count(problem => problem.Severity == ProblemSeverity.Warning));
    }

    /// <summary>The messages that count are those that stand beside the definitions, not those of the application.</summary>
    private IEnumerable<DrawingRule> RulesNear(string? messages)
    {
        var others = rules.Where(rule => rule is not MessageRule);
        return messages is null ? others : others.Append(new MessageRule(MessageCatalog.Keys(messages).Contains));
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

    private IEnumerable<string> BrokenMessages(string folder)
    {
        try
        {
            MessageCatalog.Load(folder, tags);
            return [];
        }
        catch (MessageCatalogException exception)
        {
            return exception.Problems.Select(problem => $"{problem.Split(" : ", 2)[0]} : {Label(ProblemSeverity.Error)} : {problem.Split(" : ", 2)[^1]}");
        }
    }
}
