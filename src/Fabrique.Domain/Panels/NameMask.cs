using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fabrique.Domain.Panels;

/// <summary>Somebody whom a text must not name.</summary>
/// <param name="FullName">Given names and surname, in any order: « Kenza Fauvette », « FAUVETTE Kenza ».</param>
public sealed record MaskedPerson(string FullName)
{
    /// <summary>Somebody of whom only an address is known: « joris.grebe@exemple.fr » names Joris Grebe.</summary>
    public static MaskedPerson FromEmail(string email) => new(email.Split('@')[0].Replace('.', ' ').Replace('_', ' '));
}

/// <summary>A text without names.</summary>
/// <param name="Text">With marks in their place.</param>
/// <param name="Hidden">What was taken out, as it was written, each once.</param>
public sealed record MaskedText(string Text, IReadOnlyList<string> Hidden);

/// <summary>
/// Replaces in texts the names of some people and units, and electronic addresses, by neutral marks. Case, accents, ligatures, hyphens, apostrophes and invisible characters do not count; names are found whole in
/// either order, wherever they stand, alone, with initials (« K. Fauvette », « FAUVETTE K. »), and run together (« kfauvette »). It hides too much rather than too little, « pierre » for somebody called Pierre: whoever reads it
/// afterwards can put a word back, not guess what was left in. A text that names nobody comes back as it was.
/// </summary>
public sealed partial class NameMask
{
    public const string Person = "[nom]";
    public const string Unit = "[service]";
    public const string Email = "[courriel]";

    /// <summary>Most characters between two words of a name.</summary>
    private const int WidestGap = 3;

    /// <summary>Shorter whole names are not looked for within words: « Jo Li » is in « joli ».</summary>
    private const int ShortestWithin = 8;

    /// <summary>Between the words of a name that is run on, of one that a list turns round, of a unit.</summary>
    private const string CloseJoints = " \t\u00a0\u202f\u2009.-‐‑'’ʼ_";
    private const string NameJoints = $"{CloseJoints}\n,";
    private const string UnitJoints = $"{NameJoints}/()";

    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "de", "du", "des", "d", "la", "le", "les", "l", "von", "van", "der", "den", "di", "da", "dos", "del", "della", "el", "al", "ben", "bin", "ibn", "saint", "sainte",
    };

    /// <summary>Too common to be hidden alone.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "au", "aux", "avec", "bien", "ce", "ces", "dans", "elle", "en", "est", "et", "eu", "il", "je", "leur", "lui", "lu", "mais", "me", "mes", "mon", "ne", "ni", "nos", "nous", "nu", "on", "or", "ou", "par", "pas", "plus",
        "pour", "pu", "que", "qui", "sa", "sans", "se", "ses", "si", "son", "sont", "su", "sur", "ta", "te", "tes", "ton", "tout", "tres", "tu", "un", "une", "va", "vos", "vous", "vu",
    };

    /// <summary>Words that stand for nothing in the name of a unit.</summary>
    private static readonly HashSet<string> Links = new(StringComparer.Ordinal) { "de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "a", "au", "aux", "pour", "sur" };

    private readonly List<Name> names;
    private readonly List<UnitName> units;

    /// <param name="people">Those whom it hides.</param>
    /// <param name="units">Names and « sigles » of those that it hides.</param>
    public NameMask(IEnumerable<MaskedPerson> people, IEnumerable<string> units)
    {
        names = [.. people.Select(person => new Name([.. Words(person.FullName).Where(word => !word.IsNumber).Select(word => word.Folded)])).Where(name => name.Tokens.Length > 0)];
        this.units = [.. units.Distinct(StringComparer.Ordinal).SelectMany(UnitName.Of).OrderByDescending(unit => unit.Words.Length)];
    }

    public MaskedText Apply(string text)
    {
        var hidden = new List<string>();
        text = HideEmails(text, hidden);
        text = HideWithin(text, hidden);
        text = HideWords(text, hidden);
        return new MaskedText(text, [.. hidden.Distinct(StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}._%+\-'’]+@[\p{L}\p{M}\p{N}\-]+(?:\.[\p{L}\p{M}\p{N}\-]+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Emails();

    private static string HideEmails(string text, List<string> hidden) => Emails().Replace(text, found =>
    {
        hidden.Add(found.Value);
        return Email;
    });

    // Whole names first, wherever they begin and end: nothing says that words around them are words.
    private string HideWithin(string text, List<string> hidden)
    {
        var letters = Letters(text);
        var regions = new List<Region>();
        foreach (var order in names.SelectMany(name => name.Orders).Where(order => order.Sum(token => token.Length) >= ShortestWithin))
        {
            for (var at = 0; at < letters.Count; at++)
            {
                if (EndOf(order, letters, at) is { } end)
                {
                    regions.Add(new Region(letters[at].Start, letters[end - 1].End, Person));
                }
            }
        }

        return Replace(text, regions, hidden);
    }

    private static int? EndOf(IReadOnlyList<string> order, List<Letter> letters, int at)
    {
        var isFirst = true;
        foreach (var token in order)
        {
            for (var i = 0; i < token.Length; i++, at++)
            {
                if (at >= letters.Count || letters[at].Folded != token[i] || (!isFirst && letters[at].Gap > (i == 0 ? WidestGap : 0)))
                {
                    return null;
                }

                isFirst = false;
            }
        }

        return at;
    }

    private string HideWords(string text, List<string> hidden)
    {
        var words = Words(text);
        var taken = new bool[words.Count];
        var regions = new List<Region>();
        foreach (var unit in units)
        {
            for (var at = 0; at < words.Count; at++)
            {
                if (unit.EndIn(text, words, at) is { } end && !taken.AsSpan(at..end).Contains(true))
                {
                    Take(at, end, Unit);
                }
            }
        }

        foreach (var name in names)
        {
            for (var at = 0; at < words.Count; at++)
            {
                if (!taken[at] && SeedIn(name, text, words, at) is { } end && !taken.AsSpan(at..end).Contains(true))
                {
                    var (first, last) = Widen(name, text, words, taken, at, end);
                    Take(first, last, Person);
                }
            }
        }

        return Replace(text, regions, hidden);

        void Take(int first, int last, string mark)
        {
            Array.Fill(taken, value: true, first, last - first);
            regions.Add(new Region(words[first].Start, words[last - 1].End, mark));
        }
    }

    // A word that is enough to name somebody, or all of their name.
    private static int? SeedIn(Name name, string text, List<Word> words, int at)
    {
        var word = words[at];
        if (name.Compounds.Contains(word.Folded))
        {
            return at + 1;
        }

        if (name.Tokens.Contains(word.Folded, StringComparer.Ordinal) && !Particles.Contains(word.Folded) && !Common.Contains(word.Folded)
            && (word.Folded.Length > 2 || (word.Folded.Length == 2 && word.IsCapital)))
        {
            return at + 1;
        }

        foreach (var order in name.Orders)
        {
            if (at + order.Count <= words.Count
                && Enumerable.Range(0, order.Count).All(i => words[at + i].Folded == order[i] && (i == 0 || AreJoined(text, words[at + i - 1], words[at + i], NameJoints))))
            {
                return at + order.Count;
            }
        }

        return null;
    }

    // « K. » before, « de La » before, the rest of the name on either side.
    private static (int First, int Last) Widen(Name name, string text, List<Word> words, bool[] taken, int first, int last)
    {
        while (first > 0 && !taken[first - 1] && AreJoined(text, words[first - 1], words[first], CloseJoints)
            && (name.Tokens.Contains(words[first - 1].Folded, StringComparer.Ordinal) || IsInitialBefore(name, text, words[first - 1], words[first])))
        {
            first--;
        }

        while (last < words.Count && !taken[last] && AreJoined(text, words[last - 1], words[last], CloseJoints))
        {
            var (word, gap) = (words[last], Gap(text, words[last - 1], words[last]));
            var isOfTheName = name.Tokens.Contains(word.Folded, StringComparer.Ordinal) && !Particles.Contains(word.Folded) && !Common.Contains(word.Folded);
            if (!isOfTheName && !(name.Initials.Contains(word.Folded) && word.IsCapital && !gap.Contains('.', StringComparison.Ordinal) && !IsElided(text, word)))
            {
                break;
            }

            last++;
        }

        return (first, last);
    }

    private static bool IsInitialBefore(Name name, string text, Word word, Word next)
    {
        var gap = Gap(text, word, next);
        return name.Initials.Contains(word.Folded) && gap.IndexOfAny(['\'', '’', 'ʼ']) < 0 && (word.IsCapital || gap.StartsWith('.') || word.Folded is not ("a" or "o" or "y"));
    }

    private static bool IsElided(string text, Word word) => word.End < text.Length && text[word.End] is '\'' or '’' or 'ʼ';

    private static string Gap(string text, Word one, Word next) => text[one.End..next.Start];

    private static bool AreJoined(string text, Word one, Word next, string joints)
    {
        var seen = 0;
        foreach (var rune in text.AsSpan(one.End, next.Start - one.End).EnumerateRunes())
        {
            if (!IsInvisible(rune) && (++seen > WidestGap || !joints.Contains(rune.ToString(), StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static string Replace(string text, List<Region> regions, List<string> hidden)
    {
        if (regions.Count == 0)
        {
            return text;
        }

        var written = new StringBuilder(text.Length);
        var at = 0;
        foreach (var region in regions.OrderBy(region => region.Start).ThenByDescending(region => region.End))
        {
            if (region.End <= at)
            {
                continue;
            }

            if (region.Start >= at)
            {
                written.Append(text, at, region.Start - at).Append(region.Mark);
                hidden.Add(text[region.Start..region.End]);
            }

            at = region.End;
        }

        return written.Append(text, at, text.Length - at).ToString();
    }

    private static List<Letter> Letters(string text)
    {
        var letters = new List<Letter>(text.Length);
        var gap = 0;
        foreach (var (start, end, rune) in Runes(text))
        {
            if (!Rune.IsLetter(rune))
            {
                gap += IsInvisible(rune) ? 0 : NameJoints.Contains(rune.ToString(), StringComparison.Ordinal) ? 1 : WidestGap + 1;
                continue;
            }

            foreach (var folded in Fold(rune))
            {
                letters.Add(new Letter(folded, start, end, gap));
                gap = 0;
            }
        }

        return letters;
    }

    private static List<Word> Words(string text)
    {
        var words = new List<Word>();
        var folded = new StringBuilder();
        var (begin, finish, isCapital, isUpper, isNumber) = (-1, 0, false, true, false);
        foreach (var (start, end, rune) in Runes(text))
        {
            if (IsInvisible(rune))
            {
                finish = begin >= 0 && finish == start ? end : finish;
                continue;
            }

            var (isLetter, isDigit) = (Rune.IsLetter(rune), Rune.IsDigit(rune));
            if (begin >= 0 && (!(isLetter || isDigit) || isDigit != isNumber))
            {
                Close();
            }

            if (!isLetter && !isDigit)
            {
                continue;
            }

            var isRuneUpper = !Rune.IsLower(rune);
            if (begin < 0)
            {
                (begin, isCapital, isUpper, isNumber) = (start, isRuneUpper, true, isDigit);
            }

            folded.Append(isDigit ? rune.ToString() : Fold(rune));
            isUpper &= isRuneUpper;
            finish = end;
        }

        Close();
        return words;

        void Close()
        {
            if (begin >= 0)
            {
                words.Add(new Word(begin, finish, folded.ToString(), isCapital, isUpper, isNumber));
            }

            folded.Clear();
            begin = -1;
        }
    }

    private static IEnumerable<(int Start, int End, Rune Rune)> Runes(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                rune = Rune.ReplacementChar;
            }

            var length = char.IsSurrogate(text[at]) && rune != Rune.ReplacementChar ? 2 : 1;
            yield return (at, at + length, rune);
            at += length;
        }
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    private static string Fold(Rune rune)
    {
        switch (rune.Value)
        {
            case 'œ' or 'Œ':
                return "oe";
            case 'æ' or 'Æ':
                return "ae";
            case 'ß' or 'ẞ':
                return "ss";
            case 'ø' or 'Ø':
                return "o";
            case 'ł' or 'Ł':
                return "l";
            case 'đ' or 'Đ':
                return "d";
            case 'ı' or 'İ':
                return "i";
            case < 128:
                return ((char)rune.Value).ToString().ToLowerInvariant();
            default:
                return string.Concat(rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes().Where(Rune.IsLetter).Select(letter => Rune.ToLowerInvariant(letter).ToString())) is { Length: > 0 } plain ? plain : rune.ToString();
        }
    }

    private readonly record struct Region(int Start, int End, string Mark);

    /// <param name="Folded">One of those that the character is read as.</param>
    /// <param name="Start">Of the character in the text.</param>
    /// <param name="End">Of the character in the text, excluded.</param>
    /// <param name="Gap">How many characters are between the letter before and this one; more than a name has when one of them is of none.</param>
    private readonly record struct Letter(char Folded, int Start, int End, int Gap);

    private readonly record struct Word(int Start, int End, string Folded, bool IsCapital, bool IsUpper, bool IsNumber);

    private sealed class Name
    {
        public Name(string[] tokens)
        {
            Tokens = tokens;
            Initials = tokens.Where(token => !Particles.Contains(token)).Select(token => token[..1]).ToHashSet(StringComparer.Ordinal);
            Orders = tokens.Length < 2 ? [] : [.. Enumerable.Range(0, tokens.Length).Select(first => (IReadOnlyList<string>)[.. tokens[first..], .. tokens[..first]])];
            Compounds = Compose().Where(compound => compound.Length > 3).ToHashSet(StringComparer.Ordinal);
        }

        public string[] Tokens { get; }

        public HashSet<string> Initials { get; }

        /// <summary>The whole name from each of its words on: nothing says where the surname begins.</summary>
        public IReadOnlyList<IReadOnlyList<string>> Orders { get; }

        /// <summary>« kfauvette », « fauvettek », « kenzafauvette ».</summary>
        public HashSet<string> Compounds { get; }

        private IEnumerable<string> Compose()
        {
            foreach (var order in Orders)
            {
                yield return string.Concat(order);
            }

            foreach (var surname in Tokens.Where(token => token.Length > 2 && !Particles.Contains(token)))
            {
                var others = Tokens.Where(token => token != surname && !Particles.Contains(token)).Select(token => token[..1]).ToList();
                foreach (var initials in others.Append(string.Concat(others)).Where(initials => initials.Length > 0))
                {
                    yield return initials + surname;
                    yield return surname + initials;
                }
            }
        }
    }

    private sealed class UnitName
    {
        /// <summary>A « sigle » as short as that may be a word: it counts in capitals.</summary>
        private const int ShortSigle = 4;

        private readonly bool isSpelt;
        private readonly bool isInCapitals;

        private UnitName(string[] words, bool isInCapitals, bool isSpelt) => (Words, this.isInCapitals, this.isSpelt) = (words, isInCapitals, isSpelt);

        public string[] Words { get; }

        public static IEnumerable<UnitName> Of(string name)
        {
            var words = NameMask.Words(name);
            string[] kept = [.. words.Where(word => !Links.Contains(word.Folded)).Select(word => word.Folded)];
            if (kept.Length == 0)
            {
                yield break;
            }

            yield return new UnitName(kept, isInCapitals: kept is [{ Length: <= ShortSigle }], isSpelt: false);
            if (words is [{ IsUpper: true, IsNumber: false } sigle] && sigle.Folded.Length is > 1 and <= 10)
            {
                // « D.R.E.A.L. ».
                yield return new UnitName([.. sigle.Folded.Select(letter => letter.ToString())], isInCapitals: true, isSpelt: true);
            }
        }

        /// <summary>The word after the last of the unit's, when it is named from a word on; null when it is not.</summary>
        public int? EndIn(string text, List<Word> words, int at)
        {
            var next = at;
            for (var i = 0; i < Words.Length; i++, next++)
            {
                while (i > 0 && !isSpelt && next < words.Count && words[next].Folded != Words[i] && Links.Contains(words[next].Folded) && AreJoined(text, words[next - 1], words[next], UnitJoints))
                {
                    next++;
                }

                if (next >= words.Count || words[next].Folded != Words[i] || (isInCapitals && !words[next].IsUpper) || (i > 0 && !AreJoined(text, words[next - 1], words[next], UnitJoints))
                    || (i > 0 && isSpelt && !Gap(text, words[next - 1], words[next]).StartsWith('.')))
                {
                    return null;
                }
            }

            return next;
        }
    }
}
