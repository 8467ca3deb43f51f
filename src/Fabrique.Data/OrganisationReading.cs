namespace Fabrique.Data;

/// <summary>What became of the last reading of a source of the organisation. Of two who change the organisation at once, one is refused and begins again.</summary>
public sealed class OrganisationReading
{
    public const int SourceLength = 20;
    public const int ErrorLength = 4000;

    /// <summary>The organisation itself, whoever changes it.</summary>
    public const string Tree = "tree";

    /// <summary>What the configuration names.</summary>
    public const string Sources = "sources";

    /// <summary>One of the above.</summary>
    public required string Source { get; init; }

    /// <summary>When it was last read, or changed, UTC.</summary>
    public DateTime At { get; private set; }

    /// <summary>Not to be read again before, UTC; null when nothing reads it by itself.</summary>
    public DateTime? NextAt { get; private set; }

    /// <summary>Since when it cannot be followed, UTC; null when it is.</summary>
    public DateTime? FailedSince { get; private set; }

    /// <summary>Why, in French.</summary>
    public string? Error { get; private set; }

    /// <summary>Readings that failed since <see cref="FailedSince"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>Counts the changes of this row: its concurrency token.</summary>
    public int Revision { get; private set; }

    public static OrganisationReading Begin(string source) => new() { Source = source };

    /// <summary>It was read, and what it says is so.</summary>
    public void Succeed(DateTime now, DateTime? nextAt)
    {
        (At, NextAt, FailedSince, Error, Attempts) = (now, nextAt, null, null, 0);
        Revision++;
    }

    /// <summary>It cannot be followed: nothing was changed.</summary>
    public void Fail(string error, DateTime now, DateTime? nextAt)
    {
        (At, NextAt, FailedSince) = (now, nextAt, FailedSince ?? now);
        Error = error.Length <= ErrorLength ? error : $"{error.AsSpan(0, ErrorLength - 1)}…";
        Attempts++;
        Revision++;
    }

    /// <summary>It is read again as soon as possible.</summary>
    public void TryNow(DateTime now)
    {
        NextAt = now;
        Revision++;
    }
}
