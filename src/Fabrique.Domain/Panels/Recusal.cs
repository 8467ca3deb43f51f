namespace Fabrique.Domain.Panels;

public enum RecusalOrigin
{
    /// <summary>By the person.</summary>
    Declared,

    /// <summary>By whoever conducts or runs the panel.</summary>
    Imposed,

    /// <summary>From facts: it is their own case.</summary>
    Inferred,
}

/// <summary>
/// « Déport » : a person has no part in an item of a panel. One at a time for a person and an item; one that was withdrawn stays. It binds the person, not the seat: neither the
/// member of whom they are the substitute nor their own substitute. Why is for those who conduct the panel alone.
/// </summary>
public sealed class Recusal : IAggregate
{
    public const int ReasonLength = 2000;

    private Recusal()
    {
    }

    public Guid Id { get; private init; }

    public Guid PanelId { get; private init; }

    public Guid PersonId { get; private init; }

    /// <summary>Code of the kind of thing judged: <see cref="Subject.Kind"/>.</summary>
    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    public RecusalOrigin Origin { get; private init; }

    public ConflictKind Conflict { get; private init; }

    /// <summary>Confidential; empty when a person declares one without saying more than its kind.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Null when it was inferred.</summary>
    public Guid? EnteredById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime EnteredAt { get; private init; }

    /// <summary>UTC; null as long as it holds.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public Guid? WithdrawnById { get; private set; }

    public string? WithdrawalReason { get; private set; }

    public int Version { get; private set; }

    public bool IsInForce => WithdrawnAt is null;

    /// <summary>Why a recusal cannot be entered; null when it can.</summary>
    /// <param name="panel">Which.</param>
    /// <param name="personId">Who has no part.</param>
    /// <param name="item">In what.</param>
    /// <param name="reason">Compulsory when it is imposed.</param>
    /// <param name="enteredById">The person, or whoever conducts or runs the panel.</param>
    /// <param name="existing">Those of the panel.</param>
    /// <param name="isRun">Whether whoever enters it runs panels, without being of this one.</param>
    public static Refusal? MayBeEntered(Panel panel, Guid personId, Subject item, string reason, Guid enteredById, Recusals existing, bool isRun = false) =>
        enteredById != personId && !isRun && !panel.IsConductedBy(enteredById)
            ? new Refusal("recusal-not-yours", "Seules la présidence, le secrétariat et les personnes qui organisent l’instance imposent un déport à quelqu’un d’autre.")
        : existing.Excludes(personId, item) ? new Refusal("recusal-already-entered", "Un déport est déjà enregistré pour cette personne et ce point.")
        : enteredById != personId && string.IsNullOrWhiteSpace(reason) ? new Refusal("recusal-unexplained", "Dites pourquoi ce déport est imposé\u00a0: la personne le lira.")
        : null;

    public static Recusal Enter(Guid id, Panel panel, Guid personId, Subject item, ConflictKind conflict, string reason, Guid enteredById, Recusals existing, DateTime now, bool isRun = false)
    {
        BrokenRuleException.ThrowIf(MayBeEntered(panel, personId, item, reason, enteredById, existing, isRun));
        Limits.ThrowIfLonger(reason, ReasonLength);
        return Of(id, panel, personId, item, enteredById == personId ? RecusalOrigin.Declared : RecusalOrigin.Imposed, conflict, reason, enteredById, now);
    }

    /// <summary>Nobody judges their own case: that of somebody who brings the item, alone or with others. It is never withdrawn.</summary>
    /// <returns>Null when the person is recused already.</returns>
    public static Recusal? Infer(Guid id, Panel panel, Guid personId, Subject item, ConflictKind conflict, Recusals existing, DateTime now)
    {
        if (conflict is not (ConflictKind.Applicant or ConflictKind.CoApplicant))
        {
            throw new ArgumentException("Only one's own case is inferred: anything else is hinted.", nameof(conflict));
        }

        return existing.Excludes(personId, item) ? null : Of(id, panel, personId, item, RecusalOrigin.Inferred, conflict, "", enteredById: null, now);
    }

    /// <summary>Why it cannot be withdrawn; null when it can: nobody brings themselves back in, not even from a recusal that they declared.</summary>
    /// <param name="panel">Its panel.</param>
    /// <param name="reason">Why; compulsory.</param>
    /// <param name="withdrawnById">Whoever conducts or runs the panel, and is not the person.</param>
    /// <param name="isRun">Whether they run panels, without being of this one.</param>
    public Refusal? MayBeWithdrawn(Panel panel, string reason, Guid withdrawnById, bool isRun = false) =>
        !IsInForce ? new Refusal("recusal-already-withdrawn", "Ce déport est déjà levé.")
        : Origin is RecusalOrigin.Inferred ? new Refusal("own-case", "Cette personne porte la proposition\u00a0: elle n’en juge pas.")
        : withdrawnById == PersonId || (!isRun && !panel.IsConductedBy(withdrawnById))
            ? new Refusal("recusal-not-yours", "Un déport est levé par la présidence, le secrétariat ou les personnes qui organisent l’instance, jamais par la personne elle-même.")
        : string.IsNullOrWhiteSpace(reason) ? new Refusal("recusal-withdrawal-unexplained", "Dites pourquoi ce déport est levé.")
        : null;

    /// <summary>Withdraws it: what the person had scored is reopened (<see cref="Assessment.Reopen"/>), what was voted meanwhile stays.</summary>
    public void Withdraw(Panel panel, string reason, Guid withdrawnById, DateTime now, bool isRun = false)
    {
        BrokenRuleException.ThrowIf(MayBeWithdrawn(panel, reason, withdrawnById, isRun));
        Limits.ThrowIfLonger(reason, ReasonLength);
        (WithdrawnAt, WithdrawnById, WithdrawalReason) = (now, withdrawnById, reason);
    }

    private static Recusal Of(Guid id, Panel panel, Guid personId, Subject item, RecusalOrigin origin, ConflictKind conflict, string reason, Guid? enteredById, DateTime now) => new()
    {
        Id = id,
        PanelId = panel.Id,
        PersonId = personId,
        ItemKind = item.Kind,
        ItemId = item.Id,
        Origin = origin,
        Conflict = conflict,
        Reason = reason,
        EnteredById = enteredById,
        EnteredAt = now,
    };
}

/// <summary>
/// The recusals of a panel that hold. <see cref="Excludes"/> alone decides who counts for an item: access, assessments, averages, presence, quorum and votes all ask it.
/// </summary>
public sealed class Recusals
{
    private readonly HashSet<(Guid PersonId, Subject Item)> inForce;

    public Recusals(IEnumerable<Recusal> recusals) =>
        inForce = [.. recusals.Where(recusal => recusal.IsInForce).Select(recusal => (recusal.PersonId, recusal.Item))];

    public static Recusals None { get; } = new([]);

    /// <summary>Whether a person has no part in an item: they neither read it, nor score it, nor vote on it, nor are there for it, and what they scored is nowhere in a figure.</summary>
    public bool Excludes(Guid personId, Subject item) => inForce.Contains((personId, item));
}
