using System.Text;
using System.Text.RegularExpressions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fabrique.Data;

/// <summary>
/// The words of submitted applications, kept beside them so that a search is a walk in an index on both engines: a word that is typed finds those that begin with it. They are written with
/// what they are taken from, whoever writes it.
/// </summary>
public static partial class SearchWords
{
    private const int MostTyped = 8;

    /// <summary>Of the number in a reference, at least.</summary>
    private const int ReferenceDigits = 4;

    /// <summary>The words of a text, folded: what stands between spaces, whole when it holds a digit, and its parts.</summary>
    public static IEnumerable<string> Of(string text) => SearchText.Fold(text)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(piece => Parts(piece).Append(piece.Any(char.IsAsciiDigit) ? piece : ""))
        .Where(word => word.Length > 0)
        .Select(word => word.Length > ApplicationWord.WordLength ? word[..ApplicationWord.WordLength] : word)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Keeps the applications of which a word begins with each of those typed; none when what is typed holds no word, as « % ».</summary>
    public static IQueryable<Application> Having(this IQueryable<Application> applications, FabriqueDbContext db, string typed)
    {
        var words = Asked(typed).Take(MostTyped).ToList();
        if (words.Count == 0)
        {
            return applications.Where(application => false);
        }

        foreach (var word in words)
        {
            var (first, after) = (word, word + '\uffff');
#pragma warning disable CA1309 // The database compares, byte by byte on both engines.
            var found = db.ApplicationWords.Where(other => string.Compare(other.Word, first) >= 0 && string.Compare(other.Word, after) < 0).Select(other => other.ApplicationId);
#pragma warning restore CA1309
            applications = applications.Where(application => found.Contains(application.Id));
        }

        return applications;
    }

    /// <summary>Writes the words of applications that have none: those that were submitted before words were kept.</summary>
    public static async Task CompleteAsync(FabriqueDbContext db, CancellationToken cancellationToken)
    {
        const int Batch = 500;
        if (await db.ApplicationWords.AnyAsync(cancellationToken))
        {
            return;
        }

        while (true)
        {
            var without = await db.Applications
                .Where(application => application.SubmittedAt != null && !db.ApplicationWords.Any(word => word.ApplicationId == application.Id))
                .OrderBy(application => application.Id)
                .Take(Batch)
                .Join(db.StaffMembers, application => application.ApplicantId, person => person.Id, (application, person) => new { application.Id, application.Reference, application.Title, person.FullName })
                .ToListAsync(cancellationToken);
            if (without.Count == 0)
            {
                return;
            }

            db.ApplicationWords.AddRange(without.SelectMany(one => Of($"{one.Reference} {one.Title} {one.FullName}").Select(word => new ApplicationWord(one.Id, word))));
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    // A reference is looked for whole, however it is written; other words by their parts, as they are kept.
    private static IEnumerable<string> Asked(string typed) => LooseReference().Replace(SearchText.Fold(typed), Whole)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(piece => piece.Any(char.IsAsciiDigit) ? [piece] : Parts(piece))
        .Select(word => word.Length > ApplicationWord.WordLength ? word[..ApplicationWord.WordLength] : word)
        .Distinct(StringComparer.Ordinal);

    // One that begins with a nought is being typed: it is left as it is.
    private static string Whole(Match found) => $"c-{found.Groups["year"].Value}-{(found.Groups["number"].Value is ['0', ..] begun ? begun : found.Groups["number"].Value.PadLeft(ReferenceDigits, '0'))}";

    // « C-2026-5 », « c2026 5 », « 2026-0005 ».
    [GeneratedRegex(@"(?<![\p{L}\d-])(?:c[ -]?)?(?<year>20\d\d)[ -](?<number>\d{1,6})(?![\p{L}\d-])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LooseReference();

    private static IEnumerable<string> Parts(string piece)
    {
        var part = new StringBuilder();
        foreach (var character in piece)
        {
            if (char.IsLetterOrDigit(character))
            {
                part.Append(character);
            }
            else if (part.Length > 0)
            {
                yield return part.ToString();
                part.Clear();
            }
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }
}

/// <summary>Writes the words of an application with what they are taken from.</summary>
internal sealed class SearchWordsInterceptor : SaveChangesInterceptor
{
    public static SearchWordsInterceptor Instance { get; } = new();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (FabriqueDbContext)eventData.Context!;
        var changed = db.ChangeTracker.Entries<Application>()
            .Where(entry => entry.Entity.SubmittedAt is not null && (entry.State is EntityState.Added || (entry.State is EntityState.Modified
                && (entry.Property(one => one.SubmittedAt).IsModified || entry.Property(one => one.Title).IsModified || entry.Property(one => one.ApplicantId).IsModified))))
            .Select(entry => (entry.Entity, IsNew: entry.State is EntityState.Added))
            .ToList();
        if (changed.Count == 0)
        {
            return result;
        }

        // Each look at the tracker compares all that it holds: once for all.
        var names = db.ChangeTracker.Entries<StaffMember>().ToDictionary(entry => entry.Entity.Id, entry => entry.Entity.FullName);
        List<Guid> unknown = [.. changed.Select(one => one.Entity.ApplicantId).Where(id => !names.ContainsKey(id)).Distinct()];
        if (unknown.Count > 0)
        {
            foreach (var person in await db.StaffMembers.Where(person => unknown.Contains(person.Id)).Select(person => new { person.Id, person.FullName }).ToListAsync(cancellationToken))
            {
                names[person.Id] = person.FullName;
            }
        }

        List<Guid> before = [.. changed.Where(one => !one.IsNew).Select(one => one.Entity.Id)];
        var kept = before.Count == 0 ? [] : await db.ApplicationWords.Where(word => before.Contains(word.ApplicationId)).ToListAsync(cancellationToken);
        var words = changed.SelectMany(one => SearchWords.Of($"{one.Entity.Reference} {one.Entity.Title} {names[one.Entity.ApplicantId]}").Select(word => (Word: word, one.Entity.Id))).ToHashSet();
        var tracked = db.ChangeTracker.Entries<ApplicationWord>().Select(entry => (entry.Entity.Word, entry.Entity.ApplicationId)).ToHashSet();
        db.ApplicationWords.RemoveRange(kept.Where(word => !words.Contains((word.Word, word.ApplicationId))));
        db.ApplicationWords.AddRange(words.Where(word => !tracked.Contains(word)).Select(word => new ApplicationWord(word.Id, word.Word)));
        return result;
    }
}
