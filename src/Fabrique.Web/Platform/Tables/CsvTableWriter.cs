using System.Globalization;
using System.Text;
using Fabrique.Domain.Time;

namespace Fabrique.Web.Platform.Tables;

/// <summary>
/// CSV as RFC 4180 has it, in UTF-8. French: semicolons, decimal comma, day/month/year, and the mark (BOM) without which Excel takes UTF-8 for an old set of characters. International: commas,
/// decimal point, ISO 8601. A text that a spreadsheet would run as a formula begins with an apostrophe, which they leave in the cell: it is one character more, and does nothing.
/// </summary>
internal sealed class CsvTableWriter : TableWriter
{
    private const string Dangerous = "=+-@\uff1d\uff0b\uff0d\uff20";
    private const string Decimals = "0.############################";

    private readonly bool isFrench;
    private readonly IReadOnlyList<TableColumn> columns;
    private readonly StreamWriter writer;
    private readonly StringBuilder buffer = new();
    private readonly char separator;
    private readonly NumberFormatInfo numbers;

    private CsvTableWriter(bool isFrench, IReadOnlyList<TableColumn> columns, Stream target)
    {
        (this.isFrench, this.columns, separator) = (isFrench, columns, isFrench ? ';' : ',');
        numbers = new NumberFormatInfo { NumberDecimalSeparator = isFrench ? "," : "." };
        writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: isFrench), 16 * 1024, leaveOpen: true);
    }

    public static async Task<TableWriter> OpenAsync(bool isFrench, IReadOnlyList<TableColumn> columns, Stream target, CancellationToken cancellationToken)
    {
        var opened = new CsvTableWriter(isFrench, columns, target);
        await opened.WriteLineAsync(columns.Select(column => Neutral(TableText.Clean(column.Title))), cancellationToken);
        return opened;
    }

    public override ValueTask DisposeAsync() => writer.DisposeAsync();

    protected override ValueTask WriteAsync(IReadOnlyList<object?> line, CancellationToken cancellationToken) =>
        WriteLineAsync(line.Select((value, index) => value is null ? "" : Tell(TableText.KindOf(columns[index], value), value)), cancellationToken);

    protected override async ValueTask FinishAsync(CancellationToken cancellationToken) => await writer.FlushAsync(cancellationToken);

    private async ValueTask WriteLineAsync(IEnumerable<string> cells, CancellationToken cancellationToken)
    {
        buffer.Clear();
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst)
            {
                buffer.Append(separator);
            }

            isFirst = false;
            if (cell.AsSpan().ContainsAny(separator, '"', '\n') || cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])))
            {
                buffer.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                buffer.Append(cell);
            }
        }

        buffer.Append("\r\n");
        await writer.WriteAsync(buffer, cancellationToken);
    }

    private string Tell(TableKind kind, object value) => kind switch
    {
        TableKind.WholeNumber => TableText.Whole(value).ToString(CultureInfo.InvariantCulture),
        TableKind.DecimalNumber => ((decimal)value).ToString(Decimals, numbers),
        TableKind.Day => ((DateOnly)value).ToString(isFrench ? "dd'/'MM'/'yyyy" : "yyyy'-'MM'-'dd", CultureInfo.InvariantCulture),
        TableKind.Instant => isFrench
            ? TableText.Local(value).ToString("dd'/'MM'/'yyyy HH':'mm':'ss", CultureInfo.InvariantCulture)
            : Offset((DateTime)value),
        TableKind.YesNo when !isFrench => (bool)value ? "true" : "false",
        _ => Neutral(TableText.Of(kind, value)!),
    };

    // With its distance to UTC: within the hour that the autumn repeats it still says which.
    private static string Offset(DateTime instant)
    {
        var local = TableText.Local(instant);
        return new DateTimeOffset(local, ParisTime.FromUtc(instant) - instant).ToString("yyyy'-'MM'-'dd'T'HH':'mm':'sszzz", CultureInfo.InvariantCulture);
    }

    // Blanks before it do not keep every reader from running it.
    private static string Neutral(string text) => text.AsSpan().TrimStart() is [var first, ..] && Dangerous.Contains(first, StringComparison.Ordinal) ? $"'{text}" : text;
}
