namespace Fabrique.Domain.Products;

public enum MissionRole
{
    Intrapreneur,
    Coach,
    Developer,
}

/// <summary>A person's part in a product's team, dated.</summary>
public sealed class Mission
{
    internal Mission(Guid id, Guid productId, Guid staffMemberId, MissionRole role, DateOnly startsOn)
    {
        Id = id;
        ProductId = productId;
        StaffMemberId = staffMemberId;
        Role = role;
        StartsOn = startsOn;
    }

    private Mission()
    {
    }

    public Guid Id { get; private init; }

    public Guid ProductId { get; private init; }

    public Guid StaffMemberId { get; private init; }

    public MissionRole Role { get; private init; }

    public DateOnly StartsOn { get; private init; }

    /// <summary>Last day, included; null while the mission goes on.</summary>
    public DateOnly? EndsOn { get; private set; }

    // A mission that ends before its first day keeps that day.
    internal void End(DateOnly day) => EndsOn ??= day < StartsOn ? StartsOn : day;
}
