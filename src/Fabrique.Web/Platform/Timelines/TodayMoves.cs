using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>What happened to the signed-in person's own cases since their last visit, by others than themselves.</summary>
public sealed class TodayMoves(FabriqueDbContext db, SubjectTypes subjects, Actor actor, TimeProvider clock) : TodaySource
{
    private const int Most = 5;

    /// <summary>How far back somebody is told who comes for the first time.</summary>
    private static readonly TimeSpan FirstVisit = TimeSpan.FromDays(14);

    public override int Order => 90;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken)
    {
        var me = actor.Id;
        var earliest = clock.GetUtcNow().UtcDateTime - FirstVisit;
        var own = subjects.All.Select(type => type.Parties(db)).OfType<IQueryable<Party>>().Select(parties => parties.Where(party => party.PersonId == me).Select(party => party.SubjectId)).ToList();
        if (own.Count == 0)
        {
            return Today.Nothing;
        }

        var mine = own.Aggregate((all, more) => all.Union(more));
        var moves = await db.TimelineEntries
            .Where(entry => mine.Contains(entry.SubjectId) && !entry.IsInternal && entry.ActorId != me && entry.At > (db.StaffMembers.Where(person => person.Id == me).Select(person => person.PreviousSignInAt).FirstOrDefault() ?? earliest))
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Id)
            .Take(Most)
            .Select(entry => new { entry.SubjectKind, entry.SubjectId, entry.At, entry.Sentence })
            .ToListAsync(cancellationToken);
        var names = new Dictionary<Subject, SubjectName>();
        foreach (var same in moves.GroupBy(move => move.SubjectKind, move => move.SubjectId, StringComparer.Ordinal))
        {
            // Their own cases: they may open them.
            foreach (var (id, name) in subjects.Find(same.Key) is { } type ? await type.NameAsync(db, [.. same.Distinct()], cancellationToken) : new Dictionary<Guid, SubjectName>())
            {
                names[new Subject(same.Key, id)] = name;
            }
        }

        return new Today
        {
            Moves = [.. from move in moves
                        let name = names.GetValueOrDefault(new Subject(move.SubjectKind, move.SubjectId))
                        where name is not null
                        select new TodayMove(move.At, move.Sentence, name.Name, name.Href)],
        };
    }
}
