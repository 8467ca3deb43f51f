namespace Fabrique.Domain.Panels;

/// <summary>« Qualité » : what a member of a panel does there.</summary>
public enum Capacity
{
    /// <summary>« Voix délibérative ».</summary>
    Voting,

    /// <summary>« Voix consultative » : scores and speaks, does not vote.</summary>
    Advisory,

    /// <summary>Attends.</summary>
    Observer,
}

/// <summary>A person in a panel, from a day on, until they are removed. Somebody who comes back has another one.</summary>
public sealed class PanelMember
{
    public const int CompetenceLength = 40;
    public const int MostCompetences = 10;

    private PanelMember()
    {
    }

    internal PanelMember(Guid panelId, int number, Guid personId, Capacity capacity, DateOnly from) =>
        (PanelId, Number, PersonId, Capacity, From) = (panelId, number, personId, capacity, from);

    public Guid PanelId { get; private init; }

    /// <summary>From 1, in the order in which they came.</summary>
    public int Number { get; private init; }

    public Guid PersonId { get; private init; }

    public Capacity Capacity { get; private init; }

    /// <summary>First day, Paris.</summary>
    public DateOnly From { get; private init; }

    /// <summary>First day, Paris, on which they no longer are; null as long as they are.</summary>
    public DateOnly? RemovedFrom { get; private set; }

    public string? RemovalReason { get; private set; }

    public Guid? RemovedById { get; private set; }

    /// <summary>When it was recorded, UTC.</summary>
    public DateTime? RemovedAt { get; private set; }

    /// <summary>What they know, in words that the panel chooses: « eau », « données ».</summary>
    public IReadOnlyList<string> Competences { get; private set; } = [];

    public bool IsInOfficeOn(DateOnly day) => From <= day && (RemovedFrom is null || day < RemovedFrom);

    internal void Qualify(IReadOnlyList<string> competences) => Competences = [.. competences];

    internal void Remove(DateOnly from, string reason, Guid removedById, DateTime now) =>
        (RemovedFrom, RemovalReason, RemovedById, RemovedAt) = (from, reason, removedById, now);
}

/// <summary>« Suppléance » in a panel: over a period, who sits in the place of a member who is not there.</summary>
public sealed class PanelDelegation
{
    private PanelDelegation()
    {
    }

    internal PanelDelegation(Guid panelId, int number, Guid delegatorId, Guid substituteId, DateOnly from, DateOnly until, Guid enteredById, DateTime enteredAt) =>
        (PanelId, Number, DelegatorId, SubstituteId, From, Until, EnteredById, EnteredAt) = (panelId, number, delegatorId, substituteId, from, until, enteredById, enteredAt);

    public Guid PanelId { get; private init; }

    /// <summary>From 1, in the order in which they were entered.</summary>
    public int Number { get; private init; }

    /// <summary>The member who is away.</summary>
    public Guid DelegatorId { get; private init; }

    public Guid SubstituteId { get; private init; }

    /// <summary>First day, Paris.</summary>
    public DateOnly From { get; private init; }

    /// <summary>Last day, Paris, included.</summary>
    public DateOnly Until { get; private init; }

    public Guid EnteredById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime EnteredAt { get; private init; }

    /// <summary>When it was ended before its last day, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    public Guid? EndedById { get; private set; }

    public bool IsActiveOn(DateOnly day) => EndedAt is null && From <= day && day <= Until;

    internal void End(Guid endedById, DateTime now) => (EndedAt, EndedById) = (now, endedById);
}
