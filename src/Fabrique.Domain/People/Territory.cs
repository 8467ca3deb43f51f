using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.People;

/// <summary>A département or a région, by the code of INSEE: <c>67</c>, <c>2A</c>, <c>974</c>; a région's code follows an R, for both have a 44: <c>R44</c>.</summary>
public sealed partial record Territory
{
    public const int CodeLength = 4;

    private const char RegionMark = 'R';

    private Territory(bool isRegion, string code) => (IsRegion, Code) = (isRegion, code);

    public bool IsRegion { get; }

    /// <summary>INSEE's, without the R.</summary>
    public string Code { get; }

    /// <summary>Those of an overseas région are its département's. A région of the mainland has the mainland's: its seat is told by a département.</summary>
    public HolidayTerritory Holidays => HolidayTerritories.OfDepartment(Department ?? "");

    /// <summary>IANA name.</summary>
    public string TimeZone => Department switch
    {
        "971" or "977" or "978" => "America/Guadeloupe",
        "972" => "America/Martinique",
        "973" => "America/Cayenne",
        "974" => "Indian/Reunion",
        "975" => "America/Miquelon",
        "976" => "Indian/Mayotte",
        "986" => "Pacific/Wallis",
        "987" => "Pacific/Tahiti",
        "988" => "Pacific/Noumea",
        _ => "Europe/Paris",
    };

    // Overseas, a région has one département, and collectivities write their own code in both places.
    private string? Department => !IsRegion ? Code : Code switch
    {
        "01" => "971",
        "02" => "972",
        "03" => "973",
        "04" => "974",
        "06" => "976",
        { Length: 3 } => Code,
        _ => null,
    };

    /// <summary>Reads a code, in either case. Whether it exists is for whoever has the list.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Territory? territory)
    {
        var code = text.Trim().ToUpperInvariant();
        territory = DepartmentCode().IsMatch(code) ? new Territory(isRegion: false, code)
            : RegionCode().IsMatch(code) ? new Territory(isRegion: true, code[1..])
            : null;
        return territory is not null;
    }

    /// <exception cref="FormatException">It is not a code.</exception>
    public static Territory Parse(string text) => TryParse(text, out var territory) ? territory : throw new FormatException($"« {text} » is no territory.");

    public override string ToString() => IsRegion ? RegionMark + Code : Code;

    [GeneratedRegex("^(?:[0-9]{2}|2[AB]|9[78][0-9])$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DepartmentCode();

    [GeneratedRegex("^R[0-9]{2,3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RegionCode();
}
