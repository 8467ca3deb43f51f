using Fabrique.Domain.People;

namespace Fabrique.Domain.Applications;

/// <summary>« Visa hiérarchique »: what the procedure asks of the line manager before the application is screened.</summary>
public sealed partial class Application
{
    private readonly List<HierarchicalApproval> approvals = [];

    /// <summary>The line manager whom the applicant named; null when they named nobody: the directory’s is then asked.</summary>
    public Guid? ManagerId { get; private set; }

    /// <summary>From the first asked for.</summary>
    public IReadOnlyList<HierarchicalApproval> Approvals => [.. approvals.OrderBy(approval => approval.Round)];

    /// <summary>The last asked for; null when none was.</summary>
    public HierarchicalApproval? Approval => approvals.MaxBy(approval => approval.Round);

    private HierarchicalApproval? OpenApproval => Status is ApplicationStatus.AwaitingApproval && Approval is { IsOpen: true } open ? open : null;

    /// <summary>Whether the applicant may still say who their line manager is.</summary>
    public Refusal? MayNameManager(Guid actorId) => actorId != ApplicantId ? NotTheApplicant
        : Status is ApplicationStatus.AwaitingApproval ? null
        : Approval is { IsGiven: true } ? new Refusal("approval-already-given", "Le visa de votre responsable est déjà rendu : il ne peut plus être demandé à quelqu’un d’autre.")
        : Status is ApplicationStatus.Draft or ApplicationStatus.Submitted && Approval is null ? null
        : new Refusal("approval-over", "Le visa de votre responsable n’est plus attendu sur cette candidature.");

    /// <summary>Whether they may name this person.</summary>
    /// <param name="actorId">Who says so.</param>
    /// <param name="manager">Null when nobody was found.</param>
    public Refusal? MayNameManager(Guid actorId, StaffMember? manager) => MayNameManager(actorId)
        ?? (manager is null ? new Refusal("manager-unknown", "Personne de l’annuaire n’a cette adresse ni ce nom. Une personne y entre à sa première connexion.")
            : manager.Id == actorId ? new Refusal("manager-oneself", "Vous ne pouvez pas vous nommer vous-même : le visa revient à votre responsable.")
            : IsOwnCaseOf(manager.Id) ? new Refusal("manager-own-case", $"{manager.FullName} porte cette candidature avec vous : le visa revient à quelqu’un d’autre.")
            : !manager.IsActive ? new Refusal("manager-gone", $"{manager.FullName} n’a plus de compte actif : nommez quelqu’un d’autre.")
            : null);

    /// <summary>Whether somebody was named who is not the manager that the directory tells: the team then reads it.</summary>
    /// <param name="asked">Whom the visa is asked of.</param>
    /// <param name="known">The directory’s manager; null when it tells none.</param>
    public bool IsNamedOtherwise(Guid asked, Guid? known) => asked == ManagerId && asked != known;

    public void NameManager(Guid actorId, StaffMember manager)
    {
        BrokenRuleException.ThrowIf(MayNameManager(actorId, manager));
        ManagerId = manager.Id;
    }

    /// <summary>Whether the procedure may ask for the manager’s approval.</summary>
    public Refusal? MayAskApproval() => States.Allows(Status, ApplicationEvent.AskApproval)
        ? null
        : new Refusal("approval-not-askable", "le visa hiérarchique se demande après le dépôt et avant l’instruction de la candidature");

    /// <summary>The procedure asks.</summary>
    /// <param name="id">Of the approval.</param>
    /// <param name="managerId">The line manager; null as long as nobody is known.</param>
    /// <param name="now">UTC.</param>
    public void AskApproval(Guid id, Guid? managerId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayAskApproval());
        Status = States.Next(Status, ApplicationEvent.AskApproval);
        approvals.Add(new HierarchicalApproval(id, Id, approvals.Count + 1, managerId, HierarchicalApprovalStatus.Requested, now));
    }

    /// <summary>The procedure does not ask: the applicant has no line manager.</summary>
    public void SkipApproval(Guid id, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayAskApproval());
        approvals.Add(new HierarchicalApproval(id, Id, approvals.Count + 1, managerId: null, HierarchicalApprovalStatus.NotRequired, now));
    }

    /// <summary>What is awaited is asked of somebody from now on. Does nothing when it is already.</summary>
    public void MoveApproval(Guid managerId, DateTime now)
    {
        if (OpenApproval is { } open && open.ManagerId != managerId)
        {
            open.AskOf(managerId, now);
        }
    }

    /// <param name="givenById">Who would give it: the manager, or somebody in their place.</param>
    public Refusal? MayReceiveApproval(Guid givenById) => OpenApproval is not { ManagerId: { } managerId }
        ? new Refusal("approval-not-awaited", "Le visa hiérarchique n’est plus attendu sur cette candidature.")
        : IsOwnCaseOf(managerId) || IsOwnCaseOf(givenById)
            ? new Refusal("own-case", "Cette candidature est la vôtre : le visa revient à quelqu’un d’autre. Rien n’a été enregistré.")
            : null;

    /// <param name="status">Favourable, with a reservation, or not.</param>
    /// <param name="reason">The reservation, or why not; perhaps empty otherwise.</param>
    /// <param name="halfDaysPerWeek">What can be freed; null when it is not said.</param>
    /// <param name="givenById">The manager, or who gives it in their place.</param>
    /// <param name="now">UTC.</param>
    public void GiveApproval(HierarchicalApprovalStatus status, string reason, int? halfDaysPerWeek, Guid givenById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayReceiveApproval(givenById) ?? HierarchicalApproval.MayBeGiven(status, reason, halfDaysPerWeek));
        Limits.ThrowIfLonger(reason, HierarchicalApproval.ReasonLength);
        OpenApproval!.Give(status, reason, halfDaysPerWeek, givenById, now);
        Status = States.Next(Status, ApplicationEvent.EndApproval);
    }

    /// <summary>The time given is over, and nobody answered. The submission stays as it was. Does nothing when it is no longer awaited.</summary>
    public void EndApproval(DateTime now)
    {
        if (OpenApproval is { } open)
        {
            open.End(now);
            Status = States.Next(Status, ApplicationEvent.EndApproval);
        }
    }

    /// <param name="actorId">Who would pass over the refusal, or close: never the person who applies, nor whoever refused.</param>
    public Refusal? MaySettleRefusal(Guid actorId) => Status is not ApplicationStatus.Submitted || Approval is not { Status: HierarchicalApprovalStatus.Refused } refused
        ? new Refusal("approval-not-refused", "Cette candidature n’attend pas de suite à un visa défavorable.")
        : IsOwnCaseOf(actorId)
            ? new Refusal("own-case", "Cette candidature est la vôtre : la suite à donner revient à quelqu’un d’autre. Rien n’a été enregistré.")
            : actorId == (refused.GivenById ?? refused.ManagerId)
                ? new Refusal("own-refusal", "Vous avez rendu ce visa : la suite à lui donner revient à quelqu’un d’autre. Rien n’a été enregistré.")
                : null;

    /// <summary>The application goes on in spite of a refusal.</summary>
    public void OverrideApproval(Guid actorId, string reason)
    {
        BrokenRuleException.ThrowIf(MaySettleRefusal(actorId));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, HierarchicalApproval.ReasonLength);
        Approval!.Override(actorId, reason);
    }

    /// <summary>A refusal ends the application.</summary>
    /// <param name="actorId">Who records it.</param>
    /// <param name="reason">Given to the applicant; compulsory.</param>
    /// <param name="now">UTC.</param>
    public void CloseForRefusal(Guid actorId, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MaySettleRefusal(actorId));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, ApplicationEvent.Close);
        (DecisionReason, DecidedById, DecidedAt) = (reason, actorId, now);
    }
}
