namespace Fabrique.Domain.Applications;

/// <summary>« Départ »: whoever has the idea leaves in the middle of its examination. It goes to somebody who has it with them, or is closed.</summary>
public sealed partial class Application
{
    /// <summary>Whether the team may settle the departure of whoever has the idea.</summary>
    /// <param name="actorId">Who would: never somebody who has the idea too.</param>
    public Refusal? MaySettleDeparture(Guid actorId) => IsOwnCaseOf(actorId)
        ? new Refusal("own-case", "Cette candidature est la vôtre : c’est à quelqu’un d’autre de dire ce qu’elle devient. Rien n’a été enregistré.")
        : Status is ApplicationStatus.Draft || !States.Allows(Status, ApplicationEvent.Withdraw)
            ? new Refusal("application-not-in-hand", "Cette candidature n’est pas en cours d’examen : il n’y a rien à transmettre ni à clore.")
            : null;

    /// <summary>Whether the idea may go to somebody who has it too.</summary>
    /// <param name="actorId">See <see cref="MaySettleDeparture"/>.</param>
    /// <param name="coApplicantId">To whom.</param>
    public Refusal? MayPassOn(Guid actorId, Guid coApplicantId) => MaySettleDeparture(actorId)
        ?? (coApplicants.Exists(co => co.Id == coApplicantId && co.IsAccepted)
            ? null
            : new Refusal("co-applicant-not-accepted", "Cette personne ne porte pas, ou plus, cette candidature : elle ne peut pas lui être transmise. Choisissez dans la liste."));

    /// <summary>The idea goes to somebody who has it too; who had it no longer does.</summary>
    /// <returns>Who has it now.</returns>
    public Guid PassOn(Guid actorId, Guid coApplicantId)
    {
        BrokenRuleException.ThrowIf(MayPassOn(actorId, coApplicantId));
        var next = coApplicants.Find(co => co.Id == coApplicantId)!;
        coApplicants.Remove(next);
        ApplicantId = next.PersonId!.Value;
        return ApplicantId;
    }

    /// <summary>Nobody takes the idea over: it is closed, as if it were withdrawn.</summary>
    /// <param name="actorId">See <see cref="MaySettleDeparture"/>.</param>
    /// <param name="reason">Given in the letter; compulsory.</param>
    public void CloseForDeparture(Guid actorId, string reason)
    {
        BrokenRuleException.ThrowIf(MaySettleDeparture(actorId));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, ApplicationEvent.Withdraw);
        DecisionReason = reason;
    }
}
