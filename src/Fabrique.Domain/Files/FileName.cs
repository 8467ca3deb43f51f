namespace Fabrique.Domain.Files;

/// <summary>What people call their files: data, which no system is asked to open.</summary>
public static class FileName
{
    /// <summary>In characters.</summary>
    public const int MaximumLength = 150;

    private const string Forbidden = "<>:\"|?*";

    private static readonly string[] Reserved =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(number => (string[])[$"COM{number}", $"LPT{number}"])];

    /// <summary>The name without folders, nor what no system takes or shows as it is.</summary>
    public static string Clean(string? typed)
    {
        var line = Texts.Line(typed);
        var last = line[(line.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = string.Concat(last.Select(character => Forbidden.Contains(character, StringComparison.Ordinal) || character == '\t' ? '_' : character)).Trim(' ', '.');
        if (name.Length == 0)
        {
            return "fichier";
        }

        var stem = name.Split('.')[0].TrimEnd();
        return Clip(Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase) ? $"_{name}" : name);
    }

    /// <summary>The name of a file of a kind: it ends as such names do.</summary>
    /// <param name="typed">As the person calls it.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="isCorrected">Whether it ended otherwise.</param>
    public static string Of(string? typed, FileType type, out bool isCorrected)
    {
        var name = Clean(typed);
        isCorrected = !type.Extensions.Contains(ExtensionOf(name), StringComparer.OrdinalIgnoreCase);
        if (!isCorrected)
        {
            return name;
        }

        var stem = ExtensionOf(name) is { Length: > 0 and <= 5 } extension ? name[..^(extension.Length + 1)] : name;
        return Clip(type.Extensions.Contains(ExtensionOf(stem), StringComparer.OrdinalIgnoreCase) ? stem : $"{stem}.{type.Extensions[0]}");
    }

    /// <summary>What follows the last dot; nothing when there is none, or nothing before it.</summary>
    public static string ExtensionOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[(dot + 1)..] : "";

    // The end says what it is: what is too long loses its middle.
    private static string Clip(string name)
    {
        if (name.Length <= MaximumLength)
        {
            return name;
        }

        var end = ExtensionOf(name) is { Length: > 0 and <= 5 } extension ? $".{extension}" : "";
        var kept = MaximumLength - end.Length - 1;
        return $"{name[..(char.IsHighSurrogate(name[kept - 1]) ? kept - 1 : kept)].TrimEnd()}…{end}";
    }
}
