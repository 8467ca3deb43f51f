namespace Fabrique.Domain.Applications;

public enum HierarchicalApprovalStatus
{
    Requested,
    Approved,
    ApprovedWithReservation,
    Refused,
    NoAnswer,
    Overridden,
    NotRequired,
}

/// <summary>« Visa hiérarchique »: what the line manager of the person who applies says of an application, each time that its procedure asks.</summary>
public sealed class HierarchicalApproval
{
    public const int ReasonLength = 2000;
    public const int MostHalfDays = 10;

    internal HierarchicalApproval(Guid id, Guid applicationId, int round, Guid? managerId, HierarchicalApprovalStatus status, DateTime askedAt)
    {
        Id = id;
        ApplicationId = applicationId;
        Round = round;
        ManagerId = managerId;
        Status = status;
        AskedAt = askedAt;
    }

    private HierarchicalApproval()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>1 the first time that the procedure asks.</summary>
    public int Round { get; private init; }

    /// <summary>The line manager asked, for whom it counts; null as long as nobody is named.</summary>
    public Guid? ManagerId { get; private set; }

    public HierarchicalApprovalStatus Status { get; private set; }

    /// <summary>Since when that manager is asked; since when one is looked for as long as nobody is named. UTC.</summary>
    public DateTime AskedAt { get; private set; }

    /// <summary>The reservation, or why it is refused; perhaps empty otherwise.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>How many half-days a week the manager can free, from 0 to <see cref="MostHalfDays"/>; null when they did not say.</summary>
    public int? HalfDaysPerWeek { get; private set; }

    /// <summary>Who gave it in the manager’s place; null when they did, or when nobody did.</summary>
    public Guid? GivenById { get; private set; }

    /// <summary>When it ceased to be awaited, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>Who passed over a refusal.</summary>
    public Guid? OverriddenById { get; private set; }

    /// <summary>Why they did.</summary>
    public string? OverrideReason { get; private set; }

    public bool IsOpen => Status is HierarchicalApprovalStatus.Requested;

    /// <summary>Whether somebody said so.</summary>
    public bool IsGiven => Status is HierarchicalApprovalStatus.Approved or HierarchicalApprovalStatus.ApprovedWithReservation or HierarchicalApprovalStatus.Refused or HierarchicalApprovalStatus.Overridden;

    /// <summary>Whether it may be given so: a reservation or a refusal is explained, and a week has five days.</summary>
    /// <param name="status">One of those that a manager chooses.</param>
    /// <param name="reason">Perhaps empty.</param>
    /// <param name="halfDaysPerWeek">Null when it is not said.</param>
    public static Refusal? MayBeGiven(HierarchicalApprovalStatus status, string reason, int? halfDaysPerWeek) => status switch
    {
        not (HierarchicalApprovalStatus.Approved or HierarchicalApprovalStatus.ApprovedWithReservation or HierarchicalApprovalStatus.Refused)
            => new Refusal("approval-unknown", "Choisissez votre visa dans la liste."),
        HierarchicalApprovalStatus.ApprovedWithReservation when string.IsNullOrWhiteSpace(reason)
            => new Refusal("approval-unexplained", "Écrivez votre réserve : la personne qui candidate et l’équipe de la Fabrique la liront."),
        HierarchicalApprovalStatus.Refused when string.IsNullOrWhiteSpace(reason)
            => new Refusal("approval-unexplained", "Dites pourquoi votre visa est défavorable : la personne qui candidate et l’équipe de la Fabrique le liront."),
        _ when halfDaysPerWeek is < 0 or > MostHalfDays
            => new Refusal("approval-days", "Le temps libéré va de 0 à 5 jours par semaine, par demi-journée."),
        _ => null,
    };

    internal void AskOf(Guid managerId, DateTime now) => (ManagerId, AskedAt) = (managerId, now);

    internal void Give(HierarchicalApprovalStatus status, string reason, int? halfDaysPerWeek, Guid? givenById, DateTime now)
    {
        (Status, Reason, HalfDaysPerWeek, EndedAt) = (status, reason, halfDaysPerWeek, now);
        GivenById = givenById == ManagerId ? null : givenById;
    }

    internal void End(DateTime now) => (Status, EndedAt) = (HierarchicalApprovalStatus.NoAnswer, now);

    internal void Override(Guid actorId, string reason) => (Status, OverriddenById, OverrideReason) = (HierarchicalApprovalStatus.Overridden, actorId, reason);
}
