using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.TeamTasks;

/// <summary>Whoever leads the team asks somebody else to do some tasks.</summary>
public sealed record ReassignTasks
{
    /// <summary>At most <see cref="ReassignTasksHandler.MostAtOnce"/>.</summary>
    public required IReadOnlyList<Guid> TaskIds { get; init; }

    /// <summary>An e-mail address, or a whole name; empty when a role is asked.</summary>
    public required string Person { get; init; }

    /// <summary>One of <see cref="AppRoles"/>; null when a person is asked.</summary>
    public required string? Role { get; init; }

    /// <summary>From 1 to <see cref="WorkItem.WordLength"/> characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>What became of one task.</summary>
/// <param name="Title">Of the task.</param>
/// <param name="Refusal">Why it did not change hands; null when it did.</param>
public sealed record Reassigned(string Title, string? Refusal);

/// <summary>All in one transaction: those that cannot be moved are told, the others are, the new holder is written to once, and so is each of those who had them.</summary>
public sealed class ReassignTasksHandler(UseCaseRunner runner, TaskServices services, SubjectTypes subjects, MessagesInForce messages, Outbox outbox) : Handler<ReassignTasks, IReadOnlyList<Reassigned>>(runner)
{
    public const string Message = "commun/taches-confiees";

    /// <summary>To those who had them.</summary>
    public const string TakenMessage = "commun/taches-reprises";

    public const int MostAtOnce = 500;

    /// <summary>Kind of what the mails of one person about many tasks are about, so that they leave in their order.</summary>
    private const string NoticeSubject = "Tasks";

    private readonly FabriqueDbContext db = services.Db;

    protected override async Task<Outcome<IReadOnlyList<Reassigned>>> ActAsync(ReassignTasks input, CancellationToken cancellationToken)
    {
        if (input.TaskIds.Count is 0 or > MostAtOnce)
        {
            return new Refusal("reassign-count", input.TaskIds.Count == 0 ? "Cochez au moins une tâche." : $"Choisissez {MostAtOnce} tâches au plus.");
        }

        if (input.Reason.Length is 0 or > WorkItem.WordLength)
        {
            return new Refusal("reassign-without-reason", $"Dites en quelques mots pourquoi ces tâches changent de mains ({WorkItem.WordLength} caractères au plus).");
        }

        var now = services.Clock.GetUtcNow().UtcDateTime;
        var (person, ambiguous) = input.Role is null ? await db.StaffMembers.FindMeantAsync(input.Person, cancellationToken) : (null, null);
        var holders = input.Role is { } role ? await db.HoldersOf(role, now).ToListAsync(cancellationToken) : person is null ? [] : [person];
        if ((ambiguous ?? (input.Role is null && person is null ? DirectorySearch.Unknown(input.Person) : null) ?? WhyNobody(input.Role, person, holders)) is { } nobody)
        {
            return nobody;
        }

        var ids = input.TaskIds.Distinct().ToList();
        var items = await services.Tasks.Everybodys().Where(item => ids.Contains(item.Id)).OrderBy(item => item.DueAt).ThenBy(item => item.Id).ToListAsync(cancellationToken);
        var parties = await ReadPartiesAsync(items, cancellationToken);
        var to = input.Role is { } asked ? Assignee.HoldersOf(asked) : Assignee.Person(person!.Id);
        var results = new List<Reassigned>();
        var moved = new List<WorkItem>();
        var had = new List<Guid>();
        foreach (var item in items)
        {
            var refusal = WhyNot(item, input.Role, person, holders, parties[item.Subject]);
            results.Add(new Reassigned(item.Title, refusal?.Sentence));
            if (refusal is null)
            {
                moved.Add(item);
                if ((item.AssigneeId ?? item.ClaimedById) is { } before)
                {
                    had.Add(before);
                }

                item.Entrust(to, services.Actor.Id, input.Reason, now);
                services.Tell(item, $"« {item.Title} » est confiée à {person?.FullName ?? AppRoles.Label(input.Role!)}. Motif : {input.Reason}");
            }
        }

        results.AddRange(Enumerable.Repeat(new Reassigned("Une tâche", "Elle n’existe pas, ou porte sur votre propre dossier."), ids.Count - items.Count));
        if (moved.Count == 0)
        {
            return new Refusal("nothing-reassigned", $"Aucune tâche n’a changé de mains. {string.Join(" ", results.Select(result => result.Refusal).Distinct(StringComparer.Ordinal).Take(5))}");
        }

        var message = await messages.FindAsync(Message, procedure: null, cancellationToken);
        foreach (var holder in holders.Where(holder => holder.Id != services.Actor.Id && !message.IsOff).OrderBy(holder => holder.FullName, StringComparer.Ordinal))
        {
            // What a role is asked about a holder’s own case is for its other holders.
            if (moved.Count(item => input.Role is null || !parties[item.Subject].Contains(holder.Id)) is > 0 and var count)
            {
                await outbox.WriteAsync(message.Template, [holder], MessageFacts.Of(new EntrustedFacts(services.Actor.Name, input.Reason, count)), new Subject(NoticeSubject, Guid.Empty), task: null, cancellationToken);
            }
        }

        await TellThoseWhoHadThemAsync([.. had.Where(id => id != services.Actor.Id && id != person?.Id)], input.Reason, cancellationToken);
        return results;
    }

    private async Task TellThoseWhoHadThemAsync(List<Guid> had, string reason, CancellationToken cancellationToken)
    {
        if (had.Count == 0 || await messages.FindAsync(TakenMessage, procedure: null, cancellationToken) is not { IsOff: false, Template: var template })
        {
            return;
        }

        foreach (var person in await db.StaffMembers.Where(person => had.Contains(person.Id) && person.IsActive).OrderBy(person => person.FullName).ToListAsync(cancellationToken))
        {
            await outbox.WriteAsync(template, [person], MessageFacts.Of(new EntrustedFacts(services.Actor.Name, reason, had.Count(id => id == person.Id))), new Subject(NoticeSubject, Guid.Empty), task: null, cancellationToken);
        }
    }

    private static Refusal? WhyNobody(string? role, StaffMember? person, List<StaffMember> holders) => role is null
        ? person is null ? new Refusal("delegate-unknown", "Personne de l’annuaire n’a cette adresse ni ce nom.")
            : person.IsActive ? null : new Refusal("delegate-gone", $"{person.FullName} n’a plus de compte actif : choisissez quelqu’un d’autre.")
        : !AppRoles.All.Contains(role, StringComparer.Ordinal) ? new Refusal("unknown-role", "Choisissez le rôle dans la liste.")
        : holders.Count == 0 ? new Refusal("role-without-holder", "Personne n’a ce rôle : ces tâches n’attendraient personne.")
        : null;

    private static Refusal? WhyNot(WorkItem item, string? role, StaffMember? person, List<StaffMember> holders, IEnumerable<Guid> parties)
    {
        if (role is null)
        {
            return item.MayBeEntrustedTo(person, parties.Contains(person!.Id));
        }

        return item.MayBeCompleted()
            ?? (item.AssigneeRole == role ? new Refusal("delegate-has-it", "Cette tâche est déjà demandée à ce rôle.")
                : holders.TrueForAll(holder => parties.Contains(holder.Id)) ? new Refusal("delegate-own-case", "C’est le propre dossier de chaque personne qui a ce rôle.")
                : null);
    }

    private async Task<ILookup<Subject, Guid>> ReadPartiesAsync(List<WorkItem> items, CancellationToken cancellationToken)
    {
        var found = new List<(Subject Subject, Guid PersonId)>();
        foreach (var same in items.Select(item => item.Subject).Distinct().GroupBy(subject => subject.Kind, subject => subject.Id, StringComparer.Ordinal))
        {
            if (subjects.Find(same.Key)?.Parties(db) is { } parties)
            {
                Guid[] about = [.. same];
                found.AddRange((await parties.Where(party => about.Contains(party.SubjectId)).ToListAsync(cancellationToken)).Select(party => (new Subject(same.Key, party.SubjectId), party.PersonId)));
            }
        }

        return found.ToLookup(party => party.Subject, party => party.PersonId);
    }
}
