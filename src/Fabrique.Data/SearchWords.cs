using System.Text;
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
public static class SearchWords
{
    private const int MostTyped = 8;

    /// <summary>The words of a text, folded: what stands between spaces, whole when it holds a digit, and its parts.</summary>
    public static IEnumerable<string> Of(string text) => SearchText.Fold(text)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(piece => Parts(piece).Append(piece.Any(char.IsAsciiDigit) ? piece : ""))
        .Where(word => word.Length > 0)
        .Select(word => word.Length > ApplicationWord.WordLength ? word[..ApplicationWord.WordLength] : word)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Keeps the applications of which a word begins with each of those typed.</summary>
    public static IQueryable<Application> Having(this IQueryable<Application> applications, FabriqueDbContext db, string typed)
    {
        foreach (var word in Asked(typed).Take(MostTyped))
        {
            var (first, after) = (word, word + '\uffff');
            var found = db.ApplicationWords.Where(other => string.Compare(other.Word, first) >= 0 && string.Compare(other.Word, after) < 0).Select(other => other.ApplicationId);
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

    // A reference is looked for whole; other words by their parts, as they are kept.
    private static IEnumerable<string> Asked(string typed) => SearchText.Fold(typed)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(piece => piece.Any(char.IsAsciiDigit) ? [piece] : Parts(piece))
        .Select(word => word.Length > ApplicationWord.WordLength ? word[..ApplicationWord.WordLength] : word)
        .Distinct(StringComparer.Ordinal);

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
        foreach (var (application, isNew) in changed)
        {
            var name = db.ChangeTracker.Entries<StaffMember>().FirstOrDefault(entry => entry.Entity.Id == application.ApplicantId)?.Entity.FullName
                ?? await db.StaffMembers.Where(person => person.Id == application.ApplicantId).Select(person => person.FullName).SingleAsync(cancellationToken);
            var words = SearchWords.Of($"{application.Reference} {application.Title} {name}").ToHashSet(StringComparer.Ordinal);
            var kept = isNew ? [] : await db.ApplicationWords.Where(word => word.ApplicationId == application.Id).ToListAsync(cancellationToken);
            db.ApplicationWords.RemoveRange(kept.Where(word => !words.Contains(word.Word)));
            db.ApplicationWords.AddRange(words.Except(kept.Select(word => word.Word), StringComparer.Ordinal).Where(word => db.ApplicationWords.Local.FindEntryUntyped([word, application.Id]) is null).Select(word => new ApplicationWord(application.Id, word)));
        }

        return result;
    }
}
