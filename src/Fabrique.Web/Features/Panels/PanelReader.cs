using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>Somebody of a panel.</summary>
/// <param name="Id">Who.</param>
/// <param name="FullName">Their name.</param>
/// <param name="Unit">As people read it.</param>
/// <param name="UnitId">Null when it is not known.</param>
public sealed record PanelPerson(Guid Id, string FullName, string Unit, Guid? UnitId);

/// <summary>An application that a jury judges.</summary>
public sealed record JuryItem(Guid Id, string Reference, string Title, Guid ApplicantId)
{
    /// <summary>Who has the idea with the applicant.</summary>
    public IReadOnlyList<Guid> CoApplicants { get; init; } = [];

    /// <summary>Who gave the « visa hiérarchique ».</summary>
    public IReadOnlyList<Guid> ManagersHeard { get; init; } = [];

    public Subject Subject => new(ApplicationSubject.SubjectCode, Id);

    /// <summary>Whether the reader sits in a jury that reads without names, and has not heard it yet: its title is the one that was released, or empty.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>« C-2026-0012 – Seconde Pierre ».</summary>
    public string Name => Title.Length > 0 ? $"{Reference} – {Title}" : Reference;

    /// <summary>« Seconde Pierre »; its reference as long as it has no title that may be read.</summary>
    public string Heading => Title.Length > 0 ? Title : Reference;

    /// <summary>Where the reader reads it.</summary>
    public string LinkFor(Guid panelId) => IsUnnamed ? PanelLinks.Read(panelId, Reference) : ApplicationLinks.Show(Reference);
}

/// <summary>A reason to ask a member whether they are in conflict.</summary>
public sealed record HintLine(PanelPerson Person, JuryItem Item, ConflictHint Hint);

/// <summary>Reads juries, what they judge, and who has no part in what.</summary>
public sealed class PanelReader(FabriqueDbContext db, Actor actor, TimeProvider clock)
{
    /// <summary>Of the jury of a call, as the rows hold it.</summary>
    public const string JuryKind = "Jury";

    public DateOnly Today => ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);

    /// <summary>A jury that is open to the signed-in person; null when there is none.</summary>
    public async Task<Panel?> FindReadableAsync(Guid id, CancellationToken cancellationToken) =>
        await Whole(db.Panels.AsNoTracking()).SingleOrDefaultAsync(panel => panel.Id == id && panel.Kind == JuryKind, cancellationToken) is { } panel && actor.MayRead(panel, Today) ? panel : null;

    /// <summary>A jury, to change it.</summary>
    public Task<Panel> ReadAsync(Guid id, CancellationToken cancellationToken) => Whole(db.Panels).SingleAsync(panel => panel.Id == id && panel.Kind == JuryKind, cancellationToken);

    /// <summary>The call of a jury: its address and its title.</summary>
    public async Task<(string Slug, string Title)> ReadCallAsync(Panel panel, CancellationToken cancellationToken)
    {
        var call = await db.Calls.Where(call => call.Id == panel.SubjectId).Select(call => new { call.Slug, call.Title }).SingleAsync(cancellationToken);
        return (call.Slug, call.Title);
    }

    /// <summary>Those whom a jury names, whoever left included, and others.</summary>
    public async Task<IReadOnlyDictionary<Guid, PanelPerson>> ReadPeopleAsync(Panel panel, IEnumerable<Guid> others, CancellationToken cancellationToken)
    {
        var named = EverybodyOf(panel).Concat(others).Distinct().ToList();
        return await db.StaffMembers.Where(person => named.Contains(person.Id))
            .Select(person => new PanelPerson(person.Id, person.FullName, person.Unit, person.UnitId))
            .ToDictionaryAsync(person => person.Id, cancellationToken);
    }

    /// <summary>What a jury judges: the applications of its call that were shortlisted, whatever became of them since, by reference.</summary>
    public Task<IReadOnlyList<JuryItem>> ReadItemsAsync(Panel panel, CancellationToken cancellationToken) => ReadItemsAsync(panel, withManagers: true, cancellationToken);

    /// <param name="panel">Which.</param>
    /// <param name="withManagers">Whether who gave the « visa hiérarchique » is asked for: only hints need it.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IReadOnlyList<JuryItem>> ReadItemsAsync(Panel panel, bool withManagers, CancellationToken cancellationToken) =>
        await UnnameAsync(panel, await ReadItemsAsync(db, panel, withManagers, cancellationToken), cancellationToken);

    /// <summary>The same, as the signed-in person may read them: without their own titles as long as the jury reads without names, and they sit in it.</summary>
    public async Task<IReadOnlyList<JuryItem>> UnnameAsync(Panel panel, IReadOnlyList<JuryItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0 || !actor.IsSignedIn || !actor.ReadsUnnamed(panel, Today))
        {
            return items;
        }

        Guid[] ids = [.. items.Select(item => item.Id)];
        var known = await db.Applications.Where(application => ids.Contains(application.Id))
            .Select(application => new
            {
                application.Id,
                IsHeard = application.DecidedAt != null || db.HearingSessions.Any(session => session.PanelId == panel.Id && session.OpenedAt != null && session.Agenda.Any(item => item.ItemId == application.Id)),
                Title = db.AnonymisedReadings.Where(reading => reading.PanelId == panel.Id && reading.ItemId == application.Id && reading.ReleasedAt != null).Select(reading => reading.Title).FirstOrDefault(),
                Source = db.AnonymisedReadings.Where(reading => reading.PanelId == panel.Id && reading.ItemId == application.Id && reading.ReleasedAt != null).Select(reading => reading.TitleSource).FirstOrDefault(),
            })
            .ToDictionaryAsync(application => application.Id, cancellationToken);
        return
        [
            .. items.Select(item => known[item.Id] is { IsHeard: false } hidden
                ? item with { IsUnnamed = true, Title = hidden.Title is { } title && hidden.Source == ReadingSource.DigestOf(item.Title) ? title : "" }
                : item),
        ];
    }

    /// <summary>The same, for those who have no more than a database.</summary>
    public static async Task<IReadOnlyList<JuryItem>> ReadItemsAsync(FabriqueDbContext db, Panel panel, bool withManagers, CancellationToken cancellationToken)
    {
        var judged = Judged(db, panel);
        var items = await judged.OrderBy(application => application.Reference)
            .Select(application => new { application.Id, application.Reference, application.Title, application.ApplicantId })
            .ToListAsync(cancellationToken);
        var together = (await judged.SelectMany(application => application.CoApplicants).Where(co => co.AcceptedAt != null).Select(co => new { co.ApplicationId, PersonId = co.PersonId!.Value }).ToListAsync(cancellationToken))
            .ToLookup(co => co.ApplicationId, co => co.PersonId);
        if (!withManagers)
        {
            return [.. items.Select(item => new JuryItem(item.Id, item.Reference, item.Title, item.ApplicantId) { CoApplicants = [.. together[item.Id]] })];
        }

        var heard = (await judged.SelectMany(application => application.Approvals)
            .Where(approval => approval.Status == HierarchicalApprovalStatus.Approved || approval.Status == HierarchicalApprovalStatus.ApprovedWithReservation || approval.Status == HierarchicalApprovalStatus.Refused)
            .Select(approval => new { approval.ApplicationId, PersonId = approval.GivenById ?? approval.ManagerId })
            .ToListAsync(cancellationToken))
            .Where(approval => approval.PersonId is not null)
            .ToLookup(approval => approval.ApplicationId, approval => approval.PersonId!.Value);
        return [.. items.Select(item => new JuryItem(item.Id, item.Reference, item.Title, item.ApplicantId) { CoApplicants = [.. together[item.Id]], ManagersHeard = [.. heard[item.Id]] })];
    }

    /// <summary>Those of a jury that were entered, withdrawn ones included, the last first.</summary>
    public async Task<IReadOnlyList<Recusal>> ReadRecusalsAsync(Guid panelId, CancellationToken cancellationToken) =>
        await db.Recusals.AsNoTracking().Where(recusal => recusal.PanelId == panelId).OrderByDescending(recusal => recusal.EnteredAt).ThenBy(recusal => recusal.Id).ToListAsync(cancellationToken);

    /// <summary>
    /// The recusals of a jury, and those that nobody has to enter: nobody judges their own case, which is read from the applications each time, and is nowhere kept. Everything that asks who has a part in
    /// what asks it of these.
    /// </summary>
    public static (Recusals InForce, IReadOnlyList<Recusal> Inferred) Complete(Panel panel, IReadOnlyList<Recusal> entered, IReadOnlyList<JuryItem> items, DateTime now)
    {
        var known = new Recusals(entered);
        var inferred = new List<Recusal>();
        foreach (var person in EverybodyOf(panel).Distinct())
        {
            foreach (var item in items)
            {
                ConflictKind? own = item.ApplicantId == person ? ConflictKind.Applicant : item.CoApplicants.Contains(person) ? ConflictKind.CoApplicant : null;
                if (own is { } conflict && Recusal.Infer(Guid.Empty, panel, person, item.Subject, conflict, known, now) is { } recusal)
                {
                    inferred.Add(recusal);
                }
            }
        }

        return (new Recusals(entered.Concat(inferred)), inferred);
    }

    /// <summary>What facts hint at for those who sit, or will, and are not recused: the gravest of each, by person then by application.</summary>
    public async Task<IReadOnlyList<HintLine>> ReadHintsAsync(Panel panel, IReadOnlyList<JuryItem> items, Recusals inForce, IReadOnlyDictionary<Guid, PanelPerson> people, CancellationToken cancellationToken)
    {
        var managers = await db.StaffMembers.Where(person => person.ManagerId != null).Select(person => new { person.Id, person.ManagerId }).ToDictionaryAsync(person => person.Id, person => person.ManagerId!.Value, cancellationToken);
        var facts = items.Select(item => (Item: item, Facts: new ItemFacts(item.ApplicantId, people.GetValueOrDefault(item.ApplicantId)?.UnitId, Above(item.ApplicantId, managers), item.CoApplicants, [], item.ManagersHeard))).ToList();
        var sitting = SittingOf(panel, Today).Where(people.ContainsKey).Select(id => people[id]).OrderBy(person => person.FullName, StringComparer.Ordinal).ThenBy(person => person.Id).ToList();
        return
        [
            .. from person in sitting
               let reviewer = new ReviewerFacts(person.Id, person.UnitId, Above(person.Id, managers))
               from item in facts
               where !inForce.Excludes(person.Id, item.Item.Subject)
               let hints = ConflictOfInterest.Hint(reviewer, item.Facts)
               where hints.Count > 0
               select new HintLine(person, item.Item, hints[0]),
        ];
    }

    /// <summary>Members in office or to come on a day in Paris, and those who may act in their place.</summary>
    public static IEnumerable<Guid> SittingOf(Panel panel, DateOnly day) => panel.Members.Where(member => member.RemovedFrom is null || day < member.RemovedFrom).Select(member => member.PersonId)
        .Concat(panel.Delegations.Where(delegation => delegation.EndedAt is null && day <= delegation.Until).Select(delegation => delegation.SubstituteId))
        .Distinct();

    // A few members, and fewer substitutes: one query costs less than three, and reads one state.
    private static IQueryable<Panel> Whole(IQueryable<Panel> panels) => panels.Include(panel => panel.Members).Include(panel => panel.Delegations).AsSingleQuery();

    private static IEnumerable<Guid> EverybodyOf(Panel panel) => panel.Members.Select(member => member.PersonId)
        .Concat(panel.Delegations.Select(delegation => delegation.SubstituteId))
        .Concat(new[] { panel.ChairId, panel.DeputyChairId, panel.ClerkId }.OfType<Guid>());

    private static List<Guid> Above(Guid personId, Dictionary<Guid, Guid> managers)
    {
        var line = new List<Guid>();
        for (var at = personId; managers.TryGetValue(at, out var manager) && !line.Contains(manager) && manager != personId; at = manager)
        {
            line.Add(manager);
        }

        return line;
    }

    /// <summary>What a jury judges, as <see cref="ReadItemsAsync(Panel, CancellationToken)"/> tells it.</summary>
    internal static IQueryable<Application> Judged(FabriqueDbContext db, Panel panel) => db.Applications.Where(application => panel.SubjectKind == CallSubject.SubjectCode && application.CallId == panel.SubjectId
        && (application.Status == ApplicationStatus.Shortlisted || application.Status == ApplicationStatus.Retained
            || (application.Status == ApplicationStatus.NotRetained && db.ScreeningRulings.Any(ruling => ruling.ApplicationId == application.Id && ruling.Kind == ScreeningRulingKind.Shortlisted))));
}
