namespace Fabrique.Domain.Forms;

/// <summary>An answer. Nothing answered is no value at all, except for a box, which is ticked or not.</summary>
public abstract record FormValue
{
    private protected FormValue()
    {
    }
}

/// <param name="Text">Never empty; line ends are one character.</param>
public sealed record TextValue(string Text) : FormValue;

/// <param name="Number">With the decimals that were typed.</param>
public sealed record NumberValue(decimal Number) : FormValue;

public sealed record DateValue(DateOnly Day) : FormValue;

/// <param name="Key">Of one of the choices of the field.</param>
public sealed record ChoiceValue(string Key) : FormValue;

public sealed record TickValue(bool IsTicked) : FormValue;
