using System.Globalization;

namespace Fabrique.Domain.Forms;

/// <summary>What was typed, by key. The parts of an answer follow a dot: <c>montant</c>, <c>impact.unit</c>, <c>publics.agents</c>, <c>usagers.0.nom</c>.</summary>
public sealed class TypedAnswers
{
    private readonly IReadOnlyDictionary<string, string?> all;
    private readonly string path;

    public TypedAnswers(IReadOnlyDictionary<string, string?> all)
        : this(all, "")
    {
    }

    private TypedAnswers(IReadOnlyDictionary<string, string?> all, string path) => (this.all, this.path) = (all, path);

    /// <summary>Where this is, from the whole form: the key of the problem that it may have.</summary>
    public string Path => path;

    /// <summary>What was typed here; null when nothing was sent.</summary>
    public string? Text => all.GetValueOrDefault(path);

    public TypedAnswers this[string part] => new(all, path.Length == 0 ? part : $"{path}.{part}");

    /// <summary>The numbers of the rows sent, in order.</summary>
    public IReadOnlyList<string> Rows
    {
        get
        {
            var start = $"{path}.";
            return [.. all.Keys
                .Where(key => key.StartsWith(start, StringComparison.Ordinal))
                .Select(key => key[start.Length..].Split('.')[0])
                .Where(row => row.Length is > 0 and < 6 && row.All(char.IsAsciiDigit))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(row => int.Parse(row, CultureInfo.InvariantCulture))];
        }
    }
}
