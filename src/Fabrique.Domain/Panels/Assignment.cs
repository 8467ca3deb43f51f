namespace Fabrique.Domain.Panels;

public enum AssignmentOrigin
{
    ByHand,
    Drawn,
}

/// <summary>An item that somebody is to assess. One for a person and an item of a panel; one that was withdrawn stays.</summary>
public sealed class Assignment : IAggregate
{
    public const int ReasonLength = 500;

    private Assignment()
    {
    }

    public Guid Id { get; private init; }

    public Guid PanelId { get; private init; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    /// <summary>« Rapporteur » : who assesses it.</summary>
    public Guid ReviewerId { get; private init; }

    public AssignmentOrigin Origin { get; private init; }

    /// <summary>From which it was drawn; null when it was not.</summary>
    public long? Seed { get; private init; }

    public Guid AssignedById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime AssignedAt { get; private init; }

    /// <summary>UTC; null as long as it holds.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public string? WithdrawalReason { get; private set; }

    public int Version { get; private set; }

    public bool IsInForce => WithdrawnAt is null;

    /// <summary>Why an item cannot be assigned by hand; null when it can.</summary>
    /// <param name="panel">Which.</param>
    /// <param name="item">What.</param>
    /// <param name="reviewerId">To whom: a member who votes or advises.</param>
    /// <param name="recusals">Those of the panel.</param>
    /// <param name="existing">What the person is assigned already.</param>
    /// <param name="day">In Paris.</param>
    public static Refusal? MayBeMade(Panel panel, Subject item, Guid reviewerId, Recusals recusals, IEnumerable<Assignment> existing, DateOnly day) =>
        !(Participation.Of(panel, recusals, reviewerId, item, day) with { IsRecused = false }).MayScore
            ? new Refusal("assignment-not-a-reviewer", "Cette personne n’évalue pas dans cette instance.")
        : recusals.Excludes(reviewerId, item) ? new Refusal("assignment-recused", "Cette personne s’est retirée de ce point\u00a0: confiez-le à quelqu’un d’autre.")
        : existing.Any(assignment => assignment.IsInForce && assignment.Item == item && assignment.ReviewerId == reviewerId)
            ? new Refusal("assignment-already-made", "Cette personne évalue déjà ce point.")
            : null;

    /// <param name="id">Its identifier.</param>
    /// <param name="panelId">Whose.</param>
    /// <param name="item">What.</param>
    /// <param name="reviewerId">To whom.</param>
    /// <param name="seed">From which it was drawn; null when it was chosen.</param>
    /// <param name="assignedById">Who assigns, or has it drawn.</param>
    /// <param name="now">UTC.</param>
    public static Assignment Make(Guid id, Guid panelId, Subject item, Guid reviewerId, long? seed, Guid assignedById, DateTime now) => new()
    {
        Id = id,
        PanelId = panelId,
        ItemKind = item.Kind,
        ItemId = item.Id,
        ReviewerId = reviewerId,
        Origin = seed is null ? AssignmentOrigin.ByHand : AssignmentOrigin.Drawn,
        Seed = seed,
        AssignedById = assignedById,
        AssignedAt = now,
    };

    /// <summary>It is no longer for that person: absent, recused, removed. The first reason stays.</summary>
    public void Withdraw(string reason, DateTime now)
    {
        Limits.ThrowIfLonger(reason, ReasonLength);
        if (IsInForce)
        {
            (WithdrawnAt, WithdrawalReason) = (now, reason);
        }
    }
}
