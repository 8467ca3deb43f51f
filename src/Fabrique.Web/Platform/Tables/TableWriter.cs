namespace Fabrique.Web.Platform.Tables;

/// <summary>What a table became once it was written.</summary>
/// <param name="Lines">Written, the header apart.</param>
/// <param name="Shortened">Cells that the format could not hold whole, which say so themselves.</param>
public sealed record TableReport(int Lines, int Shortened);

/// <summary>
/// Writes a table line by line, so that its length costs time but no memory. What a cell holds is the same in every format: what is read again differs by its form alone. A text is never
/// taken for a formula by whoever opens the file.
/// </summary>
public abstract class TableWriter : IAsyncDisposable
{
    /// <summary>Cells that the format could not hold whole.</summary>
    public int Shortened { get; protected set; }

    /// <summary>Writes a whole table.</summary>
    /// <param name="format">In which form.</param>
    /// <param name="title">Of the table.</param>
    /// <param name="columns">At least one.</param>
    /// <param name="lines">Each has a value for each column, of the type that its kind names.</param>
    /// <param name="target">Can be sought for the formats of spreadsheets; left open.</param>
    /// <param name="progress">Told how many lines there are, after each; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Abandons it: the target then holds nothing of use.</param>
    public static async Task<TableReport> WriteAsync(
        TableFormat format, string title, IReadOnlyList<TableColumn> columns, IAsyncEnumerable<IReadOnlyList<object?>> lines, Stream target, Func<int, ValueTask>? progress, CancellationToken cancellationToken)
    {
        await using var writer = await OpenAsync(format, title, columns, target, cancellationToken);
        var count = 0;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            if (line.Count != columns.Count)
            {
                throw new ArgumentException($"A line has {line.Count} cells for {columns.Count} columns.", nameof(lines));
            }

            if (++count > format.MostLines)
            {
                throw new TableTooLongException(format);
            }

            await writer.WriteAsync(line, cancellationToken);
            if (progress is not null)
            {
                await progress(count);
            }
        }

        await writer.FinishAsync(cancellationToken);
        return new TableReport(count, writer.Shortened);
    }

    private static async Task<TableWriter> OpenAsync(TableFormat format, string title, IReadOnlyList<TableColumn> columns, Stream target, CancellationToken cancellationToken)
    {
        if (format == TableFormat.Xlsx)
        {
            return await XlsxWriter.OpenAsync(title, columns, target, cancellationToken);
        }

        return format == TableFormat.Ods
            ? await OdsWriter.OpenAsync(title, columns, target, cancellationToken)
            : await CsvTableWriter.OpenAsync(format == TableFormat.FrenchCsv, columns, target, cancellationToken);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask WriteAsync(IReadOnlyList<object?> line, CancellationToken cancellationToken);

    protected abstract ValueTask FinishAsync(CancellationToken cancellationToken);
}

/// <summary>There are more lines than the format may hold.</summary>
public sealed class TableTooLongException(TableFormat format) : Exception($"More lines than {format.Code} may hold.")
{
    public TableFormat Format => format;
}
