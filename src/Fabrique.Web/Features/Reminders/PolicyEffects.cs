using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Reminders;

/// <summary>What a change of a policy would make of one task.</summary>
/// <param name="Item">The task.</param>
/// <param name="Before">What is planned.</param>
/// <param name="After">What would be.</param>
public sealed record PolicyEffect(WorkItem Item, PlannedReminders Before, PlannedReminders After)
{
    /// <summary>Why nobody would be told of its lateness, in a French sentence; null when somebody would, or when the policy names nobody.</summary>
    public string? Nobody { get; init; }
}

/// <summary>Reads what a change of a policy would make of the open tasks that follow it.</summary>
public sealed class PolicyEffects(FabriqueDbContext db, OrganisationReader organisation, TaskAssignees assignees, TimeProvider clock)
{
    /// <param name="policy">As it would be; it is not saved.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Those of which something changes, or of whose lateness nobody would be told, by their last day; tracked.</returns>
    public async Task<IReadOnlyList<PolicyEffect>> ReadAsync(NamedReminderPolicy policy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var items = await db.WorkItems
            .Include(item => item.Reminders)
            .Where(item => item.ReminderPolicyId == policy.Id && item.Status == WorkItemStatus.Open)
            .OrderBy(item => item.DueAt)
            .ThenBy(item => item.Id)
            .AsSingleQuery()
            .ToListAsync(cancellationToken);
        var effects = new List<PolicyEffect>();
        foreach (var item in items)
        {
            var (told, nobody) = await FindToldAsync(policy, item, cancellationToken);
            var place = await organisation.FindWorkplaceAsync(item.Asked, cancellationToken);
            effects.Add(new PolicyEffect(item, item.PlannedAt(now), item.Plan(policy.Policy, policy.Escalate(item.DueAt, told), place, now)) { Nobody = nobody });
        }

        return effects.FindAll(effect => !effect.Before.Equals(effect.After) || effect.Nobody is not null);
    }

    /// <summary>Names what was shown, so that what is applied is what was read.</summary>
    public static string Seal(IEnumerable<PolicyEffect> effects) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
        effects.Select(effect => new { effect.Item.Id, effect.After.Reminders, effect.After.Escalation?.At, effect.After.Escalation?.To.Role, effect.After.Escalation?.To.PersonId, effect.Nobody })))))[..32];

    private async Task<(Assignee? Told, string? Nobody)> FindToldAsync(NamedReminderPolicy policy, WorkItem item, CancellationToken cancellationToken)
    {
        if (policy.EscalatesTo is not { } name || item.EscalatedAt is not null)
        {
            return (null, null);
        }

        try
        {
            return (await assignees.FindAsync(name, item.Subject, cancellationToken), null);
        }
        catch (PermanentFailureException nobody)
        {
            return (null, nobody.Message);
        }
    }
}
