using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Places;

namespace Fabrique.Web.Tests.Kernel.Places;

public sealed class TerritoriesTests
{
    [Fact]
    public void The_product_knows_those_of_today()
    {
        var known = Territories.Known;
        Assert.Equal(26, known.Regions.Count);
        Assert.Equal(109, known.Departments.Count);

        // Neither what was a commune, nor a part of one.
        Assert.InRange(known.Communes.Count, 34_800, 35_100);
        Assert.Null(known.FindCommune("75101"));
        Assert.Equal(new Commune("75056", "Paris", "75"), known.FindCommune("75056"));
        Assert.True(known.TryFindDepartment("974", out var department));
        Assert.Equal(new Department("974", "La Réunion", "04"), department);
    }

    [Theory]
    [InlineData("67", true, "Bas-Rhin (67)")]
    [InlineData("2A", true, "Corse-du-Sud (2A)")]
    [InlineData("976", true, "Mayotte (976)")]
    [InlineData("978", true, "Saint-Martin (978)")]
    [InlineData("R44", true, "Grand Est (région)")]
    [InlineData("R04", true, "La Réunion (région)")]
    [InlineData("20", false, "20")]
    [InlineData("R05", false, "R05")]
    public void A_territory_is_named(string code, bool exists, string name)
    {
        var territory = Territory.Parse(code);
        Assert.Equal((exists, name), (Territories.Known.Contains(territory), Territories.Known.NameOf(territory)));
    }

    [Theory]
    [InlineData("strasbourg", "67482 Strasbourg")]
    [InlineData("EVRY", "89162 Évry")]
    [InlineData("evry c", "91228 Évry-Courcouronnes")]
    [InlineData("l abergement clem", "01001 L'Abergement-Clémenciat")]
    [InlineData("l’abergement-clémenciat", "01001 L'Abergement-Clémenciat")]
    [InlineData("st denis en val", "45274 Saint-Denis-en-Val")]
    [InlineData("courcouronnes", "91228 Évry-Courcouronnes")]
    public void A_commune_is_found_whatever_its_accents(string text, string first)
    {
        var found = Territories.Known.SearchCommunes(text, 5);
        Assert.Equal(first, $"{found[0].Code} {found[0].Name}");
        Assert.InRange(found.Count, 1, 5);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("Trifouillis-les-Oies")]
    public void What_is_no_name_finds_nothing(string text) => Assert.Empty(Territories.Known.SearchCommunes(text, 5));

    [Fact]
    public void A_line_that_is_no_territory_is_refused() => Assert.Throws<FormatException>(() => Territories.Load(["X\t1\tRien"]));
}
