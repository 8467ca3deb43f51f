using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>
/// No task waits on nobody: one whose holder is away without a substitute, or is no longer there, and one of a role that nobody present holds, reach the team, or the
/// administrators when nobody of the team is there.
/// </summary>
public sealed class TaskHolders(FabriqueDbContext db, SubjectTypes subjects, SubjectMessages messages, TimeProvider clock)
{
    private const string Message = "commun/tache-sans-personne";

    private const int LongestTitle = 200;

    private static readonly string[] Next = [AppRoles.Team, AppRoles.Administrator];

    private static readonly Guid[] Nobody = [];

    /// <summary>The open tasks that nobody of those who are asked can do at an instant (UTC).</summary>
    public static IQueryable<WorkItem> Stranded(FabriqueDbContext db, DateTime now) => Stranded(db, now, Nobody);

    /// <summary>A task that is being opened: the mail that asks for it goes to whoever is there.</summary>
    public async Task OpenAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (!await IsReachedAsync(item, [], cancellationToken) && await FindNextAsync([], Nobody, cancellationToken) is { } role)
        {
            PassOn(item, role);
        }
    }

    /// <summary>An open task: whoever takes it over is written to.</summary>
    /// <exception cref="PermanentFailureException">Nobody is left; the message says what to do.</exception>
    public async Task CheckAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Status is not WorkItemStatus.Open)
        {
            return;
        }

        var parties = await FindPartiesAsync(item, cancellationToken);
        if (await IsReachedAsync(item, parties, cancellationToken))
        {
            return;
        }

        var role = await FindNextAsync(parties, Nobody, cancellationToken)
            ?? throw new PermanentFailureException($"« {item.Title} » n’attend plus personne : qui devait le faire est absent ou parti, et ni l’équipe ni l’administration n’ont quelqu’un de présent. Donnez un rôle à quelqu’un, ou terminez une absence.");
        await WriteAsync(item, role, cancellationToken);
    }

    /// <summary>Open tasks whose only holder is away from now on: whoever takes them over is written to. When nobody can, they stay as they are until the night.</summary>
    public Task LeaveAsync(IReadOnlyCollection<WorkItem> items, CancellationToken cancellationToken) => LeaveAsync(items, Nobody, cancellationToken);

    /// <summary>
    /// People are leaving for good, which is not saved yet: what then waits on nobody is passed on as above, and what they saw to for a role is there for its other holders.
    /// </summary>
    public async Task DepartAsync(IReadOnlyCollection<StaffMember> people, CancellationToken cancellationToken)
    {
        Guid[] leaving = [.. people.Select(person => person.Id)];
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var item in await db.WorkItems
            .Where(item => item.Status == WorkItemStatus.Open && item.ClaimedById != null && leaving.Contains(item.ClaimedById.Value))
            .OrderBy(item => item.Id)
            .ToListAsync(cancellationToken))
        {
            item.Release(item.ClaimedById!.Value);
            Tell(item, "n’est plus entre les mains de personne en particulier : qui s’en occupait n’est plus là.");
        }

        await LeaveAsync(await Stranded(db, now, leaving).OrderBy(item => item.DueAt).ThenBy(item => item.Id).ToListAsync(cancellationToken), leaving, cancellationToken);
    }

    /// <summary>Says in the story of a task what became of it, to those who follow it.</summary>
    internal void Tell(WorkItem item, string what)
    {
        var now = clock.GetUtcNow();
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), item.Subject, now.UtcDateTime, actorId: null, $"« {Texts.Clip(item.Title, LongestTitle)} » {what}", isInternal: true));
    }

    /// <summary>The role that takes over what nobody can do.</summary>
    /// <returns>Null when nobody is left.</returns>
    internal async Task<string?> FindNextAsync(WorkItem item, CancellationToken cancellationToken) => await FindNextAsync(await FindPartiesAsync(item, cancellationToken), Nobody, cancellationToken);

    private async Task LeaveAsync(IReadOnlyCollection<WorkItem> items, Guid[] leaving, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            if (await FindNextAsync(await FindPartiesAsync(item, cancellationToken), leaving, cancellationToken) is { } role)
            {
                await WriteAsync(item, role, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(WorkItem item, string role, CancellationToken cancellationToken)
    {
        await messages.WriteToAsync(Assignee.HoldersOf(role), Message, item, await messages.FindProcedureAsync(item, cancellationToken), cancellationToken);
        PassOn(item, role);
    }

    private void PassOn(WorkItem item, string role)
    {
        if (item.PassOn(role, clock.GetUtcNow().UtcDateTime))
        {
            Tell(item, $"passe à {AppRoles.Label(role)} : qui devait le faire est absent sans suppléance, ou n’est plus là.");
        }
    }

    // Nobody judges their own case; what judges nothing is done by parties as well.
    private async Task<List<Guid>> FindPartiesAsync(WorkItem item, CancellationToken cancellationToken) =>
        item.IsOpenToParties || subjects.PartiesTo(db, item.Subject) is not { } parties ? [] : await parties.ToListAsync(cancellationToken);

    private async Task<bool> IsReachedAsync(WorkItem item, List<Guid> parties, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;

        // The person may be new, and not saved yet.
        return item.AssigneeRole is { } role
            ? await Holders(db, now, Nobody).AnyAsync(grant => grant.Role == role && !parties.Contains(grant.StaffMemberId), cancellationToken)
            : await db.StaffMembers.FindAsync([item.AssigneeId], cancellationToken) is { IsActive: true } person && !await Away(db, now, Nobody).ContainsAsync(person.Id, cancellationToken);
    }

    private async Task<string?> FindNextAsync(List<Guid> parties, Guid[] leaving, CancellationToken cancellationToken)
    {
        var held = await Holders(db, clock.GetUtcNow().UtcDateTime, leaving)
            .Where(grant => Next.Contains(grant.Role) && !parties.Contains(grant.StaffMemberId))
            .Select(grant => grant.Role)
            .Distinct()
            .ToListAsync(cancellationToken);
        return Array.Find(Next, held.Contains);
    }

    private static IQueryable<WorkItem> Stranded(FabriqueDbContext db, DateTime now, Guid[] leaving)
    {
        var (present, held) = (Present(db, now, leaving), Holders(db, now, leaving).Select(grant => grant.Role));
        return db.WorkItems.Where(item => item.Status == WorkItemStatus.Open
            && !(item.AssigneeId != null && present.Contains(item.AssigneeId.Value))
            && !(item.AssigneeRole != null && held.Contains(item.AssigneeRole)));
    }

    // Somebody whose substitute has left is away without one.
    private static IQueryable<Guid> Away(FabriqueDbContext db, DateTime now, Guid[] leaving) => db.Delegations.ActiveOn(ParisTime.DayOf(now))
        .Where(delegation => delegation.ScopeKind == DelegationScope.EverythingCode
            && !db.StaffMembers.Any(person => person.Id == delegation.SubstituteId && person.IsActive && !leaving.Contains(person.Id)))
        .Select(delegation => delegation.DelegatorId);

    private static IQueryable<Guid> Present(FabriqueDbContext db, DateTime now, Guid[] leaving)
    {
        var away = Away(db, now, leaving);
        return db.StaffMembers.Where(person => person.IsActive && !leaving.Contains(person.Id) && !away.Contains(person.Id)).Select(person => person.Id);
    }

    private static IQueryable<RoleGrant> Holders(FabriqueDbContext db, DateTime now, Guid[] leaving)
    {
        var present = Present(db, now, leaving);
        return db.Set<RoleGrant>().Where(grant => grant.StartsAt <= now && (grant.EndsAt == null || grant.EndsAt > now) && present.Contains(grant.StaffMemberId));
    }
}
