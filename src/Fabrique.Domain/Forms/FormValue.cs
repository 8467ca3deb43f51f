using System.Collections;

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

/// <param name="Keys">Of some of the choices of the field, in its order; never empty.</param>
public sealed record ChoicesValue(FormList<string> Keys) : FormValue;

public sealed record TickValue(bool IsTicked) : FormValue;

/// <summary>A measure of what the product should change.</summary>
/// <param name="Number">How many.</param>
/// <param name="Unit">Of what: « heures par an ».</param>
/// <param name="Source">Where the figure comes from; perhaps empty.</param>
public sealed record IndicatorValue(decimal Number, string Unit, string Source) : FormValue;

/// <summary>A place, as the list of INSEE names it.</summary>
/// <param name="Code">INSEE's; that of a région follows an R, for both have a 44.</param>
/// <param name="Name">« Brest (29) ».</param>
/// <param name="Within">The codes of the places that hold it, the nearest first.</param>
public sealed record TerritoryValue(string Code, string Name, FormList<string> Within) : FormValue;

/// <param name="Id">Of the staff member.</param>
/// <param name="Name">As it was when they were named.</param>
public sealed record PersonValue(Guid Id, string Name) : FormValue;

/// <param name="Id">Of the organisation unit.</param>
/// <param name="Name">As it was when it was named.</param>
public sealed record UnitValue(Guid Id, string Name) : FormValue;

/// <param name="Files">In the order in which they were joined; never empty.</param>
public sealed record FilesValue(FormList<FormFile> Files) : FormValue;

/// <param name="Id">In the store of files.</param>
/// <param name="Name">As the person called it.</param>
public sealed record FormFile(Guid Id, string Name);

/// <param name="Rows">Each the answers to the questions repeated, by key; never empty.</param>
public sealed record RowsValue(FormList<FormRow> Rows) : FormValue;

/// <summary>One time of what is repeated.</summary>
public sealed class FormRow(IEnumerable<KeyValuePair<string, FormValue>> values) : IEquatable<FormRow>
{
    private readonly Dictionary<string, FormValue> values = new(values, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FormValue> Values => values;

    public FormValue? this[string key] => values.GetValueOrDefault(key);

    public bool Equals(FormRow? other) => other is not null && values.Count == other.values.Count && values.All(pair => pair.Value == other[pair.Key]);

    public override bool Equals(object? obj) => Equals(obj as FormRow);

    public override int GetHashCode() => values.Count;
}

/// <summary>A list that equals another when what it holds does, in its order.</summary>
public sealed class FormList<T>(IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<FormList<T>>
{
    private readonly T[] items = [.. items];

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(FormList<T>? other) => other is not null && items.SequenceEqual(other.items);

    public override bool Equals(object? obj) => Equals(obj as FormList<T>);

    public override int GetHashCode() => items.Length;

    public IEnumerator<T> GetEnumerator() => items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
