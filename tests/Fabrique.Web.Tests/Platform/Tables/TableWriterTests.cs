using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Fabrique.Testing;
using Fabrique.Web.Platform.Tables;

namespace Fabrique.Web.Tests.Platform.Tables;

public sealed class TableWriterTests
{
    private const string Sheet = "essai";

    private static readonly CancellationToken Token = CancellationToken.None;

    private static readonly TableColumn[] Columns =
    [
        new("texte", "Texte"),
        new("entier", "Entier", TableKind.WholeNumber),
        new("decimal", "Décimal", TableKind.DecimalNumber),
        new("jour", "Jour", TableKind.Day),
        new("instant", "Instant", TableKind.Instant),
        new("oui", "Oui ou non", TableKind.YesNo),
        new("plusieurs", "Plusieurs", TableKind.Several),
    ];

    /// <summary>What readers get wrong: leading zeros, a decimal comma in a text, quotes, separators, line breaks, spaces, a formula, a date that is none, the last of August, both hours of the autumn.</summary>
    private static readonly object?[][] Lines =
    [
        ["01004", 7, 1234.5m, new DateOnly(2026, 8, 31), new DateTime(2026, 8, 31, 12, 30, 15, DateTimeKind.Utc), true, (string[])["un", "deux"]],
        ["12,5", -3, -0.05m, new DateOnly(2024, 2, 29), new DateTime(2026, 10, 25, 0, 30, 0, DateTimeKind.Utc), false, (string[])["seul"]],
        ["Deux lignes,\nou trois ;\nen « tout »", 0, 0m, new DateOnly(1999, 12, 31), new DateTime(2026, 10, 25, 1, 30, 0, DateTimeKind.Utc), true, (string[])["a ; b", "c, d"]],
        ["Il dit \"oui\" ; et 'non'", 40_000, 99_999_999.99m, new DateOnly(2026, 1, 1), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), null, null],
        ["=1+1", null, null, null, null, null, null],
        ["  deux  espaces  ", 1, 0.1m, new DateOnly(2028, 2, 29), new DateTime(2026, 7, 14, 21, 59, 59, DateTimeKind.Utc), true, (string[])["=2+2"]],
        ["31/08/2026", 2, 12m, new DateOnly(2026, 3, 1), null, false, (string[])[""]],
        ["", 3, 1.125m, new DateOnly(1900, 3, 1), null, false, null],
        ["_x0041_ Œuvre d’été 🚲 1e5", 4, 3.3333333333m, new DateOnly(2026, 12, 31), null, true, (string[])["ÉTÉ", "œ"]],
        ["tabulation\tici", 5, 1m, new DateOnly(2026, 5, 8), null, true, (string[])["x"]],
    ];

    private static readonly string[] Codes = [.. TableFormat.All.Select(format => format.Code)];

    [LibreOfficeFact]
    public async Task LibreOffice_reads_the_same_cells_in_the_four_formats()
    {
        var folder = Directory.CreateTempSubdirectory("fabrique-tables-").FullName;
        try
        {
            foreach (var format in TableFormat.All)
            {
                await using var file = File.Create(Path.Combine(folder, $"{format.Code}.{format.Extension}"));
                await TableWriter.WriteAsync(format, Sheet, Columns, Lines.ToAsyncEnumerable(), file, progress: null, Token);
            }

            // Separator, quotes, UTF-8, first line, columns, language, texts quoted, cells as they are shown.
            await LibreOffice.ConvertAsync(folder, "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false", null, "xlsx.xlsx", "ods.ods");
            var (french, international) = (Read(Path.Combine(folder, "xlsx.csv")), Read(Path.Combine(folder, "ods.csv")));
            var expected = Expected(hasSeconds: true).ToList();
            Assert.Equal(expected, french);
            Assert.Equal(expected, international);

            // Columns are declared: 2 is a text, 4 a French date, 5 one of ISO, 1 a number as the language writes it. Left to itself, it cuts at decimal commas and drops leading zeros.
            await LibreOffice.ConvertAsync(folder, "ods:calc8", "Text - txt - csv (StarCalc):59,34,76,1,1/2/2/1/3/1/4/4/5/4/6/2/7/2,1036,false,false", "csv-fr.csv");
            await LibreOffice.ConvertAsync(folder, "ods:calc8", "Text - txt - csv (StarCalc):44,34,76,1,1/2/2/1/3/1/4/5/5/2/6/2/7/2,1033,false,false", "csv.csv");
            Assert.Equal(Values(isFrench: true), ReadOds(Path.Combine(folder, "csv-fr.ods")));
            Assert.Equal(Values(isFrench: false), ReadOds(Path.Combine(folder, "csv.ods")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task French_CSV_is_what_a_double_click_opens_in_Excel()
    {
        var bytes = await WriteAsync(TableFormat.FrenchCsv, Columns, Lines);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        var lines = text.Split("\r\n");
        Assert.Equal("Texte;Entier;Décimal;Jour;Instant;Oui ou non;Plusieurs", lines[0]);
        Assert.Equal("01004;7;1234,5;31/08/2026;31/08/2026 14:30:15;Oui;un | deux", lines[1]);
        Assert.Equal("12,5;-3;-0,05;29/02/2024;25/10/2026 02:30:00;Non;seul", lines[2]);
        Assert.Contains("\"Deux lignes,\nou trois ;\nen « tout »\";0;0;31/12/1999;25/10/2026 02:30:00;Oui;\"a ; b | c, d\"\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\"Il dit \"\"oui\"\" ; et 'non'\";40000;99999999,99;", text, StringComparison.Ordinal);
        Assert.Contains("\r\n'=1+1;;;;;;\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task International_CSV_says_which_of_the_two_hours_of_the_autumn_it_is()
    {
        var bytes = await WriteAsync(TableFormat.Csv, Columns, Lines);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.StartsWith("Texte,Entier,Décimal,", text, StringComparison.Ordinal);
        Assert.Contains("01004,7,1234.5,2026-08-31,2026-08-31T14:30:15+02:00,true,un | deux\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\"12,5\",-3,-0.05,2024-02-29,2026-10-25T02:30:00+02:00,false,seul\r\n", text, StringComparison.Ordinal);
        Assert.Contains("2026-10-25T02:30:00+01:00,true", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+33 1 02")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("＝1")]
    public async Task No_text_is_a_formula(string hostile)
    {
        foreach (var format in (TableFormat[])[TableFormat.FrenchCsv, TableFormat.Csv])
        {
            var text = Encoding.UTF8.GetString(await WriteAsync(format, [new TableColumn("a", hostile), new TableColumn("b", "B", TableKind.Several), new TableColumn("c", "C", TableKind.DecimalNumber)], [[hostile, (string[])[hostile], -1.5m]]));
            var lines = Read(text.TrimStart('\ufeff'), format == TableFormat.FrenchCsv ? ';' : ',');
            Assert.All((string[])[lines[0][0], lines[1][0], lines[1][1]], cell => Assert.StartsWith("'", cell, StringComparison.Ordinal));
            Assert.StartsWith("-1", lines[1][2], StringComparison.Ordinal);
        }

        var sheet = await PartAsync(await WriteAsync(TableFormat.Xlsx, [new TableColumn("a", "A")], [[hostile]]), "xl/worksheets/sheet1.xml");
        Assert.DoesNotContain(sheet.Descendants(), element => element.Name.LocalName == "f");
        var content = await PartAsync(await WriteAsync(TableFormat.Ods, [new TableColumn("a", "A")], [[hostile]]), "content.xml");
        Assert.DoesNotContain(content.Descendants().Attributes(), attribute => attribute.Name.LocalName == "formula");
    }

    [Fact]
    public async Task A_workbook_has_types_a_bold_header_that_stays_and_columns_of_their_width()
    {
        var bytes = await WriteAsync(TableFormat.Xlsx, Columns, Lines);
        var sheet = await PartAsync(bytes, "xl/worksheets/sheet1.xml");
        Assert.Equal("frozen", sheet.Descendants().Single(element => element.Name.LocalName == "pane").Attribute("state")!.Value);
        Assert.Equal(Columns.Length, sheet.Descendants().Count(element => element.Name.LocalName == "col"));
        var cells = sheet.Descendants().Where(element => element.Name.LocalName == "row").ElementAt(1).Elements().ToList();
        Assert.Equal("inlineStr", cells[0].Attribute("t")!.Value);
        Assert.All(cells[1..5], cell => Assert.True(cell.Attribute("t") is null or { Value: "n" }));
        Assert.Equal(46265.604, double.Parse(cells[4].Value, CultureInfo.InvariantCulture), 3);
        Assert.Contains("dd/mm/yyyy", (await PartAsync(bytes, "xl/styles.xml")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ODS_says_what_it_is_in_its_first_bytes()
    {
        var bytes = await WriteAsync(TableFormat.Ods, Columns, Lines);
        Assert.Equal("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Encoding.ASCII.GetString(bytes, 30, 54));
        var content = await PartAsync(bytes, "content.xml");
        var types = content.Descendants().Where(element => element.Name.LocalName == "table-row").ElementAt(1).Elements().Select(cell => cell.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "value-type")?.Value);
        Assert.Equal(["string", "float", "float", "date", "date", "string", "string"], types);
        Assert.Contains("VerticalSplitPosition", (await PartAsync(bytes, "settings.xml")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_too_long_for_Excel_says_so_and_is_whole_elsewhere()
    {
        var text = $"{new string('a', 32_700)}{string.Concat(Enumerable.Repeat("🚲", 40_000))}fin";
        using var target = new MemoryStream();
        var report = await TableWriter.WriteAsync(TableFormat.Xlsx, Sheet, [Columns[0]], new object?[][] { [text], ["court"], [new string('b', 32_767)] }.ToAsyncEnumerable(), target, progress: null, Token);
        Assert.Equal(new TableReport(3, 1), report);
        var cell = (await PartAsync(target.ToArray(), "xl/worksheets/sheet1.xml")).Descendants().Where(element => element.Name.LocalName == "row").ElementAt(1).Value;
        Assert.InRange(cell.Length, 32_000, 32_767);
        Assert.EndsWith("caractères, un classeur Excel en tient 32\u00a0767 par cellule]", cell, StringComparison.Ordinal);

        var whole = (await PartAsync(await WriteAsync(TableFormat.Ods, [Columns[0]], [[text]]), "content.xml")).Descendants().Where(element => element.Name.LocalName == "table-row").ElementAt(1).Value;
        Assert.Equal(text, whole);
    }

    [Fact]
    public async Task What_XML_refuses_is_shown_and_breaks_nothing()
    {
        const string Typed = "a\0b\u0001c\ud800d\uffffe\r\nf\rg\u000bh";
        const string Shown = "a�b�c�d�e\nf\ng�h";
        foreach (var code in Codes)
        {
            var bytes = await WriteAsync(TableFormat.Find(code)!, [Columns[0]], [[Typed]]);
            var read = code switch
            {
                "xlsx" => (await PartAsync(bytes, "xl/worksheets/sheet1.xml")).Descendants().Where(element => element.Name.LocalName == "row").ElementAt(1).Value,
                "ods" => string.Join('\n', (await PartAsync(bytes, "content.xml")).Descendants().Where(element => element.Name.LocalName == "table-row").ElementAt(1).Descendants().Where(element => element.Name.LocalName == "p").Select(line => line.Value)),
                _ => Read(Encoding.UTF8.GetString(bytes).TrimStart('\ufeff'), code == "csv" ? ',' : ';')[1][0],
            };
            Assert.Equal(Shown, read);
        }
    }

    [Fact]
    public async Task More_lines_than_a_sheet_holds_are_refused_not_cut()
    {
        var small = TableFormat.FrenchCsv with { Code = "petit", MostLines = 2 };
        await Assert.ThrowsAsync<TableTooLongException>(() => WriteAsync(small, [Columns[0]], [["1"], ["2"], ["3"]]));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableFormat.Csv, Columns, [["une seule cellule"]]));
    }

    private static async Task<byte[]> WriteAsync(TableFormat format, IReadOnlyList<TableColumn> columns, object?[][] lines)
    {
        using var target = new MemoryStream();
        await TableWriter.WriteAsync(format, Sheet, columns, lines.ToAsyncEnumerable(), target, progress: null, Token);
        return target.ToArray();
    }

    private static async Task<XElement> PartAsync(byte[] bytes, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes));
        await using var part = archive.GetEntry(name)!.Open();
        return await XElement.LoadAsync(part, LoadOptions.PreserveWhitespace, Token);
    }

    // As LibreOffice shows them when it is told nothing of how they are to be shown, but to show them as their formats say.
    private static IEnumerable<string> Expected(bool hasSeconds)
    {
        yield return string.Join('¦', Columns.Select(column => column.Title));
        foreach (var line in Lines)
        {
            yield return string.Join('¦', line.Select((value, index) => value switch
            {
                null => "",
                string text => text.Replace('\t', ' '),
                decimal number => number.ToString("0.##########", CultureInfo.InvariantCulture),
                DateOnly day => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture),
                DateTime instant => TableText.Local(instant).ToString(hasSeconds ? "dd'/'MM'/'yyyy HH':'mm':'ss" : "dd'/'MM'/'yyyy HH':'mm", CultureInfo.InvariantCulture),
                bool isYes => isYes ? "Oui" : "Non",
                IEnumerable<string> several => string.Join(" | ", several),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            }));
        }
    }

    // As cells of a workbook hold them: a type, and a value.
    private static IEnumerable<string> Values(bool isFrench)
    {
        yield return string.Join('¦', Columns.Select(column => column.Title));
        foreach (var line in Lines)
        {
            yield return string.Join('¦', line.Select((value, index) => value switch
            {
                null or "" => "",
                string text => Neutral(text.Replace('\t', ' ')),
                decimal number => number.ToString("0.##########", CultureInfo.InvariantCulture),
                DateOnly day => day.ToString("yyyy'-'MM'-'dd", CultureInfo.InvariantCulture),
                DateTime instant => isFrench
                    ? TableText.Local(instant).ToString("yyyy'-'MM'-'dd'T'HH':'mm':'ss", CultureInfo.InvariantCulture)
                    : new DateTimeOffset(TableText.Local(instant), Fabrique.Domain.Time.ParisTime.FromUtc(instant) - instant).ToString("yyyy'-'MM'-'dd'T'HH':'mm':'sszzz", CultureInfo.InvariantCulture),
                bool isYes => isFrench ? isYes ? "Oui" : "Non" : isYes ? "true" : "false",
                IEnumerable<string> several => Neutral(string.Join(" | ", several)),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            }));
        }

        static string Neutral(string text) => text.StartsWith('=') ? $"'{text}" : text;
    }

    private static List<string> Read(string path) => [.. Read(File.ReadAllText(path), ',').Select(line => string.Join('¦', line))];

    private static List<List<string>> Read(string text, char separator)
    {
        var lines = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '"' when isQuoted && index + 1 < text.Length && text[index + 1] == '"':
                    cell.Append('"');
                    index++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case var character when character == separator && !isQuoted:
                    End();
                    break;
                case '\r' when !isQuoted:
                    break;
                case '\n' when !isQuoted:
                    End();
                    lines.Add([]);
                    break;
                case var character:
                    cell.Append(character);
                    break;
            }
        }

        return lines[..^1];

        void End()
        {
            lines[^1].Add(cell.ToString());
            cell.Clear();
        }
    }

    private static List<string> ReadOds(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var part = archive.GetEntry("content.xml")!.Open();
        return [.. XElement.Load(part, LoadOptions.PreserveWhitespace).Descendants()
            .Where(element => element.Name.LocalName == "table-row")
            .Select(row => row.Elements().SelectMany(cell => Enumerable.Repeat(Cell(cell), int.Parse(Attribute(cell, "number-columns-repeated") ?? "1", CultureInfo.InvariantCulture))).Take(Columns.Length).ToList())
            .Where(row => row.Count == Columns.Length && row.Exists(cell => cell.Length > 0))
            .Select(row => string.Join('¦', row))];

        static string? Attribute(XElement element, string name) => element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name)?.Value;

        static string Cell(XElement cell) => Attribute(cell, "value-type") switch
        {
            null => "",
            "float" => decimal.Parse(Attribute(cell, "value")!, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.##########", CultureInfo.InvariantCulture),
            "date" => Attribute(cell, "date-value")!,
            _ => string.Join('\n', cell.Elements().Where(line => line.Name.LocalName == "p").Select(Line)),
        };

        static string Line(XElement line) => string.Concat(line.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "s" } spaces => new string(' ', int.Parse(Attribute(spaces, "c") ?? "1", CultureInfo.InvariantCulture)),
            XElement inner => Line(inner),
            _ => "",
        }));
    }
}
