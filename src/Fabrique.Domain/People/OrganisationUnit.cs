using System.Globalization;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.People;

/// <summary>What a unit is.</summary>
public enum UnitKind
{
    Ministry,

    /// <summary>« Direction générale », and whatever else is at the head of an administration.</summary>
    CentralAdministration,
    Directorate,
    Service,
    SubDirectorate,
    Office,

    /// <summary>DREAL, DEAL, DRIEAT, DIRM…</summary>
    RegionalService,

    /// <summary>DDT, DDTM…</summary>
    DepartmentalService,
    PublicBody,
}

public static class UnitKinds
{
    private static readonly Dictionary<UnitKind, string> Labels = new()
    {
        [UnitKind.Ministry] = "Ministère",
        [UnitKind.CentralAdministration] = "Administration centrale",
        [UnitKind.Directorate] = "Direction",
        [UnitKind.Service] = "Service",
        [UnitKind.SubDirectorate] = "Sous-direction",
        [UnitKind.Office] = "Bureau",
        [UnitKind.RegionalService] = "Service déconcentré régional",
        [UnitKind.DepartmentalService] = "Service déconcentré départemental",
        [UnitKind.PublicBody] = "Établissement public",
    };

    /// <summary>The labels, in the order of the State.</summary>
    public static IReadOnlyCollection<string> All => Labels.Values;

    public static string Label(UnitKind kind) => Labels[kind];

    /// <summary>The kind of a label; null when no kind is called so. Accents and case do not count.</summary>
    public static UnitKind? Find(string label)
    {
        foreach (var (kind, known) in Labels)
        {
            if (French.Compare(known, label, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0)
            {
                return kind;
            }
        }

        return null;
    }

    private static CompareInfo French => CultureInfo.GetCultureInfo("fr-FR").CompareInfo;
}

/// <summary>What its source says of a unit.</summary>
/// <param name="Code">The stable key that the source gives it.</param>
/// <param name="ShortName">« Sigle »: DREAL Grand Est; may be empty.</param>
/// <param name="Name">In full.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ParentCode">That of the unit above; null at the top.</param>
/// <param name="Territory">Where it is; null when nowhere in particular, or where the unit above is.</param>
/// <param name="OwnTimeZone">IANA name; null for its territory's.</param>
public sealed record UnitSheet(string Code, string ShortName, string Name, UnitKind Kind, string? ParentCode, Territory? Territory, string? OwnTimeZone)
{
    /// <summary>Why this cannot be, whatever the other units; null when it can.</summary>
    public Refusal? Problem =>
        Code.Length == 0 ? new Refusal("unit-without-code", "Donnez un code à l’unité.")
        : Code.Length > OrganisationUnit.CodeLength ? new Refusal("unit-code-too-long", $"Le code compte plus de {OrganisationUnit.CodeLength} caractères.")
        : !OrganisationUnit.IsCode(Code) ? new Refusal("unit-code-unreadable", "Le code s’écrit avec des lettres sans accent, des chiffres, des points, des tirets et des tirets bas.")
        : Name.Length == 0 ? new Refusal("unit-without-name", "Donnez un nom à l’unité.")
        : Name.Length > OrganisationUnit.NameLength ? new Refusal("unit-name-too-long", $"Le nom compte plus de {OrganisationUnit.NameLength} caractères.")
        : ShortName.Length > OrganisationUnit.ShortNameLength ? new Refusal("unit-short-name-too-long", $"Le sigle compte plus de {OrganisationUnit.ShortNameLength} caractères.")
        : OwnTimeZone is { } zone && !OrganisationUnit.IsTimeZone(zone) ? new Refusal("unit-time-zone-unknown", $"« {zone} » n’est pas un fuseau connu : écrivez-le comme « Europe/Paris » ou « Indian/Reunion ».")
        : null;
}

/// <summary>A unit of the organisation: a ministry, a direction, a service, a bureau…</summary>
public sealed class OrganisationUnit : IAggregate
{
    public const int CodeLength = 60;
    public const int ShortNameLength = 60;
    public const int NameLength = StaffMember.UnitLength;
    public const int TimeZoneLength = 60;

    /// <summary>Code of the refusal of a unit whose parent is not there.</summary>
    public const string ParentUnknown = "unit-parent-unknown";

    private OrganisationUnit()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The stable key that its source gives it.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private set; } = "";

    /// <summary>« Sigle »; may be empty.</summary>
    public string ShortName { get; private set; } = "";

    public UnitKind Kind { get; private set; }

    /// <summary>The unit above; null at the top.</summary>
    public Guid? ParentId { get; private set; }

    /// <summary>As <see cref="Territory"/> writes it; null when nowhere in particular, or where the unit above is.</summary>
    public string? TerritoryCode { get; private set; }

    /// <summary>IANA name, when the source gives one.</summary>
    public string? OwnTimeZone { get; private set; }

    /// <summary>Since when it is no more, UTC; null as long as it is.</summary>
    public DateTime? ClosedAt { get; private set; }

    public int Version { get; private set; }

    public bool IsActive => ClosedAt is null;

    public Territory? Territory => TerritoryCode is { } code ? Territory.Parse(code) : null;

    /// <summary>IANA name.</summary>
    public string TimeZone => OwnTimeZone ?? Territory?.TimeZone ?? "Europe/Paris";

    /// <summary>How lists call it: its « sigle » if it has one.</summary>
    public string Label => ShortName.Length > 0 ? ShortName : Name;

    /// <summary>Whether a text may be a code: it stands in addresses.</summary>
    public static bool IsCode(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') && text.Any(char.IsAsciiLetterOrDigit);

    public static bool IsTimeZone(string text) => text.Length <= TimeZoneLength && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId && zone.Id == text;

    /// <summary>Why these cannot be units together, by code: one twice, one whose parent is not there, one above itself.</summary>
    /// <param name="sheets">All that will be.</param>
    public static IEnumerable<(UnitSheet Sheet, Refusal Refusal)> ProblemsOf(IReadOnlyCollection<UnitSheet> sheets)
    {
        var first = new Dictionary<string, UnitSheet>(StringComparer.OrdinalIgnoreCase);
        foreach (var sheet in sheets)
        {
            if (!first.TryAdd(sheet.Code, sheet))
            {
                yield return (sheet, new Refusal("unit-code-twice", $"Le code « {sheet.Code} » est déjà celui d’une autre unité."));
            }
        }

        foreach (var sheet in sheets)
        {
            if (sheet.ParentCode is not { } parent)
            {
                continue;
            }

            if (!first.ContainsKey(parent))
            {
                yield return (sheet, new Refusal(ParentUnknown, $"L’unité au-dessus, « {parent} », n’existe pas."));
            }
            else if (IsAboveItself(sheet, first))
            {
                yield return (sheet, new Refusal("unit-above-itself", $"L’unité « {sheet.Code} » serait au-dessus d’elle-même."));
            }
        }
    }

    /// <param name="id">Its identifier.</param>
    /// <param name="sheet">What its source says.</param>
    /// <param name="parentId">The unit that <see cref="UnitSheet.ParentCode"/> names.</param>
    public static OrganisationUnit Create(Guid id, UnitSheet sheet, Guid? parentId)
    {
        var unit = new OrganisationUnit { Id = id, Code = sheet.Code };
        unit.Follow(sheet, parentId);
        return unit;
    }

    /// <summary>Takes over what its source says; it is again, if it was closed.</summary>
    /// <param name="sheet">Of the same code.</param>
    /// <param name="parentId">The unit that <see cref="UnitSheet.ParentCode"/> names. That it is not beneath this one was asked before: <see cref="ProblemsOf"/>.</param>
    public void Follow(UnitSheet sheet, Guid? parentId)
    {
        BrokenRuleException.ThrowIf(sheet.Problem);
        if (parentId == Id)
        {
            throw new BrokenRuleException(new Refusal("unit-above-itself", "Une unité n’est pas au-dessus d’elle-même."));
        }

        (Name, ShortName, Kind, ParentId) = (sheet.Name, sheet.ShortName, sheet.Kind, parentId);
        (TerritoryCode, OwnTimeZone, ClosedAt) = (sheet.Territory?.ToString(), sheet.OwnTimeZone, null);
    }

    /// <summary>Whether it may be closed.</summary>
    /// <param name="people">How many people with an active account it holds.</param>
    public Refusal? MayClose(int people) => people > 0
        ? new Refusal("unit-holds-people", people == 1
            ? $"« {Label} » ne peut pas être fermée : une personne y est encore."
            : $"« {Label} » ne peut pas être fermée : {people} personnes y sont encore.")
        : null;

    /// <summary>It is no more; what was done in its name stays.</summary>
    public void Close(int people, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayClose(people));
        ClosedAt ??= now;
    }

    private static bool IsAboveItself(UnitSheet sheet, Dictionary<string, UnitSheet> units)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = sheet; at.ParentCode is { } parent && units.TryGetValue(parent, out var above) && seen.Add(parent); at = above)
        {
            if (string.Equals(parent, sheet.Code, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Where a unit stands once its ancestors are known.</summary>
public static class OrganisationPlace
{
    /// <summary>The « direction » of whoever is in the first of these: a central administration, a directorate, a service in the territories or a public body. Null when none is above them.</summary>
    /// <param name="line">A unit and those above it, upwards.</param>
    public static OrganisationUnit? DirectionOf(IEnumerable<OrganisationUnit> line) =>
        line.FirstOrDefault(unit => unit.Kind is UnitKind.CentralAdministration or UnitKind.Directorate or UnitKind.RegionalService or UnitKind.DepartmentalService or UnitKind.PublicBody);

    /// <summary>The place of the first of these that has a territory or a time zone of its own; Paris when none has.</summary>
    /// <param name="line">A unit and those above it, upwards.</param>
    public static Workplace Of(IEnumerable<OrganisationUnit> line)
    {
        var units = line.ToList();
        var territory = units.Select(unit => unit.Territory).FirstOrDefault(found => found is not null);

        // A zone written further up than the territory is that of somewhere else.
        var zone = units.Select(unit => unit.OwnTimeZone ?? unit.Territory?.TimeZone).FirstOrDefault(found => found is not null);
        return zone is null && territory is null
            ? Workplace.Paris
            : new Workplace(WorkingCalendar.Of(territory?.Holidays ?? HolidayTerritory.Mainland), new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(zone ?? "Europe/Paris")));
    }
}
