using System.Globalization;
using System.Text.RegularExpressions;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Fabrique.Web.Platform.Tables;

/// <summary>Excel's workbooks: dates are dates, numbers are numbers, and texts are texts whatever they begin with. A text longer than a cell may be ends on a sentence that says so.</summary>
internal sealed partial class XlsxWriter : TableWriter
{
    /// <summary>Characters of a cell.</summary>
    public const int MostOfCell = 32_767;

    // Of France, whatever the language of who opens it: without it LibreOffice shows and writes the month first where it speaks English.
    private const string French = "[$-40C]";

    // Day 0 of Excel's count; the days before have no number.
    private static readonly DateTime First = new(1900, 3, 1);

    private readonly IReadOnlyList<TableColumn> columns;
    private readonly Spreadsheet spreadsheet;
    private readonly StyleId plain;
    private readonly StyleId wrapped;
    private readonly StyleId day;
    private readonly StyleId instant;
    private readonly StyleId whole;
    private readonly Cell[] cells;

    private XlsxWriter(IReadOnlyList<TableColumn> columns, Spreadsheet spreadsheet)
    {
        (this.columns, this.spreadsheet, cells) = (columns, spreadsheet, new Cell[columns.Count]);
        plain = Add();
        wrapped = Add(wraps: true);
        day = Add($"{French}dd/mm/yyyy");
        instant = Add($"{French}dd/mm/yyyy hh:mm:ss");
        whole = Add("0");

        StyleId Add(string? format = null, bool wraps = false)
        {
            var style = new Style { Format = format is null ? null : NumberFormat.Custom(format) };
            style.Alignment.Vertical = VerticalAlignment.Top;
            style.Alignment.WrapText = wraps;
            return spreadsheet.AddStyle(style);
        }
    }

    public static async Task<TableWriter> OpenAsync(string title, IReadOnlyList<TableColumn> columns, Stream target, CancellationToken cancellationToken)
    {
        var workbook = await Spreadsheet.CreateNewAsync(target, new SpreadCheetahOptions { CompressionLevel = SpreadCheetahCompressionLevel.Fastest }, cancellationToken);
        var writer = new XlsxWriter(columns, workbook);
        var options = new WorksheetOptions { FrozenRows = 1 };
        for (var index = 0; index < columns.Count; index++)
        {
            options.Column(index + 1).Width = TableText.WidthOf(columns[index]);
        }

        await workbook.StartWorksheetAsync(TableText.SheetName(title), options, cancellationToken);
        var bold = new Style();
        bold.Font.Bold = true;
        bold.Alignment.Vertical = VerticalAlignment.Top;
        bold.Alignment.WrapText = true;
        var header = workbook.AddStyle(bold);
        await workbook.AddRowAsync([.. columns.Select(column => new Cell(writer.Fit(TableText.Clean(column.Title)), header))], cancellationToken);
        return writer;
    }

    public override ValueTask DisposeAsync() => spreadsheet.DisposeAsync();

    protected override ValueTask WriteAsync(IReadOnlyList<object?> line, CancellationToken cancellationToken)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            cells[index] = line[index] is { } value ? Tell(TableText.KindOf(columns[index], value), value) : default;
        }

        return spreadsheet.AddRowAsync(cells, cancellationToken);
    }

    protected override ValueTask FinishAsync(CancellationToken cancellationToken) => spreadsheet.FinishAsync(cancellationToken);

    private Cell Tell(TableKind kind, object value)
    {
        switch (kind)
        {
            case TableKind.WholeNumber:
                return new Cell(TableText.Whole(value), whole);
            case TableKind.DecimalNumber:
                return new Cell((decimal)value, plain);
            case TableKind.Day:
                var date = ((DateOnly)value).ToDateTime(TimeOnly.MinValue);
                return date < First ? Text(((DateOnly)value).ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture)) : new Cell(date, day);
            case TableKind.Instant:
                var local = TableText.Local(value);
                return local < First ? Text(local.ToString("dd'/'MM'/'yyyy HH':'mm':'ss", CultureInfo.InvariantCulture)) : new Cell(local, instant);
            default:
                return Text(TableText.Of(kind, value)!);
        }
    }

    private Cell Text(string text) => new(Fit(text), text.Contains('\n', StringComparison.Ordinal) ? wrapped : plain);

    private string Fit(string text)
    {
        if (text.Length > MostOfCell)
        {
            Shortened++;
            var end = $"… [coupé\u00a0: {text.Length.ToString("N0", Kernel.Time.FrenchCulture.Instance)} caractères, un classeur Excel en tient 32\u00a0767 par cellule]";
            var kept = MostOfCell - end.Length;
            text = $"{text.AsSpan(0, char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)}{end}";
        }

        // Excel reads « _x0041_ » as the letter whose number it is: the underscore, written that way itself, keeps it a text.
        return text.Contains("_x", StringComparison.Ordinal) ? Escape().Replace(text, "_x005F_") : text;
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escape();
}
