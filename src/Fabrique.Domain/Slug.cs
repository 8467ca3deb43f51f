using System.Globalization;
using System.Text;

namespace Fabrique.Domain;

/// <summary>A name in lower-case ASCII words joined by hyphens, for addresses and keys.</summary>
public static class Slug
{
    /// <summary>Empty when the name holds no letter and no digit.</summary>
    public static string Of(string name, int length)
    {
        var slug = new StringBuilder();
        foreach (var character in name.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase).Replace("æ", "ae", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) is not UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-');
        return text.Length > length ? text[..length].TrimEnd('-') : text;
    }
}
