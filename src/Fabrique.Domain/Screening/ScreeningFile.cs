namespace Fabrique.Domain.Screening;

/// <summary>What the team notes beside an application to share the work: who sees to it, and its labels. Apart from the application, whose own version the team’s sorting leaves as it is.</summary>
public sealed class ScreeningFile : IAggregate
{
    public const int MostLabels = 10;

    private readonly List<AppliedLabel> labels = [];

    private ScreeningFile()
    {
    }

    /// <summary>That of the application.</summary>
    public Guid Id { get; private init; }

    /// <summary>Who of the team sees to it; null when nobody does.</summary>
    public Guid? AssigneeId { get; private set; }

    /// <summary>UTC; null when nobody does.</summary>
    public DateTime? AssignedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>From the first put.</summary>
    public IReadOnlyList<AppliedLabel> Labels => [.. labels.OrderBy(label => label.AddedAt)];

    public static ScreeningFile Open(Guid applicationId) => new() { Id = applicationId };

    /// <summary>Gives it to somebody, or to nobody.</summary>
    /// <returns>Whether that changes anything.</returns>
    public bool Assign(Guid? personId, DateTime now)
    {
        if (AssigneeId == personId)
        {
            return false;
        }

        (AssigneeId, AssignedAt) = (personId, personId is null ? null : now);
        return true;
    }

    public bool Bears(Guid labelId) => labels.Exists(label => label.LabelId == labelId);

    public Refusal? MayBear(Guid labelId) => !Bears(labelId) && labels.Count >= MostLabels
        ? new Refusal("labels-too-many", $"Une candidature porte {MostLabels} étiquettes au plus : retirez-en une d’abord.")
        : null;

    /// <returns>Whether that changes anything.</returns>
    public bool Put(Guid labelId, Guid byId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBear(labelId));
        if (Bears(labelId))
        {
            return false;
        }

        labels.Add(new AppliedLabel(Id, labelId, byId, now));
        return true;
    }

    /// <returns>Whether that changes anything.</returns>
    public bool TakeOff(Guid labelId) => labels.RemoveAll(label => label.LabelId == labelId) > 0;
}

/// <summary>A label on an application.</summary>
public sealed class AppliedLabel
{
    private AppliedLabel()
    {
    }

    internal AppliedLabel(Guid applicationId, Guid labelId, Guid addedById, DateTime addedAt) => (ApplicationId, LabelId, AddedById, AddedAt) = (applicationId, labelId, addedById, addedAt);

    public Guid ApplicationId { get; private init; }

    public Guid LabelId { get; private init; }

    public Guid AddedById { get; private init; }

    public DateTime AddedAt { get; private init; }
}
