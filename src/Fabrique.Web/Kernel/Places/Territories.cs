using System.Diagnostics.CodeAnalysis;
using System.Text;
using Fabrique.Data;
using Fabrique.Domain.People;

namespace Fabrique.Web.Kernel.Places;

/// <param name="Code">INSEE's: <c>44</c>.</param>
/// <param name="Name">« Grand Est ».</param>
public sealed record Region(string Code, string Name);

/// <param name="Code">INSEE's: <c>67</c>, <c>2A</c>, <c>974</c>; collectivities of overseas are among them.</param>
/// <param name="Name">« Bas-Rhin ».</param>
/// <param name="RegionCode">Code of its région.</param>
public sealed record Department(string Code, string Name, string RegionCode);

/// <param name="Code">INSEE's: <c>67482</c>.</param>
/// <param name="Name">« Strasbourg ».</param>
/// <param name="DepartmentCode">Code of its département.</param>
public sealed record Commune(string Code, string Name, string DepartmentCode);

/// <summary>The régions, départements and communes of today, as INSEE names them (npm <c>@etalab/decoupage-administratif</c>, made into one file by the build).</summary>
public sealed class Territories
{
    private const string FileName = "territoires.tsv";

    private static readonly Lazy<Territories> Read = new(() => Load(File.ReadLines(Path.Combine(AppContext.BaseDirectory, FileName))));

    private readonly Dictionary<string, Region> regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Department> departments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Commune> communes = new(StringComparer.Ordinal);
    private readonly List<(string Plain, Commune Commune)> byName = [];

    private Territories()
    {
    }

    /// <summary>Those of the product; read the first time that somebody asks.</summary>
    public static Territories Known => Read.Value;

    public IReadOnlyCollection<Region> Regions => regions.Values;

    public IReadOnlyCollection<Department> Departments => departments.Values;

    public IReadOnlyCollection<Commune> Communes => communes.Values;

    /// <param name="lines"><c>R code name</c>, <c>D code name région</c> or <c>C code name département</c>, separated by tabs.</param>
    /// <exception cref="FormatException">A line is none of these.</exception>
    public static Territories Load(IEnumerable<string> lines)
    {
        var all = new Territories();
        foreach (var line in lines)
        {
            switch (line.Split('\t'))
            {
                case ["R", var code, var name]:
                    all.regions.Add(code, new Region(code, name));
                    break;
                case ["D", var code, var name, var region]:
                    all.departments.Add(code, new Department(code, name, region));
                    break;
                case ["C", var code, var name, var department]:
                    var commune = new Commune(code, name, department);
                    all.communes.Add(code, commune);
                    all.byName.Add((Plain(name), commune));
                    break;
                default:
                    throw new FormatException($"« {line} » is no territory.");
            }
        }

        all.byName.Sort((one, other) => (one.Plain.Length, one.Plain, one.Commune.Code).CompareTo((other.Plain.Length, other.Plain, other.Commune.Code)));
        return all;
    }

    /// <summary>Whether a territory exists.</summary>
    public bool Contains(Territory territory) => territory.IsRegion ? regions.ContainsKey(territory.Code) : departments.ContainsKey(territory.Code);

    /// <summary>« Bas-Rhin (67) », « Grand Est (région) »; its code when it no longer exists.</summary>
    public string NameOf(Territory territory) => territory.IsRegion
        ? regions.TryGetValue(territory.Code, out var region) ? $"{region.Name} (région)" : territory.ToString()
        : departments.TryGetValue(territory.Code, out var department) ? $"{department.Name} ({department.Code})" : territory.ToString();

    public bool TryFindDepartment(string code, [NotNullWhen(true)] out Department? department) => departments.TryGetValue(code, out department);

    /// <summary>The commune of a code of INSEE, which is no postal code; null when there is none.</summary>
    public Commune? FindCommune(string code) => communes.GetValueOrDefault(code);

    /// <summary>The communes whose name begins with a text, then those in which a word does; accents, case, hyphens and apostrophes do not count. The shortest names come first.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="most">How many, at most.</param>
    public IReadOnlyList<Commune> SearchCommunes(string text, int most)
    {
        var plain = Plain(text);
        if (plain.Length == 0)
        {
            return [];
        }

        var within = $" {plain}";
        return [.. byName.Where(line => line.Plain.StartsWith(plain, StringComparison.Ordinal))
            .Concat(byName.Where(line => !line.Plain.StartsWith(plain, StringComparison.Ordinal) && line.Plain.Contains(within, StringComparison.Ordinal)))
            .Take(most)
            .Select(line => line.Commune)];
    }

    /// <summary>A name without accents, in lower case, its words separated by one space; « St » is « saint ».</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var character in SearchText.Fold(name))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                plain.Append(character);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        var words = plain.ToString().TrimEnd().Split(' ').Select(word => word switch
        {
            "st" => "saint",
            "ste" => "sainte",
            _ => word,
        });
        return string.Join(' ', words);
    }
}
