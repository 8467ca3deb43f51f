namespace Fabrique.Domain.Products;

public enum CycleStatus
{
    InProgress,
    Renewed,
    Stopped,
}

/// <summary>« Cycle de six mois »: a financing period, closed by a checkpoint's decision.</summary>
public sealed class FundingCycle
{
    public const int ReasonLength = 2000;

    internal FundingCycle(Guid id, Guid productId, int number, DateOnly startsOn, DateOnly endsOn)
    {
        Id = id;
        ProductId = productId;
        Number = number;
        StartsOn = startsOn;
        EndsOn = endsOn;
    }

    private FundingCycle()
    {
    }

    public Guid Id { get; private init; }

    public Guid ProductId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    public DateOnly StartsOn { get; private init; }

    /// <summary>Last day, included.</summary>
    public DateOnly EndsOn { get; private init; }

    public CycleStatus Status { get; private set; }

    public string? DecisionReason { get; private set; }

    public Guid? DecidedById { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    internal void Close(CycleStatus status, string reason, Guid decidedById, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = status;
        DecisionReason = reason;
        DecidedById = decidedById;
        DecidedAt = now;
    }
}
