namespace Fabrique.Domain.Tests;

public sealed class FrenchTests
{
    [Theory]
    [InlineData("Ombrelle", "d’Ombrelle")]
    [InlineData("Élise Charme", "d’Élise Charme")]
    [InlineData("« Ombrelle »", "d’« Ombrelle »")]
    [InlineData("Seconde Pierre", "de Seconde Pierre")]
    [InlineData("un mois", "d’un mois")]
    [InlineData("onze mois", "de onze mois")]
    [InlineData("12 jours", "de 12 jours")]
    [InlineData("« Haie vive »", "de « Haie vive »")]
    [InlineData("", "de ")]
    public void Of_is_elided_before_a_vowel(string name, string written) => Assert.Equal(written, French.Of(name));

    [Theory]
    [InlineData("le visa hiérarchique", "du visa hiérarchique")]
    [InlineData("les avis", "des avis")]
    [InlineData("Léonie Saule", "de Léonie Saule")]
    public void Of_contracts_with_the_article(string name, string written) => Assert.Equal(written, French.Of(name));

    [Fact]
    public void A_list_ends_with_and()
    {
        Assert.Equal("", French.List([]));
        Assert.Equal("Kenza", French.List(["Kenza"]));
        Assert.Equal("Kenza, Joris et Solène", French.List(["Kenza", "Joris", "Solène"]));
    }
}
