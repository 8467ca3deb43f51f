namespace Fabrique.Dsfr;

/// <summary>The design system's illustrative colours.</summary>
public static class DsfrColors
{
    /// <summary>Names for <c>kind</c> of a badge and <c>color</c> of a tag or a callout. They carry no meaning of their own.</summary>
    public static IReadOnlyList<string> Illustrative { get; } =
    [
        "green-tilleul-verveine", "green-bourgeon", "green-emeraude", "green-menthe", "green-archipel", "blue-ecume", "blue-cumulus", "purple-glycine",
        "pink-macaron", "pink-tuile", "yellow-tournesol", "yellow-moutarde", "orange-terre-battue", "brown-cafe-creme", "brown-caramel", "brown-opera",
        "beige-gris-galet",
    ];
}
