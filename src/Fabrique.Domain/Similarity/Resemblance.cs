using Fabrique.Domain.Applications;

namespace Fabrique.Domain.Similarity;

/// <summary>What the team says of two ideas that are close.</summary>
public enum ResemblanceVerdict
{
    Same,
    Different,
}

/// <summary>« Rapprochement » : an application that is close to another, or to a product. Found by the machine, judged by the team; one that was judged stays judged.</summary>
public sealed class Resemblance : IAggregate
{
    public const int StemsLength = 400;

    /// <summary>Of one application at most, the closest first.</summary>
    public const int Most = 20;

    private Resemblance()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The lesser identifier, of two applications.</summary>
    public Guid ApplicationId { get; private init; }

    /// <summary>Null when it is close to a product.</summary>
    public Guid? OtherApplicationId { get; private init; }

    public Guid? ProductId { get; private init; }

    /// <summary>See <see cref="Neighbour.Score"/>.</summary>
    public double Score { get; private set; }

    /// <summary>The stems that bring them closest, the first most, between spaces.</summary>
    public string Stems { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTime FoundAt { get; private init; }

    /// <summary>Null as long as nobody said.</summary>
    public ResemblanceVerdict? Verdict { get; private set; }

    public Guid? JudgedById { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? JudgedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>Two applications, whichever comes first.</summary>
    public static Resemblance OfApplications(Guid id, Guid one, Guid other, DateTime now)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(one, other);
        return one.CompareTo(other) < 0
            ? new Resemblance { Id = id, ApplicationId = one, OtherApplicationId = other, FoundAt = now }
            : new Resemblance { Id = id, ApplicationId = other, OtherApplicationId = one, FoundAt = now };
    }

    public static Resemblance OfProduct(Guid id, Guid applicationId, Guid productId, DateTime now) => new() { Id = id, ApplicationId = applicationId, ProductId = productId, FoundAt = now };

    /// <summary>What the application is close to: another one, or a product.</summary>
    public Guid OtherThan(Guid applicationId) => ProductId ?? (ApplicationId == applicationId ? OtherApplicationId!.Value : ApplicationId);

    public bool IsOf(Guid applicationId) => ApplicationId == applicationId || OtherApplicationId == applicationId;

    /// <summary>How close they are found to be, the last time that they were compared.</summary>
    public void Measure(Neighbour neighbour) =>
        (Score, Stems) = (Math.Round(neighbour.Score, 4), Texts.Clip(string.Join(' ', neighbour.Stems), StemsLength));

    /// <summary>Why somebody may not say whether it is one idea; null when they may.</summary>
    /// <param name="verdict">What they would say.</param>
    /// <param name="actorId">Who.</param>
    /// <param name="applications">Those that it is about.</param>
    public Refusal? MayBeJudged(ResemblanceVerdict verdict, Guid actorId, IReadOnlyCollection<Application> applications) =>
        applications.Any(application => application.IsOwnCaseOf(actorId))
            ? new Refusal("own-case", "L’une de ces candidatures est la vôtre : c’est à quelqu’un d’autre de dire si l’idée est la même. Rien n’a été enregistré.")
            : Verdict == verdict
                ? new Refusal("resemblance-already-judged", "C’est déjà ce qui est enregistré sur ce rapprochement.")
                : null;

    public void Judge(ResemblanceVerdict verdict, Guid actorId, IReadOnlyCollection<Application> applications, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeJudged(verdict, actorId, applications));
        (Verdict, JudgedById, JudgedAt) = (verdict, actorId, now);
    }
}
