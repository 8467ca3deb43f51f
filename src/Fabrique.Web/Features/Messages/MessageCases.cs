using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Messages;

/// <summary>The cases with which a message may be tried: the newest of the kinds that its tags tell of, among those that the signed-in person may read.</summary>
public sealed class MessageCases(FabriqueDbContext db, SubjectTypes subjects, Actor actor, TimeProvider clock)
{
    private const int MostShown = 10;
    private const int MostKinds = 2;

    private static readonly HashSet<string> TaskTags = [.. TaskFacts.Tags.Select(tag => tag.Name)];

    public async Task<IReadOnlyList<DsfrOption>> ListAsync(MessageTemplate message, CancellationToken cancellationToken)
    {
        var cases = new List<DsfrOption>();
        foreach (var type in KindsOf(message))
        {
            var newest = await type.Readable(db, actor).OrderByDescending(id => id).Take(MostShown).ToListAsync(cancellationToken);
            var names = await type.NameAsync(db, newest, cancellationToken);
            cases.AddRange(newest.Where(names.ContainsKey).Select(id => new DsfrOption(new Domain.Subject(type.Code, id).ToCorrelationId(), $"{type.Label}\u00a0: {names[id].Name}")));
        }

        return cases;
    }

    /// <summary>What messages may tell of a case, and of the last task about it.</summary>
    /// <param name="message">Which.</param>
    /// <param name="chosen">As <see cref="ListAsync"/> writes it; nothing is known when null, or when there is no such case for this person.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<MessageFacts> ReadAsync(MessageTemplate message, string? chosen, CancellationToken cancellationToken)
    {
        if (!subjects.TryParse(chosen, out var subject) || !await subjects.MayReadAsync(db, actor, subject, cancellationToken))
        {
            return MessageFacts.None;
        }

        var facts = await subjects.Find(subject.Kind)!.ReadFactsAsync(db, subject.Id, cancellationToken);
        if (!message.Tags.Any(TaskTags.Contains))
        {
            return facts;
        }

        var task = await (
            from item in db.WorkItems
            where item.SubjectKind == subject.Kind && item.SubjectId == subject.Id
            join person in db.StaffMembers on item.AssigneeId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby item.OpenedAt descending, item.Id
            select new { Item = item, Holder = person == null ? null : person.FullName }).FirstOrDefaultAsync(cancellationToken);
        return task is null ? facts : facts.With(TaskFacts.Of(task.Item, task.Holder ?? AppRoles.Label(task.Item.AssigneeRole!), clock.GetUtcNow().UtcDateTime));
    }

    // Those of which the message says most, first; any kind, when it tells of tasks alone.
    private IEnumerable<SubjectType> KindsOf(MessageTemplate message)
    {
        var told = subjects.All
            .Select(type => (Type: type, Count: type.Tags.Count(tag => message.Tags.Contains(tag.Name, StringComparer.Ordinal))))
            .Where(kind => kind.Count > 0)
            .OrderByDescending(kind => kind.Count)
            .Select(kind => kind.Type)
            .ToList();
        return (told.Count > 0 ? told : message.Tags.Any(TaskTags.Contains) ? subjects.All : []).Take(MostKinds);
    }
}
