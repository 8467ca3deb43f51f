namespace Fabrique.Data;

/// <summary>The last number given under a name, for references that people quote. Gaps are allowed, repeats are not.</summary>
public sealed class SequenceCounter
{
    public string Name { get; init; } = "";

    public long Value { get; set; }
}
