using System.Collections.Concurrent;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>Where the procedure of a subject stands, for <c>_Standing.cshtml</c>.</summary>
/// <param name="Waiting">Why it waits, in one French sentence; null when it does not.</param>
/// <param name="InstanceHref">Its page in the administration; null for those who may not open it.</param>
/// <param name="Picture">The procedure with the way that it went.</param>
public sealed record ProcedureStanding(string? Waiting, string? InstanceHref, ProcedurePicture? Picture)
{
    /// <summary>Since when people are awaited, and how long it usually takes, in one French sentence; null when nobody is awaited.</summary>
    public string? Since { get; init; }
}

/// <summary>The definitions of versions that were published: they do not change any more, and pages ask for the same few again and again.</summary>
public sealed class PublishedDrawings(WorkflowDefinitionStore definitions)
{
    private const int Most = 200;

    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    /// <returns>A document of the caller’s own; null when there is no such version.</returns>
    public async Task<WorkflowDocument?> FindAsync(string versionId, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(versionId, out var json))
        {
            if (await definitions.GetVersionAsync(versionId, cancellationToken) is not { } version)
            {
                return null;
            }

            json = version.Json;
            if (version.PublishedAt is not null && known.Count < Most)
            {
                known[versionId] = json;
            }
        }

        return WorkflowDocument.Parse(json);
    }
}

/// <summary>Says what a procedure waits for.</summary>
internal sealed class WaitingSentence
{
    private readonly List<(string What, string? Who, DateOnly? Until, bool IsLate)> parts = [];

    /// <param name="kind">What is asked.</param>
    /// <param name="title">Title of a task that the drawing names; null when the reader is not told.</param>
    /// <param name="who">Of whom.</param>
    /// <param name="until">The last day given.</param>
    /// <param name="isLate">That day is over.</param>
    public void Add(TaskKind kind, string? title, string who, DateOnly until, bool isLate) =>
        parts.Add((title is null ? kind.Awaited : $"la tâche «\u00a0{title}\u00a0», à la charge", who, until, isLate));

    /// <param name="step">A step that waits by itself.</param>
    /// <param name="until">The day on which it ends; null when that is not known.</param>
    public void AddStep(string step, DateOnly? until) => parts.Add(($"l’étape «\u00a0{step}\u00a0»", null, until, IsLate: false));

    /// <summary>« En attente de l’avis d’une direction, jusqu’au 12 mars 2026. »; null when nothing is awaited.</summary>
    public override string? ToString() => parts.Count == 0
        ? null
        : $"En attente {string.Join("\u00a0; ", parts
            .GroupBy(part => (part.What, part.Until, part.IsLate))
            .Select(group => $"{French.Of(group.Key.What)}{Whom(Names(group.Select(part => part.Who).OfType<string>()))}{When(group.Key.Until, group.Key.IsLate)}"))}.";

    private static string When(DateOnly? until, bool isLate) => until is not { } day ? "" : isLate ? $", en retard depuis le {FrenchDate.Day(day)}" : $", jusqu’au {FrenchDate.Day(day)}";

    // Those who are not named are counted: « une direction » twice is « 2 directions ».
    private static IReadOnlyList<string> Names(IEnumerable<string> people) => [.. people
        .GroupBy(name => name, StringComparer.Ordinal)
        .OrderBy(same => same.Key, FrenchCulture.Names)
        .Select(same => same.Count() is > 1 and var count && same.Key.StartsWith("une ", StringComparison.Ordinal) ? $"{count} {same.Key[4..]}s" : same.Key)];

    private static string Whom(IReadOnlyList<string> people) => people.Count switch
    {
        0 => "",
        1 => $" {French.Of(people[0])}",
        _ => $" {string.Join(", ", people.Take(people.Count - 1).Select(French.Of))} et {French.Of(people[^1])}",
    };
}
