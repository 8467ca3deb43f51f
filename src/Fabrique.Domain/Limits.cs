using System.Runtime.CompilerServices;

namespace Fabrique.Domain;

internal static class Limits
{
    /// <summary>Pages check lengths first; a longer text here is a programmer's fault.</summary>
    public static void ThrowIfLonger(string text, int length, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        if (text.Length > length)
        {
            throw new ArgumentException($"Longer than {length} characters.", name);
        }
    }
}
