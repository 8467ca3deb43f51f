using Fabrique.Domain.People;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.People;

public sealed class OrganisationUnitTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("a b>a c>b", "")]
    [InlineData("b>a a", "")]
    [InlineData("a b>z", "b unit-parent-unknown")]
    [InlineData("a A", "A unit-code-twice")]
    [InlineData("a>a", "a unit-above-itself")]
    [InlineData("a>b b>a c>a", "a unit-above-itself|b unit-above-itself")]
    [InlineData("a>c b>a c>B", "a unit-above-itself|b unit-above-itself|c unit-above-itself")]
    public void Units_make_a_tree(string units, string expected)
    {
        UnitSheet[] sheets = [.. units.Split(' ').Select(text => text.Split('>')).Select(parts => Sheet(parts[0], parts.Length > 1 ? parts[1] : null))];
        Assert.Equal(expected, string.Join('|', OrganisationUnit.ProblemsOf(sheets).Select(problem => $"{problem.Sheet.Code} {problem.Refusal.Code}")));
    }

    [Theory]
    [InlineData("", "Nom", null, "unit-without-code")]
    [InlineData("sg 1", "Nom", null, "unit-code-unreadable")]
    [InlineData("é", "Nom", null, "unit-code-unreadable")]
    [InlineData("..", "Nom", null, "unit-code-unreadable")]
    [InlineData("sg", "", null, "unit-without-name")]
    [InlineData("sg", "Nom", "Mars/Phobos", "unit-time-zone-unknown")]
    [InlineData("sg", "Nom", "Romance Standard Time", "unit-time-zone-unknown")]
    [InlineData("sg", "Nom", "Indian/Reunion", null)]
    [InlineData("DREAL-44_a.1", "Nom", null, null)]
    public void What_cannot_be_a_unit_is_refused(string code, string name, string? zone, string? refusal) =>
        Assert.Equal(refusal, new UnitSheet(code, "", name, UnitKind.Service, null, null, zone).Problem?.Code);

    [Fact]
    public void A_unit_is_closed_once_it_holds_nobody_and_may_be_again()
    {
        var unit = OrganisationUnit.Create(Ids.Next(), Sheet("a", null), parentId: null);
        Assert.Equal("unit-holds-people", unit.MayClose(1)?.Code);
        Assert.Throws<BrokenRuleException>(() => unit.Close(2, Now));
        Assert.True(unit.IsActive);

        unit.Close(0, Now);
        unit.Close(0, Now.AddDays(1));
        Assert.Equal((false, Now), (unit.IsActive, unit.ClosedAt));

        unit.Follow(Sheet("a", null) with { Name = "Autre" }, parentId: null);
        Assert.Equal((true, "Autre"), (unit.IsActive, unit.Name));
        Assert.Throws<BrokenRuleException>(() => unit.Follow(Sheet("a", "a"), unit.Id));
    }

    [Theory]
    [InlineData("974", null, "974", null, "Indian/Reunion", HolidayTerritory.Reunion)]
    [InlineData("974", null, null, null, "Indian/Reunion", HolidayTerritory.Reunion)]
    [InlineData("974", null, "67", null, "Europe/Paris", HolidayTerritory.AlsaceMoselle)]
    [InlineData(null, null, null, null, "Europe/Paris", HolidayTerritory.Mainland)]
    [InlineData("974", "Europe/Paris", null, null, "Europe/Paris", HolidayTerritory.Reunion)]
    [InlineData(null, null, null, "America/Cayenne", "America/Cayenne", HolidayTerritory.Mainland)]
    [InlineData(null, "America/Cayenne", "67", null, "Europe/Paris", HolidayTerritory.AlsaceMoselle)]
    public void A_unit_is_where_it_says_or_where_the_one_above_is(string? aboveAt, string? aboveZone, string? at, string? zone, string expected, HolidayTerritory holidays)
    {
        var above = OrganisationUnit.Create(Ids.Next(), Sheet("a", null) with { Territory = Read(aboveAt), OwnTimeZone = aboveZone }, null);
        var unit = OrganisationUnit.Create(Ids.Next(), Sheet("b", "a") with { Territory = Read(at), OwnTimeZone = zone }, above.Id);
        var place = OrganisationPlace.Of([unit, above]);
        Assert.Equal((expected, holidays), (place.Time.Zone.Id, place.Calendar.Territory));

        static Territory? Read(string? code) => code is null ? null : Territory.Parse(code);
    }

    [Theory]
    [InlineData("Direction", UnitKind.Directorate)]
    [InlineData("DIRECTION", UnitKind.Directorate)]
    [InlineData("etablissement public", UnitKind.PublicBody)]
    [InlineData("Service deconcentre regional", UnitKind.RegionalService)]
    [InlineData("Royaume", null)]
    [InlineData("", null)]
    public void A_kind_is_read_whatever_its_accents(string label, UnitKind? kind) => Assert.Equal(kind, UnitKinds.Find(label));

    [Fact]
    public void Every_kind_has_a_label_of_its_own() => Assert.Equal(Enum.GetValues<UnitKind>().Length, Enum.GetValues<UnitKind>().Select(UnitKinds.Label).Distinct().Count());

    private static UnitSheet Sheet(string code, string? parent) => new(code, "", $"Unité {code}", UnitKind.Service, parent, null, null);

    [Theory]
    [InlineData(UnitKind.Office, UnitKind.SubDirectorate, UnitKind.Directorate, 2)]
    [InlineData(UnitKind.Service, UnitKind.DepartmentalService, UnitKind.Ministry, 1)]
    [InlineData(UnitKind.RegionalService, UnitKind.Ministry, UnitKind.Ministry, 0)]
    [InlineData(UnitKind.Office, UnitKind.Service, UnitKind.Ministry, -1)]
    public void A_direction_is_the_first_of_those_above(UnitKind own, UnitKind above, UnitKind top, int rank)
    {
        OrganisationUnit[] line = [.. new[] { own, above, top }.Select((kind, number) => OrganisationUnit.Create(Ids.Next(), new UnitSheet($"u{number}", "", $"Unité {number}", kind, null, null, null), null))];
        Assert.Equal(rank < 0 ? null : line[rank], OrganisationPlace.DirectionOf(line));
    }
}
