using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.ShowPanel;

/// <summary>An application, and what the reader may do with it here.</summary>
/// <param name="Item">Which.</param>
/// <param name="IsRecused">Whether the reader has no part in it.</param>
/// <param name="Others">Names of those who have none, without saying why.</param>
/// <param name="IsAsked">Whether the reader is asked to assess it.</param>
public sealed record PanelItemLine(JuryItem Item, bool IsRecused, IReadOnlyList<string> Others, bool IsAsked);

/// <summary>A jury: its members, its rules, what it judges.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowPanelModel(FabriqueDbContext db, PanelReader reader, ScoringReader scoring, PanelStory stories, Actor actor, TimeProvider clock) : PageModel
{
    public Panel Panel { get; private set; } = null!;

    public IReadOnlyDictionary<Guid, PanelPerson> People { get; private set; } = new Dictionary<Guid, PanelPerson>();

    public string CallSlug { get; private set; } = "";

    public string CallTitle { get; private set; } = "";

    public IReadOnlyList<PanelItemLine> Items { get; private set; } = [];

    /// <summary>What the procedure still waits for before the jury may sit, in sentences; for those who run it.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Null when it is not for the reader.</summary>
    public TimelineModel? Story { get; private set; }

    public bool MayRun => actor.MayRunPanels();

    /// <summary>Whether they read all juries, and why people left this one.</summary>
    public bool ReadsAll => actor.IsStaff;

    /// <summary>Whether they prepare what is read without names.</summary>
    public bool MayAnonymise => actor.MayAnonymise(Panel, Today);

    /// <summary>How many applications nobody released without names, in a jury that reads them so; for those who prepare them.</summary>
    public int Unread { get; private set; }

    /// <summary>Whether they read what the jury is about to tell.</summary>
    public bool ReadsDecisions => actor.IsStaff || Panel.IsConductedBy(actor.Id);

    /// <summary>Whether they read why people have no part in something.</summary>
    public bool ReadsRecusals => actor.IsStaff || actor.MayRuleOnRecusals(Panel);

    /// <summary>Whether they may say that they have no part in something.</summary>
    public bool Sits { get; private set; }

    /// <summary>Whether they assess what the jury judges.</summary>
    public bool Scores { get; private set; }

    public DateOnly Today => reader.Today;

    /// <summary>Those in office or to come.</summary>
    public IEnumerable<PanelMember> Members => Panel.Members.Where(member => member.RemovedFrom is null || Today < member.RemovedFrom);

    /// <summary>Those who left.</summary>
    public IEnumerable<PanelMember> Former => Panel.Members.Where(member => member.RemovedFrom is { } day && day <= Today);

    /// <summary>« Suppléances » that run, or are to come.</summary>
    public IEnumerable<PanelDelegation> Delegations => Panel.Delegations.Where(delegation => delegation.EndedAt is null && Today <= delegation.Until);

    public string NameOf(Guid personId) => People.TryGetValue(personId, out var person) ? person.FullName : "";

    public string UnitOf(Guid personId) => People.TryGetValue(personId, out var person) ? person.Unit : "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(id, cancellationToken) is not { } panel)
        {
            return NotFound();
        }

        Panel = panel;
        (CallSlug, CallTitle) = await reader.ReadCallAsync(panel, cancellationToken);
        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        var inForce = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce;
        People = await reader.ReadPeopleAsync(panel, [], cancellationToken);
        var sitting = PanelReader.SittingOf(panel, Today).ToList();
        Sits = sitting.Contains(actor.Id) || panel.IsConductedBy(actor.Id);
        Scores = (panel.MemberOn(actor.Id, Today) ?? panel.SubstitutedBy(actor.Id, Today))?.Capacity is Capacity.Voting or Capacity.Advisory;
        var asked = Scores ? (await scoring.ReadAssignmentsAsync(panel.Id, cancellationToken)).Where(assignment => assignment.ReviewerId == actor.Id).Select(assignment => assignment.Item).ToHashSet() : [];
        Items =
        [
            .. items.Select(item => new PanelItemLine(
                item,
                inForce.Excludes(actor.Id, item.Subject),
                [.. sitting.Where(person => person != actor.Id && inForce.Excludes(person, item.Subject)).Select(NameOf).Order(StringComparer.Ordinal)],
                asked.Contains(item.Subject))),
        ];
        if (panel.IsAnonymised && MayAnonymise)
        {
            Guid[] ids = [.. items.Select(item => item.Id)];
            Unread = ids.Length - await db.AnonymisedReadings.CountAsync(reading => reading.PanelId == panel.Id && reading.ReleasedAt != null && ids.Contains(reading.ItemId), cancellationToken);
        }

        Missing = MayRun && await DrawnNumbers.FindAsync(db, panel.Id, ComposePanel.VotingMembers, ComposePanel.Quorum, cancellationToken) is var (voting, quorum) ? PanelReadiness.Missing(panel, Today, voting, quorum) : [];
        Story = ReadsAll ? await stories.ReadAsync(panel.Id, cancellationToken) : null;
        return Page();
    }
}
