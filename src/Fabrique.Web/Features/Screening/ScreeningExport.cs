using System.Runtime.CompilerServices;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Exports;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Tables;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening;

/// <summary>« Instruction », taken away: the same filter, the same order and the same columns as on the page, read by the same list.</summary>
public sealed class ScreeningExport(FabriqueDbContext db, ScreeningList list) : ExportSource
{
    public const string SourceCode = "instruction";

    /// <summary>Name, in the filter of an export, of the columns that the person sees.</summary>
    private const string ColumnsKey = "colonnes";

    private const string Between = "~";

    public override string Code => SourceCode;

    public override string Href => ApplicationLinks.Screening;

    public override string Label => "Instruction";

    /// <summary>What the page shows, to be taken away.</summary>
    public static ExportOfView Of(ScreeningFilter filter, ScreeningOrder order, IEnumerable<ScreeningColumn> columns) => new(SourceCode, Write(filter, order, Shown(columns)));

    public override bool MayExport(Actor actor) => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator) || actor.IsInRole(AppRoles.Auditor);

    public override async Task<ExportView?> OpenAsync(string filter, CancellationToken cancellationToken)
    {
        var (read, order, shown) = Read(filter);
        var title = Label;
        if (read.Call is { } slug)
        {
            if (await db.Calls.Where(call => call.Slug == slug).Select(call => call.Title).SingleOrDefaultAsync(cancellationToken) is not { } call)
            {
                return null;
            }

            title += $", {call}";
        }

        // A label that is removed while the list is filtered on it would keep nothing, and say nothing of it.
        if (read.LabelId is { } labelId)
        {
            if (await db.ScreeningLabels.Where(label => label.Id == labelId).Select(label => label.Name).SingleOrDefaultAsync(cancellationToken) is not { } name)
            {
                return null;
            }

            title += $", étiquette «\u00a0{name}\u00a0»";
        }

        title += read.Status is { } status ? $", {ApplicationLabels.Of(status).ToLowerInvariant()}" : "";
        title += (read with { Call = null, LabelId = null, Status = null }).IsEmpty ? "" : ", filtrée";
        var known = await list.ColumnsAsync(read, cancellationToken);
        var kept = shown.Where(key => known.Any(column => column.Key == key)).ToList();
        return new ExportView(
            Write(read, order, kept),
            title,
            read.Call is { } named ? $"instruction-{named}" : "instruction",
            [.. known.Select(column => new TableColumn(column.Key, column.Title, KindOf(column)))],
            kept.Count > 0 ? kept : [.. Shown(ScreeningColumns.ShownFirst)]);
    }

    // Under the title, the page shows the reference and the labels: taken away, each has its column.
    private static List<string> Shown(IEnumerable<ScreeningColumn> columns)
    {
        List<string> keys = [.. columns.Select(column => column.Key)];
        if (!keys.Contains(ScreeningColumns.Reference))
        {
            keys.Insert(0, ScreeningColumns.Reference);
        }

        if (keys.Contains(ScreeningColumns.Title) && !keys.Contains(ScreeningColumns.Labels))
        {
            keys.Add(ScreeningColumns.Labels);
        }

        return keys;
    }

    public override Task<int> CountAsync(ExportView view, CancellationToken cancellationToken) => list.CountAsync(Read(view.Filter).Filter, cancellationToken);

    public override async IAsyncEnumerable<IReadOnlyList<object?>> ReadAsync(ExportView view, IReadOnlyList<TableColumn> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (filter, order, _) = Read(view.Filter);
        var known = (await list.ColumnsAsync(filter, cancellationToken)).ToDictionary(column => column.Key, StringComparer.Ordinal);
        ScreeningColumn[] asked = [.. columns.Select(column => known[column.Code])];
        await foreach (var line in list.StreamAsync(filter, order, asked, cancellationToken))
        {
            var cells = new object?[asked.Length];
            for (var index = 0; index < asked.Length; index++)
            {
                cells[index] = Tell(columns[index].Kind, asked[index].Read(line));
            }

            yield return cells;
        }
    }

    // What is said of several answers at once is a text, whatever the column.
    private static object? Tell(TableKind kind, object? value) => (kind, value) switch
    {
        (TableKind.DecimalNumber, int whole) => (decimal)whole,
        (TableKind.DecimalNumber, double number) => (decimal)number,
        _ => value,
    };

    private static TableKind KindOf(ScreeningColumn column) => column.Kind switch
    {
        ScreeningValueKind.Day => TableKind.Day,
        ScreeningValueKind.Instant => TableKind.Instant,
        ScreeningValueKind.Number => column.Question is null ? TableKind.WholeNumber : TableKind.DecimalNumber,
        _ => TableKind.Text,
    };

    private static (ScreeningFilter Filter, ScreeningOrder Order, IReadOnlyList<string> Columns) Read(string filter)
    {
        var query = QueryHelpers.ParseQuery(filter);
        var columns = query.GetValueOrDefault(ColumnsKey).ToString().Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return (ScreeningFilter.Read(filter), ScreeningOrder.Read(query.GetValueOrDefault(ListAddress.Order)), columns);
    }

    private static string Write(ScreeningFilter filter, ScreeningOrder order, IEnumerable<string> columns) => QueryString.Create(filter.Write()
        .Append(KeyValuePair.Create(ListAddress.Order, order.ToString()))
        .Append(KeyValuePair.Create(ColumnsKey, string.Join(Between, columns)))
        .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).ToString();
}
