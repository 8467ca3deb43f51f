namespace Fabrique.Domain.Screening;

/// <summary>« Étiquette »: a word that the team makes to sort applications by, and sees in a colour.</summary>
public sealed class ScreeningLabel : IAggregate
{
    public const int NameLength = 40;
    public const int ColourLength = 40;

    /// <summary>With more of them nobody finds any.</summary>
    public const int Most = 50;

    private ScreeningLabel()
    {
    }

    public Guid Id { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>One of the illustrative colours of the design system.</summary>
    public string Colour { get; private set; } = "";

    public int Version { get; private set; }

    public static ScreeningLabel Make(Guid id, string name, string colour)
    {
        var label = new ScreeningLabel { Id = id };
        label.Change(name, colour);
        return label;
    }

    /// <summary>Whether a label may be called so.</summary>
    public static Refusal? MayBeCalled(string name) => name.Length switch
    {
        0 => new Refusal("label-without-name", "Donnez un nom à l’étiquette."),
        > NameLength => new Refusal("label-too-long", $"Le nom d’une étiquette tient en {NameLength} caractères : raccourcissez-le."),
        _ => null,
    };

    public void Change(string name, string colour)
    {
        BrokenRuleException.ThrowIf(MayBeCalled(name));
        Limits.ThrowIfLonger(colour, ColourLength);
        (Name, Colour) = (name, colour);
    }
}
