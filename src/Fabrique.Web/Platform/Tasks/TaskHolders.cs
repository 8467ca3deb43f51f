using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>
/// No task waits on nobody: one whose holder is away without a substitute, or is no longer there, and one of a role that nobody present holds, reach the team, or the
/// administrators when nobody of the team is there.
/// </summary>
public sealed class TaskHolders(FabriqueDbContext db, SubjectMessages messages, TimeProvider clock)
{
    private const string Message = "commun/tache-sans-personne";

    private const int LongestTitle = 200;

    private static readonly string[] Next = [AppRoles.Team, AppRoles.Administrator];

    /// <summary>The open tasks that nobody of those who are asked can do at an instant (UTC).</summary>
    public static IQueryable<WorkItem> Stranded(FabriqueDbContext db, DateTime now)
    {
        var (present, held) = (Present(db, now), Held(db, now));
        return db.WorkItems.Where(item => item.Status == WorkItemStatus.Open
            && !(item.AssigneeId != null && present.Contains(item.AssigneeId.Value))
            && !(item.AssigneeRole != null && held.Contains(item.AssigneeRole)));
    }

    /// <summary>A task that is being opened: the mail that asks for it goes to whoever is there.</summary>
    public async Task OpenAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (!await IsReachedAsync(item, cancellationToken) && await FindNextAsync(cancellationToken) is { } role)
        {
            PassOn(item, role);
        }
    }

    /// <summary>An open task: whoever takes it over is written to.</summary>
    /// <exception cref="PermanentFailureException">Nobody is left; the message says what to do.</exception>
    public async Task CheckAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Status is not WorkItemStatus.Open || await IsReachedAsync(item, cancellationToken))
        {
            return;
        }

        var role = await FindNextAsync(cancellationToken)
            ?? throw new PermanentFailureException($"« {item.Title} » n’attend plus personne : qui devait le faire est absent ou parti, et ni l’équipe ni l’administration n’ont quelqu’un de présent. Donnez un rôle à quelqu’un, ou terminez une absence.");
        await WriteAsync(item, role, cancellationToken);
    }

    /// <summary>Open tasks whose only holder is away from now on: whoever takes them over is written to. When nobody can, they stay as they are until the night.</summary>
    public async Task LeaveAsync(IReadOnlyCollection<WorkItem> items, CancellationToken cancellationToken)
    {
        if (items.Count > 0 && await FindNextAsync(cancellationToken) is { } role)
        {
            foreach (var item in items)
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
        var now = clock.GetUtcNow();
        if (item.PassOn(role, now.UtcDateTime))
        {
            db.TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(now),
                item.Subject,
                now.UtcDateTime,
                actorId: null,
                $"« {Texts.Clip(item.Title, LongestTitle)} » passe à {AppRoles.Label(role)} : qui devait le faire est absent sans suppléance, ou n’est plus là.",
                isInternal: true));
        }
    }

    private async Task<bool> IsReachedAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;

        // The person may be new, and not saved yet.
        return item.AssigneeRole is { } role
            ? await Held(db, now).ContainsAsync(role, cancellationToken)
            : await db.StaffMembers.FindAsync([item.AssigneeId], cancellationToken) is { IsActive: true } person && !await Away(db, now).ContainsAsync(person.Id, cancellationToken);
    }

    private async Task<string?> FindNextAsync(CancellationToken cancellationToken)
    {
        var held = await Held(db, clock.GetUtcNow().UtcDateTime).Where(role => Next.Contains(role)).Distinct().ToListAsync(cancellationToken);
        return Array.Find(Next, held.Contains);
    }

    // Somebody whose substitute has left is away without one.
    private static IQueryable<Guid> Away(FabriqueDbContext db, DateTime now) => db.Delegations.ActiveOn(ParisTime.DayOf(now))
        .Where(delegation => delegation.ScopeKind == DelegationScope.EverythingCode && !db.StaffMembers.Any(person => person.Id == delegation.SubstituteId && person.IsActive))
        .Select(delegation => delegation.DelegatorId);

    private static IQueryable<Guid> Present(FabriqueDbContext db, DateTime now)
    {
        var away = Away(db, now);
        return db.StaffMembers.Where(person => person.IsActive && !away.Contains(person.Id)).Select(person => person.Id);
    }

    private static IQueryable<string> Held(FabriqueDbContext db, DateTime now)
    {
        var present = Present(db, now);
        return db.Set<RoleGrant>()
            .Where(grant => grant.StartsAt <= now && (grant.EndsAt == null || grant.EndsAt > now) && present.Contains(grant.StaffMemberId))
            .Select(grant => grant.Role);
    }
}
