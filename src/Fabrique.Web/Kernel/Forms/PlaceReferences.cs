using Fabrique.Data;
using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Places;

namespace Fabrique.Web.Kernel.Forms;

/// <summary>Régions, départements and communes.</summary>
public sealed class PlaceReferences : FormReferenceSource
{
    private const int MostCandidates = 8;

    public override IReadOnlyList<FieldKind> Kinds { get; } = [FieldKind.Region, FieldKind.Department, FieldKind.Commune];

    private static Territories Known => Territories.Known;

    public override Task<IReadOnlyDictionary<string, FormReference>> FindAsync(FieldKind kind, IReadOnlyCollection<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, FormReference>>(texts.ToDictionary(text => text, text => Find(kind, text), StringComparer.Ordinal));

    public override Task<IReadOnlyList<string>?> ListAsync(FieldKind kind, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>?>(
        kind == FieldKind.Region ? [.. Known.Regions.Select(region => region.Name).Order(StringComparer.Create(French, ignoreCase: true))]
        : kind == FieldKind.Department ? [.. Known.Departments.OrderBy(department => department.Code, StringComparer.Ordinal).Select(NameOf)]
        : null);

    /// <summary>What a text stands for among the places of a kind.</summary>
    internal static FormReference Find(FieldKind kind, string text)
    {
        var folded = SearchText.Fold(text);
        if (kind == FieldKind.Region)
        {
            return One(Known.Regions.Where(region => SearchText.Fold(region.Name) == folded || Territory.TryParse(text, out var territory) && territory.IsRegion && territory.Code == region.Code).Select(Value));
        }

        if (kind == FieldKind.Department)
        {
            return One(Known.Departments
                .Where(department => department.Code.Equals(text, StringComparison.OrdinalIgnoreCase) || SearchText.Fold(department.Name) == folded || SearchText.Fold(NameOf(department)) == folded)
                .Select(Value));
        }

        if (Known.FindCommune(text.ToUpperInvariant()) is { } coded)
        {
            return new FormReference(Value(coded), []);
        }

        var (name, within) = text.TrimEnd(')').Split('(', 2) is [var before, var after] ? (before.Trim(), after.Trim()) : (text, null);
        var found = Known.SearchCommunes(name, 200);
        var exact = found.Where(commune => SearchText.Fold(commune.Name) == SearchText.Fold(name)).ToList();
        var among = (exact.Count > 0 ? exact : found).Where(commune => within is null || commune.DepartmentCode.Equals(within, StringComparison.OrdinalIgnoreCase)).ToList();
        return One(among.Select(Value));
    }

    /// <summary>What a text stands for among all places, the widest first.</summary>
    public static FormReference FindAny(string text)
    {
        var found = new[] { FieldKind.Region, FieldKind.Department, FieldKind.Commune }.Select(kind => text.Trim().Length == 0 ? new FormReference(null, []) : Find(kind, text.Trim())).ToList();
        return found.Find(reference => reference.Value is not null) ?? found[^1];
    }

    private static FormReference One(IEnumerable<TerritoryValue> places) => places.Take(MostCandidates + 1).ToList() switch
    {
        [var only] => new FormReference(only, []),
        var several => new FormReference(null, [.. several.Take(MostCandidates).Select(place => place.Name)]),
    };

    private static TerritoryValue Value(Region region) => new($"R{region.Code}", region.Name, new([]));

    private static TerritoryValue Value(Department department) => new(department.Code, NameOf(department), new([$"R{department.RegionCode}"]));

    private static TerritoryValue Value(Commune commune) => new(
        commune.Code,
        $"{commune.Name} ({commune.DepartmentCode})",
        new(Known.TryFindDepartment(commune.DepartmentCode, out var department) ? [department.Code, $"R{department.RegionCode}"] : [commune.DepartmentCode]));

    private static string NameOf(Department department) => $"{department.Name} ({department.Code})";

    private static readonly System.Globalization.CultureInfo French = System.Globalization.CultureInfo.GetCultureInfo("fr-FR");
}
