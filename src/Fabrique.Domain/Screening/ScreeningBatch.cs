namespace Fabrique.Domain.Screening;

/// <summary>« Traitement par lot »: one thing done to many applications, each in its own transaction.</summary>
public sealed class ScreeningBatch : IAggregate
{
    public const int ActionLength = 60;
    public const int TitleLength = 200;
    public const int ParametersLength = 8000;
    public const int ReturnToLength = 1200;

    /// <summary>Applications of one batch.</summary>
    public const int Most = 500;

    private readonly List<BatchLine> lines = [];

    private ScreeningBatch()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Code of what is done.</summary>
    public string Action { get; private init; } = "";

    /// <summary>What is done, in French: « Ajouter l’étiquette « À relancer » ».</summary>
    public string Title { get; private init; } = "";

    /// <summary>What was chosen in the form of the action, by name of the field.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Guid StartedById { get; private init; }

    public DateTime StartedAt { get; private init; }

    /// <summary>UTC; null as long as a line is to be done.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>The list that it was asked from.</summary>
    public string ReturnTo { get; private init; } = "";

    public int Version { get; private set; }

    /// <summary>In order; none unless they were read.</summary>
    public IReadOnlyList<BatchLine> Lines => [.. lines.OrderBy(line => line.Rank)];

    /// <summary>Whether so many may be done at once.</summary>
    public static Refusal? MayHold(int count) => count switch
    {
        0 => new Refusal("batch-empty", "Cochez au moins une candidature."),
        > Most => new Refusal("batch-too-many", $"Un traitement par lot porte sur {Most} candidatures au plus, et vous en demandez {count} : resserrez les filtres, rien n’a été fait."),
        _ => null,
    };

    public static ScreeningBatch Start(Guid id, string action, string title, IReadOnlyDictionary<string, string> parameters, IReadOnlyCollection<Guid> applicationIds, Guid startedById, string returnTo, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayHold(applicationIds.Count));
        var batch = new ScreeningBatch
        {
            Id = id,
            Action = action,
            Title = Texts.Clip(title, TitleLength),
            Parameters = parameters,
            StartedById = startedById,
            StartedAt = now,
            ReturnTo = returnTo,
        };
        batch.lines.AddRange(applicationIds.Select((applicationId, rank) => new BatchLine(id, rank, applicationId)));
        return batch;
    }

    /// <summary>Every line is told.</summary>
    public void End(DateTime now) => EndedAt ??= now;
}

public enum BatchLineStatus
{
    Pending,
    Done,
    Refused,
}

/// <summary>One application of a batch, and what became of it.</summary>
public sealed class BatchLine
{
    public const int SentenceLength = 500;

    private BatchLine()
    {
    }

    internal BatchLine(Guid batchId, int rank, Guid applicationId) => (BatchId, Rank, ApplicationId) = (batchId, rank, applicationId);

    public Guid BatchId { get; private init; }

    /// <summary>From 0, as they were in the list.</summary>
    public int Rank { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>A token too: of two who do it at once, one writes nothing.</summary>
    public BatchLineStatus Status { get; private set; }

    /// <summary>Why not, or what there was to know; empty when it is simply done.</summary>
    public string Sentence { get; private set; } = "";

    public DateTime? SettledAt { get; private set; }

    /// <param name="isDone">Whether it is done; refused otherwise.</param>
    /// <param name="sentence">See <see cref="Sentence"/>.</param>
    /// <param name="now">UTC.</param>
    public void Settle(bool isDone, string sentence, DateTime now)
    {
        if (Status is BatchLineStatus.Pending)
        {
            (Status, Sentence, SettledAt) = (isDone ? BatchLineStatus.Done : BatchLineStatus.Refused, Texts.Clip(sentence, SentenceLength), now);
        }
    }
}
