namespace Fabrique.Data;

/// <summary>A value that the application keeps for itself, for example the offset of the demonstration clock.</summary>
public sealed class Setting
{
    public string Name { get; init; } = "";

    public string Value { get; set; } = "";
}
