namespace Fabrique.Domain.Applications;

public enum OpinionVerdict
{
    Favourable,
    FavourableWithReservation,
    Unfavourable,
}

/// <summary>« Avis » of a director on an application.</summary>
public sealed class Opinion
{
    public const int CommentLength = 2000;

    internal Opinion(Guid id, Guid applicationId, Guid directorId, OpinionVerdict verdict, string comment, DateTime givenAt, Guid? givenById)
    {
        Id = id;
        ApplicationId = applicationId;
        DirectorId = directorId;
        Verdict = verdict;
        Comment = comment;
        GivenAt = givenAt;
        GivenById = givenById;
    }

    private Opinion()
    {
    }

    /// <summary>A reservation or an unfavourable opinion is explained.</summary>
    public static Refusal? MayBeGiven(OpinionVerdict verdict, string comment) =>
        verdict is not OpinionVerdict.Favourable && string.IsNullOrWhiteSpace(comment)
            ? new Refusal("opinion-unexplained", "Expliquez votre réserve ou votre avis défavorable : l’équipe de la Fabrique en a besoin pour décider.")
            : null;

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>Whose opinion it is.</summary>
    public Guid DirectorId { get; private init; }

    public OpinionVerdict Verdict { get; private init; }

    public string Comment { get; private init; } = "";

    public DateTime GivenAt { get; private init; }

    /// <summary>Who gave it in the director's place; null when they gave it themselves.</summary>
    public Guid? GivenById { get; private init; }
}
