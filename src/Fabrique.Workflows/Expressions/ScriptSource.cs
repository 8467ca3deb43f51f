using System.Collections.Frozen;

namespace Fabrique.Workflows.Expressions;

/// <summary>What the text of a script may name, found once: only that is defined or guarded when it runs, which keeps an evaluation cheap.</summary>
internal sealed class ScriptSource
{
    private static readonly FrozenSet<string> Buffers = new[]
    {
        "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array",
        "BigInt64Array", "BigUint64Array", "transfer",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> _words;

    /// <param name="text">The text.</param>
    /// <param name="variables">Name under which it finds all variables.</param>
    public ScriptSource(string text, string variables)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var usesVariablesWhole = false;
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && IsWordLetter(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                var word = text[start..end];
                words.Add(word);
                usesVariablesWhole |= word == variables && (end == text.Length || text[end] is not '.');
                UsesBigIntegers |= char.IsAsciiDigit(word[0]) && word[^1] == 'n';
            }

            start = end + 1;
        }

        _words = words.ToFrozenSet(StringComparer.Ordinal);
        var indexes = text.Contains('[', StringComparison.Ordinal);
        MayNameAnything = words.Contains("globalThis") || text.Contains("\\u", StringComparison.Ordinal) || text.Contains("\\x", StringComparison.Ordinal) || (indexes && words.Contains("this"));
        ReadsMembersByComputedName = indexes || Mentions("Reflect") || Mentions("Object") || Mentions("eval");
        NamesVariablesOnly = !usesVariablesWhole && !MayNameAnything;
        UsesArrays = indexes || Mentions("Array") || Mentions("split");
        UsesBuffers = MayNameAnything || words.Overlaps(Buffers)
            || (words.Any(word => word.StartsWith("bytes", StringComparison.Ordinal)) && (indexes || Mentions("constructor")));
        UsesBigIntegers |= Mentions("BigInt") || Mentions("BigInt64Array") || Mentions("BigUint64Array") || Mentions("Temporal");
    }

    /// <summary>Whether members may be read under names that do not stand in the text.</summary>
    public bool ReadsMembersByComputedName { get; }

    /// <summary>Whether the object of variables is only read and written member by member.</summary>
    public bool NamesVariablesOnly { get; }

    public bool UsesArrays { get; }

    public bool UsesBuffers { get; }

    public bool UsesBigIntegers { get; }

    /// <summary>The words of the text, in no order.</summary>
    public IEnumerable<string> Words => _words;

    /// <summary>Whether it may use names that do not stand in the text.</summary>
    public bool MayNameAnything { get; }

    public bool Mentions(string word) => MayNameAnything || _words.Contains(word);

    public bool MentionsMember(string word) => ReadsMembersByComputedName || Mentions(word);

    private static bool IsWordLetter(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$';
}
