using Fabrique.Domain.People;

namespace Fabrique.Web.Features.Organisation.Sources;

/// <summary>What of a source is not understood, or cannot be.</summary>
/// <param name="Source">Which: « Unités », « Personnes ».</param>
/// <param name="Line">In the file, from 1; null when it is about no line.</param>
/// <param name="Reason">A French sentence.</param>
public sealed record SourceProblem(string Source, int? Line, string Reason)
{
    public override string ToString() => Line is { } line ? $"{Source}, ligne {line}\u00a0: {Reason}" : $"{Source}\u00a0: {Reason}";
}

/// <summary>A unit, and where its source speaks of it.</summary>
public sealed record UnitLine(int? Line, UnitSheet Sheet);

/// <summary>A person, and where the source speaks of them.</summary>
/// <param name="Line">In the file, from 1.</param>
/// <param name="Email">Their address.</param>
/// <param name="UnitCode">Code of their unit; null to leave it as it is.</param>
/// <param name="Manager">Address of their line manager, or <see cref="Nobody"/>; null to leave it as it is.</param>
/// <param name="IsActive">Whether their account is active; null to leave it as it is.</param>
public sealed record PersonLine(int? Line, string Email, string? UnitCode, string? Manager, bool? IsActive = null)
{
    public const string Nobody = "-";
}

/// <summary>What was read, wherever it comes from.</summary>
public sealed record OrganisationInput
{
    public const string UnitsSource = "Unités";
    public const string PeopleSource = "Personnes";

    /// <summary>All the units that there are; null when the source says nothing of units.</summary>
    public IReadOnlyList<UnitLine>? Units { get; init; }

    /// <summary>Some people; null when the source says nothing of people.</summary>
    public IReadOnlyList<PersonLine>? People { get; init; }

    public IReadOnlyList<SourceProblem> Problems { get; init; } = [];

    /// <summary>Reads two files, either of which may be missing.</summary>
    public static OrganisationInput Read(byte[]? units, byte[]? people)
    {
        var problems = new List<SourceProblem>();
        return new OrganisationInput
        {
            Units = units is null ? null : UnitsFile.Read(units, problems),
            People = people is null ? null : PeopleFile.Read(people, problems),
            Problems = problems,
        };
    }
}
