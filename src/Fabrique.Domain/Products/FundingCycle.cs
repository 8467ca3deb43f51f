namespace Fabrique.Domain.Products;

public enum CycleStatus
{
    InProgress,
    Renewed,
    Stopped,
}

/// <summary>« Cycle », of six months unless the procedure says otherwise: a financing period, closed by a checkpoint's decision.</summary>
public sealed class FundingCycle
{
    public const int ReasonLength = 2000;
    public const int UsualMonths = 6;
    public const int MostMonths = 36;

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

    /// <summary>How long it lasts.</summary>
    public int Months => Enumerable.Range(1, MostMonths).First(months => months == MostMonths || StartsOn.AddMonths(months) > EndsOn);

    public CycleStatus Status { get; private set; }

    public string? DecisionReason { get; private set; }

    public Guid? DecidedById { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why a cycle cannot last so long, in French, as a sentence goes on; null when it can.</summary>
    public static string? ProblemOfMonths(int months) => months is < 1 or > MostMonths ? $"un cycle dure de 1 à {MostMonths} mois, pas {months}" : null;

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
