using System.Globalization;
using Fabrique.Data;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>What exists and that the signed-in person may read, for a simulation to begin from it. It writes nothing.</summary>
public sealed class ExistingSubjects(FabriqueDbContext db, Actor actor, SimulatedSubjects subjects)
{
    public const int MostShown = 50;

    /// <summary>The newest among which words are looked for: accents and case do not count, which databases do not agree on.</summary>
    private const int MostSearched = 5_000;

    /// <summary>Finds those whose reference and title hold every word, newest first.</summary>
    /// <param name="kind">Code of their kind.</param>
    /// <param name="words">Words; all are found when empty.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    /// <returns>At most <see cref="MostShown"/>; none for another kind, or for whoever may not read every file.</returns>
    public async Task<IReadOnlyList<ExistingSubject>> SearchAsync(string? kind, string? words, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || subjects.Find(kind) is not { } simulation)
        {
            return [];
        }

        var asked = (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = await simulation.ListAsync(db, asked.Length == 0 ? MostShown : MostSearched, cancellationToken);
        return [.. found.Where(subject => Array.TrueForAll(asked, word => Holds($"{subject.Reference} {subject.Title}", word))).Take(MostShown)];
    }

    /// <returns>What is taken over; null when there is no such thing that the signed-in person may read, or when it is not far enough.</returns>
    public async Task<SimulatedFile?> FindAsync(string? kind, string reference, CancellationToken cancellationToken) =>
        actor.IsStaff && subjects.Find(kind) is { } simulation ? await simulation.FindAsync(db, reference, cancellationToken) : null;

    private static bool Holds(string text, string word) => FrenchCulture.Instance.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}
