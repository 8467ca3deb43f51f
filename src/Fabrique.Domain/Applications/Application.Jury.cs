namespace Fabrique.Domain.Applications;

/// <summary>« Décision du jury » : it is the panel’s, whoever recorded it.</summary>
public sealed partial class Application
{
    /// <summary>Why the decision of a jury cannot be taken; null when it can. Nobody’s own case is judged there: recusals see to it.</summary>
    public Refusal? MayBeDecidedByJury() => IsUnderScreening
        ? null
        : IsDecided
            ? new Refusal("application-already-decided", "La décision sur cette candidature est déjà enregistrée.")
            : new Refusal("application-not-under-screening", "Cette candidature n’est pas en instruction\u00a0: elle ne peut pas être décidée.");

    /// <param name="retained">Whether the idea is retained.</param>
    /// <param name="reason">Given to the applicant; compulsory.</param>
    /// <param name="recordedById">Who recorded what the panel decided.</param>
    /// <param name="now">Instant at which it is told, UTC.</param>
    public void DecideByJury(bool retained, string reason, Guid recordedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeDecidedByJury());
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, retained ? ApplicationEvent.Retain : ApplicationEvent.Reject);
        (DecisionReason, DecidedById, DecidedAt) = (reason, recordedById, now);
    }
}
