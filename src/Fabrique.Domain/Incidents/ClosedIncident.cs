namespace Fabrique.Domain.Incidents;

/// <summary>
/// « Incident clos »: something that failed, and that somebody decided not to have done again. It holds what was known of it then, since whatever failed may be
/// gone from where it was.
/// </summary>
public sealed class ClosedIncident
{
    public const int SourceLength = 40;
    public const int KeyLength = 200;
    public const int SubjectLength = 100;
    public const int CauseLength = 500;
    public const int ErrorLength = 2000;
    public const int ReasonLength = 1000;

    public required Guid Id { get; init; }

    /// <summary>Code of the kind of incident.</summary>
    public required string Source { get; init; }

    /// <summary>Which one, among those of its kind.</summary>
    public required string Key { get; init; }

    /// <summary>When it had failed, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>What it was about, as correlation ids write it; null when about nothing.</summary>
    public string? Subject { get; init; }

    /// <summary>What did not happen, in French.</summary>
    public required string Cause { get; init; }

    public string? Error { get; init; }

    public int Attempts { get; init; }

    /// <summary>Why it is given up, as whoever closed it wrote.</summary>
    public required string Reason { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ClosedAt { get; init; }

    /// <summary>Who closed it.</summary>
    public required Guid ClosedById { get; init; }
}
