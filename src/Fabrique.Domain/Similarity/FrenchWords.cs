using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Fabrique.Domain.Similarity;

/// <summary>A word of a text that says something.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">In characters.</param>
/// <param name="Stem">What its forms share, lower case and without accents: « plantation » and « planter » have one.</param>
public readonly record struct FrenchWord(int Start, int Length, string Stem);

/// <summary>Reads the words of French texts: elided and empty ones are left out, the others are brought to their stem.</summary>
public static class FrenchWords
{
    private const int ShortestStem = 4;

    // Words of grammar, and those that any idea of a digital service is told with: they bring no two of them closer.
    private static readonly FrozenSet<string> Empty =
        ("a ai ainsi alors apres au aucun aucune aujourd aupres aussi autant autre autres aux avaient avait avant avec avoir beaucoup bien bon bonne c ca car ce ceci cela celle celles celui cent ces cet cette ceux chacun chacune chaque chez "
        + "ci combien comme comment contre d dans de dehors deja dela depuis derriere des desormais deux dernier derniere derniers dernieres devant devra devraient devrait dira dirait dire dix doit doivent donc donne donner donnerait dont du durant elle elles en encore enfin entre envers es est et etait "
        + "etant ete etes etre eu eux faire fait faut faute fois font fur grace hors huit hui ici il ils j jamais je jour jours jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma maintenant mais mal mal me meme "
        + "memes mes mettre mieux moi moins moment mois mon n nait ne neuf ni non nos notre nous nouveau nouveaux nouvelle nouvelles nul on ont or ou outre par parce parfois parmi pas pendant permet permettra permettrait permettre peu peut peuvent plus plusieurs plutot point pour pourquoi "
        + "pourraient pourrait pourront pouvoir premier premiere premiers premieres pres presque propose proposer proposerait proposons puis puisqu puisque qu quand quatre que quel quelle quelles quelqu quelque quelques quels qui quoi quoique rien s sa sait sans sans savent savoir se selon sept ser sera serait "
        + "seraient seront ses seul seule seulement si six sien soi soient soit sommes son sont sous souvent suis suivant suivi sur t ta tandis tant tel telle telles tels tes toi ton tot toujours tous tout toute toutes toutefois tres trois trop tu un une va vers via "
        + "voient voir voit voici voila vont vos votre vous vue y "
        + "an ans annee annees application applications besoin chose choses facile faciliter ideal idee idees numerique numeriques outil outils plateforme projet projets service services simple simplement solution solutions systeme utiliser").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // The longest first; what is left must keep a few letters.
    private static readonly string[] Endings =
    [
        .. new[]
        {
            "issement", "ablement", "iblement", "ivement", "ation", "ateur", "atrice", "ition", "iteur", "isation", "isateur", "ification", "ement", "ment", "age", "ance", "ence", "able", "ible", "iste", "isme", "ique", "ite", "ivite",
            "eur", "euse", "eux", "if", "ive", "erie", "ier", "iere", "oire", "ure", "ion", "ant", "ante", "ent", "ente", "al", "ale", "el", "elle",
            "erait", "eraient", "irait", "iraient", "rait", "raient", "eront", "iront", "ait", "aient", "assent", "ees", "ee", "er", "ir", "re", "ez", "ons", "era", "ira", "e", "i", "ie",
        }.Distinct(StringComparer.Ordinal).OrderByDescending(ending => ending.Length),
    ];

    /// <summary>The words that say something, in order.</summary>
    public static IEnumerable<FrenchWord> Read(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            if (!char.IsLetterOrDigit(text[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || CharUnicodeInfo.GetUnicodeCategory(text[end]) is UnicodeCategory.NonSpacingMark))
            {
                end++;
            }

            var word = Fold(text.AsSpan(start, end - start));
            if (word.Length > 1 && !Empty.Contains(word))
            {
                yield return new FrenchWord(start, end - start, Stem(word));
            }

            start = end;
        }
    }

    /// <summary>What the forms of a word share.</summary>
    /// <param name="word">Lower case, without accents.</param>
    private static string Stem(string word)
    {
        var stem = word;
        if (stem.Length > ShortestStem)
        {
            stem = stem.EndsWith("aux", StringComparison.Ordinal) && !stem.EndsWith("eaux", StringComparison.Ordinal) ? stem[..^2] + "l" : stem.TrimEnd('s', 'x');
        }

        // « inspecteurs » gives « inspect », « inspection » too: an ending may hide another.
        for (var round = 0; round < 2; round++)
        {
            var ending = Array.Find(Endings, ending => stem.Length >= ending.Length + ShortestStem && stem.EndsWith(ending, StringComparison.Ordinal));
            if (ending is null)
            {
                break;
            }

            stem = stem[..^ending.Length];
        }

        return stem.Length > ShortestStem && stem[^1] == stem[^2] ? stem[..^1] : stem;
    }

    private static string Fold(ReadOnlySpan<char> word)
    {
        var folded = new StringBuilder(word.Length + 2);
        foreach (var letter in word.ToString().Normalize(NormalizationForm.FormD))
        {
            switch (letter)
            {
                case 'œ' or 'Œ':
                    folded.Append("oe");
                    break;
                case 'æ' or 'Æ':
                    folded.Append("ae");
                    break;
                default:
                    if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark)
                    {
                        folded.Append(char.ToLowerInvariant(letter));
                    }

                    break;
            }
        }

        return folded.ToString();
    }
}
