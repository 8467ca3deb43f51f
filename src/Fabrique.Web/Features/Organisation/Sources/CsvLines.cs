using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Fabrique.Domain;

namespace Fabrique.Web.Features.Organisation.Sources;

/// <summary>A line of a file, by the names of its columns.</summary>
public sealed class CsvLine(int number, IReadOnlyDictionary<string, int> columns, string[] cells)
{
    /// <summary>From 1, the header being one: where the line begins, when it holds line breaks.</summary>
    public int Number => number;

    /// <summary>On one line, without what cannot be seen; empty when the file has no such column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var index) ? Texts.Line(cells[index]) : "";
}

/// <summary>
/// CSV as people make it: in UTF-8 with or without its mark, separated by semicolons or commas, cells in quotes when they hold one or a line break. A header names the
/// columns, in any order; accents and case do not count there.
/// </summary>
internal static class CsvLines
{
    private const int MostLines = 100_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="content">The file.</param>
    /// <param name="source">How its problems name it.</param>
    /// <param name="known">The columns that it may have.</param>
    /// <param name="needed">Those without which it says nothing.</param>
    /// <param name="problems">Where what is not understood is added.</param>
    public static List<CsvLine> Read(byte[] content, string source, IReadOnlyList<string> known, IReadOnlyList<string> needed, List<SourceProblem> problems)
    {
        var lines = new List<CsvLine>();
        if (Decode(content) is not { } text)
        {
            problems.Add(new SourceProblem(source, null, "le fichier n’est pas en UTF-8 (un tableur français l’enregistre souvent en Windows-1252). Enregistrez-le au format « CSV UTF-8 », puis recommencez."));
            return lines;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add(new SourceProblem(source, null, "ce n’est pas un fichier de texte\u00a0: enregistrez-le au format « CSV UTF-8 », puis recommencez."));
            return lines;
        }

        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DelimiterOf(text),
            Mode = CsvMode.RFC4180,
            BadDataFound = null,
            IgnoreBlankLines = false,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        Dictionary<string, int>? columns = null;
        var width = 0;
        for (var count = 0; parser.Read(); count++)
        {
            var number = parser.RawRow - InnerBreaks(parser.RawRecord);
            var cells = parser.Record ?? [];
            if (Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (parser.RawRecord.Count(character => character == '"') % 2 != 0)
            {
                problems.Add(new SourceProblem(source, number, "un guillemet ouvert n’est pas refermé, ou un guillemet manque."));
                return [];
            }

            if (columns is null)
            {
                columns = ReadHeader(cells, source, number, known, needed, problems);
                width = cells.Length;
                if (columns is null)
                {
                    return [];
                }
            }
            else if (cells.Length != width)
            {
                problems.Add(new SourceProblem(source, number, $"{Count(cells.Length, "case", "cases")}, pour {Count(width, "colonne", "colonnes")}."));
            }
            else if (count > MostLines)
            {
                problems.Add(new SourceProblem(source, number, $"plus de {MostLines.ToString("N0", CultureInfo.GetCultureInfo("fr-FR"))} lignes."));
                return [];
            }
            else
            {
                lines.Add(new CsvLine(number, columns, cells));
            }
        }

        if (columns is null)
        {
            problems.Add(new SourceProblem(source, null, "le fichier est vide."));
        }

        return lines;
    }

    private static Dictionary<string, int>? ReadHeader(string[] cells, string source, int number, IReadOnlyList<string> known, IReadOnlyList<string> needed, List<SourceProblem> problems)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var before = problems.Count;
        for (var index = 0; index < cells.Length; index++)
        {
            var name = Texts.Line(cells[index]);
            if (known.FirstOrDefault(column => Same(column, name)) is not { } column)
            {
                problems.Add(new SourceProblem(source, number, $"la colonne « {name} » n’est pas connue\u00a0: les colonnes sont {string.Join(", ", known)}."));
            }
            else if (!columns.TryAdd(column, index))
            {
                problems.Add(new SourceProblem(source, number, $"la colonne « {column} » est écrite deux fois."));
            }
        }

        problems.AddRange(needed.Where(column => !columns.ContainsKey(column)).Select(column => new SourceProblem(source, number, $"la colonne « {column} » manque.")));
        return problems.Count == before ? columns : null;
    }

    private static string? Decode(byte[] content)
    {
        try
        {
            return Utf8.GetString(content).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // The header holds no quoted separator: whichever it has is the file's.
    private static string DelimiterOf(string text)
    {
        var header = text.AsSpan().TrimStart("\r\n");
        var end = header.IndexOfAny('\r', '\n');
        header = end < 0 ? header : header[..end];
        return header.Count(';') >= header.Count(',') ? ";" : ",";
    }

    // A record is numbered by the last of its lines.
    private static int InnerBreaks(string record) => record.TrimEnd('\r', '\n').ReplaceLineEndings("\n").Count(character => character == '\n');

    private static bool Same(string one, string other) =>
        CultureInfo.InvariantCulture.CompareInfo.Compare(one, other, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0;

    private static string Count(int count, string one, string several) => $"{count} {(count < 2 ? one : several)}";
}
