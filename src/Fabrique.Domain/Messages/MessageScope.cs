namespace Fabrique.Domain.Messages;

/// <summary>Where a text of a message holds. Several may hold for one mail: the one with the highest <see cref="Precision"/> does.</summary>
/// <param name="Procedure">Identifier of the definition that writes it; empty for all.</param>
/// <param name="Step">Identifier of the activity of that definition which writes it, or which asked for the task; empty for all.</param>
/// <param name="Cases">Some cases, as <see cref="OfCases"/> writes them: those of one call, say; empty for all.</param>
public sealed record MessageScope(string Procedure, string Step = "", string Cases = "")
{
    public const int StepLength = 200;
    public const int CasesLength = 81;

    private const char Separator = ':';

    public static MessageScope Everywhere { get; } = new("");

    public bool IsEverywhere => this == Everywhere;

    /// <summary>A step for some cases, then some cases, then a step, then a procedure, then everywhere.</summary>
    public int Precision => (Cases.Length > 0 ? 4 : 0) + (Step.Length > 0 ? 2 : 0) + (Procedure.Length > 0 ? 1 : 0);

    /// <summary>Whether what is written here holds wherever the other does, unless something more precise does.</summary>
    public bool Covers(MessageScope other) =>
        (Procedure.Length == 0 || Procedure == other.Procedure) && (Step.Length == 0 || Step == other.Step) && (Cases.Length == 0 || Cases == other.Cases);

    /// <summary>Of what people chose: cases alone hold in all procedures, and a step is one of a procedure.</summary>
    public static MessageScope Of(string? procedure, string? step, string? cases) =>
        new(string.IsNullOrEmpty(cases) || !string.IsNullOrEmpty(step) ? procedure ?? "" : "", string.IsNullOrEmpty(procedure) ? "" : step ?? "", cases ?? "");

    /// <summary>Names some cases.</summary>
    /// <param name="kind">Code of the scope that a kind of subject brings.</param>
    /// <param name="key">Of what is chosen.</param>
    public static string OfCases(string kind, Guid key) => $"{kind}{Separator}{key:D}";

    /// <summary>What <see cref="OfCases"/> wrote.</summary>
    /// <returns>False when it wrote none of it.</returns>
    public static bool TryReadCases(string cases, out string kind, out Guid key)
    {
        var at = cases.IndexOf(Separator, StringComparison.Ordinal);
        kind = at < 0 ? "" : cases[..at];
        return Guid.TryParse(at < 0 ? "" : cases.AsSpan(at + 1), out key);
    }
}
