using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Reminders.ListPolicies;

/// <summary>« Politiques de relance ».</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ListPoliciesModel(FabriqueDbContext db, Actor actor, SubjectTypes subjects) : PageModel
{
    /// <summary>An incubator has a few.</summary>
    private const int Most = 200;

    public IReadOnlyList<(NamedReminderPolicy Policy, int Open)> Lines { get; private set; } = [];

    public bool MayWrite => actor.IsInRole(AppRoles.Administrator);

    /// <summary>What a policy says, in a sentence without its stop.</summary>
    public string Tell(NamedReminderPolicy policy)
    {
        var sentence = policy.Tell(name => TaskAssignees.LabelOf(name, subjects));
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}";
    }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var lines = await db.ReminderPolicies.AsNoTracking()
            .OrderBy(policy => policy.Name)
            .Take(Most)
            .Select(policy => new { Policy = policy, Open = db.WorkItems.Count(item => item.ReminderPolicyId == policy.Id && item.Status == WorkItemStatus.Open) })
            .ToListAsync(cancellationToken);
        Lines = [.. lines.Select(line => (line.Policy, line.Open))];
    }
}
