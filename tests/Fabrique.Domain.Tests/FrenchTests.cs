namespace Fabrique.Domain.Tests;

public sealed class FrenchTests
{
    [Theory]
    [InlineData("Ombrelle", "d’Ombrelle")]
    [InlineData("Élise Charme", "d’Élise Charme")]
    [InlineData("« Ombrelle »", "d’« Ombrelle »")]
    [InlineData("Seconde Pierre", "de Seconde Pierre")]
    [InlineData("« Haie vive »", "de « Haie vive »")]
    [InlineData("", "de ")]
    public void Of_is_elided_before_a_vowel(string name, string written) => Assert.Equal(written, French.Of(name));
}
