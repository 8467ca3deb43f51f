using Fabrique.Domain.Products;

namespace Fabrique.Domain.Tests.Products;

public sealed class GhidTests
{
    [Theory]
    [InlineData("Ombrelle – repérer les lieux invivables en canicule", "Ombrelle", "Repérer les lieux invivables en canicule", "ombrelle")]
    [InlineData("Œil d’Été : voir l’érosion", "Œil d’Été", "Voir l’érosion", "oeil-d-ete")]
    [InlineData("Sobrefrigo, le froid", "Sobrefrigo", "Le froid", "sobrefrigo")]
    [InlineData("Seconde Pierre", "Seconde Pierre", "Seconde Pierre", "seconde-pierre")]
    [InlineData("– tiret d’abord", "– tiret d’abord", "– tiret d’abord", "tiret-d-abord")]
    [InlineData("???", "???", "???", "produit")]
    public void A_title_gives_a_name_a_pitch_and_an_identifier(string title, string name, string pitch, string ghid)
    {
        Assert.Equal((name, pitch, ghid), (Ghid.NameFromTitle(title), Ghid.PitchFromTitle(title), Ghid.FromTitle(title, [])));
    }

    [Fact]
    public void An_identifier_already_taken_gets_a_number()
    {
        Assert.Equal("ombrelle-3", Ghid.FromTitle("Ombrelle", ["ombrelle", "ombrelle-2"]));
    }

    [Fact]
    public void A_long_title_keeps_room_for_the_number()
    {
        var ghid = Ghid.FromTitle(new string('a', 120), [new string('a', Product.GhidLength - 5)]);
        Assert.EndsWith("-2", ghid, StringComparison.Ordinal);
        Assert.True(ghid.Length <= Product.GhidLength);
    }
}
