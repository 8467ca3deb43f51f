using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Fabrique.Data;

/// <summary>
/// What people look for and what they look in, compared without accents, case, kinds of apostrophes, of hyphens and of spaces, alike on both engines. SQLite lowers the
/// letters of ASCII only, PostgreSQL those of its locale: neither would find « Églantine » by « eglantine ».
/// </summary>
public static class SearchText
{
    internal const string FunctionName = "fold_text";

    // The first of each is what the others are read as.
    private static readonly string[] Alike =
    [
        "aàáâãäåāăą", "cçćč", "dďđ", "eèéêëēėęě", "gğ", "iìíîïīį", "lłľ", "nñńň", "oòóôõöøōő", "rř", "sšśşș", "tťţț", "uùúûüūůűų", "yýÿ", "zžźż", "'’ʼ‘", "-‐‑", " \u00a0\u202f\u2009",
    ];

    private static readonly (string Written, string Read)[] Ligatures = [("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")];

    private static readonly IReadOnlyDictionary<char, char> Letters = Alike
        .SelectMany(letters => letters[1..].SelectMany(letter => new[] { letter, char.ToUpperInvariant(letter) }.Distinct().Select(written => (Written: written, Read: letters[0]))))
        .ToDictionary(letter => letter.Written, letter => letter.Read);

    /// <summary>A text as it is compared. In a query, the database does it.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in Ligatures.Aggregate(text.Normalize(), (read, ligature) => read.Replace(ligature.Written, ligature.Read, StringComparison.Ordinal)))
        {
            folded.Append(Letters.TryGetValue(character, out var letter) ? letter : char.ToLowerInvariant(character));
        }

        return folded.ToString();
    }

    internal static void MapFold(this ModelBuilder modelBuilder, bool isSqlite)
    {
        var function = modelBuilder.HasDbFunction(typeof(SearchText).GetMethod(nameof(Fold), [typeof(string)])!);
        if (isSqlite)
        {
            function.HasName(FunctionName);
        }
        else
        {
            function.HasTranslation(arguments => ToPostgres(arguments[0]));
        }
    }

    private static SqlFunctionExpression ToPostgres(SqlExpression text)
    {
        var read = Ligatures.Aggregate(text, (inner, ligature) => Call("replace", inner, ligature.Written, ligature.Read));
        return Call("translate", Call("lower", read), string.Concat(Letters.Keys), string.Concat(Letters.Values));
    }

    private static SqlFunctionExpression Call(string name, SqlExpression text, params IEnumerable<string> others)
    {
        SqlExpression[] arguments = [text, .. others.Select(other => new SqlConstantExpression(other, text.TypeMapping))];
        return new SqlFunctionExpression(name, arguments, nullable: true, arguments.Select((_, index) => index == 0), typeof(string), text.TypeMapping);
    }
}
