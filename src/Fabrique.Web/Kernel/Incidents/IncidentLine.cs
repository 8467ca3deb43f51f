namespace Fabrique.Web.Kernel.Incidents;

/// <summary>A kind of incident.</summary>
/// <param name="Code">In addresses, rows and measures: lower case, without spaces; it never changes.</param>
/// <param name="Label">French, of many: « Messages non partis ».</param>
public sealed record IncidentKind(string Code, string Label);

/// <summary>Something that failed and waits for somebody, as the rows where it happened tell it.</summary>
public sealed record IncidentLine
{
    /// <summary>Code of its kind.</summary>
    public required string Source { get; init; }

    /// <summary>Which one, among those of its kind.</summary>
    public required string Key { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>What it is about, as correlation ids write it; null when about nothing that is known.</summary>
    public required string? Subject { get; init; }

    /// <summary>What its kind needs to tell it; the whole cause in French once it is closed.</summary>
    public required string? What { get; init; }

    /// <summary>What the last attempt ended on.</summary>
    public required string? Error { get; init; }

    /// <summary>How often it was tried; 0 where that was not noted.</summary>
    public required int Attempts { get; init; }

    /// <summary>How it is named in a form: its kind and its key.</summary>
    public string Name => $"{Source}/{Key}";
}

/// <summary>How a line reads.</summary>
/// <param name="Cause">What does not happen, in a French sentence.</param>
/// <param name="Advice">What to do about it, in French.</param>
/// <param name="Href">Path of the page that shows it; null when there is none.</param>
public sealed record IncidentText(string Cause, string Advice, string? Href = null);

/// <summary>Why an incident is closed.</summary>
/// <param name="At">When it was, UTC.</param>
/// <param name="By">Name of whoever did it.</param>
/// <param name="Reason">As they wrote it.</param>
public sealed record IncidentClosing(DateTime At, string By, string Reason);
