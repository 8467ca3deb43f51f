using System.Linq.Expressions;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Lists;

/// <summary>What a page says of a list, whatever its lines.</summary>
public abstract class PagedList
{
    private protected PagedList(ListAddress address, int total, int size)
    {
        Address = address;
        Total = total;
        Pages = Math.Max(1, (total + size - 1) / size);
        Number = Math.Min(address.Number, Pages);
    }

    public ListAddress Address { get; }

    /// <summary>Lines of all pages.</summary>
    public int Total { get; }

    /// <summary>The page shown, from 1: the last one when the address asks one beyond.</summary>
    public int Number { get; }

    public int Pages { get; }

    /// <summary>« 37 candidatures, page 2 sur 2 ».</summary>
    /// <param name="one">The noun.</param>
    /// <param name="several">The noun in the plural.</param>
    public string Count(string one, string several)
    {
        var count = string.Create(FrenchCulture.Instance, $"{Total:N0} {(Total < 2 ? one : several)}");
        return Pages == 1 ? count : string.Create(FrenchCulture.Instance, $"{count}, page {Number:N0} sur {Pages:N0}");
    }

    /// <summary>Reads one page of what a query finds, in the order that the address asks. The lines are counted only when the page does not tell how many there are.</summary>
    /// <param name="lines">All that the filters leave.</param>
    /// <param name="address">Which page, and in what order.</param>
    /// <param name="size">Lines of a page, at most.</param>
    /// <param name="orders">The orders that may be asked.</param>
    /// <param name="row">What is read of a line.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="count">Counts the lines, where that is less work than with the query; null to count with it.</param>
    public static async Task<PagedList<TRow>> ReadAsync<T, TRow>(
        IQueryable<T> lines,
        ListAddress address,
        int size,
        ListOrders<T> orders,
        Expression<Func<T, TRow>> row,
        CancellationToken cancellationToken,
        Func<CancellationToken, Task<int>>? count = null)
    {
        var sort = orders.Read(address);
        var list = await ReadAsync(
            address,
            size,
            (skip, take, token) => orders.Sort(lines, sort).Skip(skip).Take(take).Select(row).ToListAsync(token),
            count ?? (token => lines.CountAsync(token)),
            cancellationToken);
        list.Sorted(sort, code => orders.After(sort, code));
        return list;
    }

    /// <summary>The same for what no query of Entity Framework reads.</summary>
    /// <param name="address">Which page.</param>
    /// <param name="size">Lines of a page, at most.</param>
    /// <param name="read">Skips so many lines, and reads so many.</param>
    /// <param name="count">Counts all lines.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<PagedList<TRow>> ReadAsync<TRow>(
        ListAddress address,
        int size,
        Func<int, int, CancellationToken, Task<List<TRow>>> read,
        Func<CancellationToken, Task<int>> count,
        CancellationToken cancellationToken)
    {
        var before = (address.Number - 1) * size;
        var rows = await read(before, size + 1, cancellationToken);
        if (rows.Count <= size && (rows.Count > 0 || before == 0))
        {
            return new PagedList<TRow>(address, rows, before + rows.Count, size);
        }

        var list = new PagedList<TRow>(address, rows, await count(cancellationToken), size);
        return rows.Count > 0 ? list : new PagedList<TRow>(address, await read((list.Number - 1) * size, size, cancellationToken), list.Total, size);
    }
}

/// <summary>One page of a list.</summary>
public sealed class PagedList<T> : PagedList
{
    private readonly int size;
    private ListSort sort;
    private Func<string, ListSort> after = _ => throw new InvalidOperationException("This list has one order.");

    /// <param name="address">Of the list.</param>
    /// <param name="rows">Of the page that it asks; one more when others follow.</param>
    /// <param name="total">Lines of all pages.</param>
    /// <param name="size">Lines of a page, at most.</param>
    public PagedList(ListAddress address, IEnumerable<T> rows, int total, int size)
        : base(address, total, size)
    {
        this.size = size;
        Rows = [.. rows.Take(size)];
    }

    public IReadOnlyList<T> Rows { get; }

    /// <summary>The list as a column sorts it; once more, the other way round.</summary>
    public string SortHref(string code) => Address.SortedBy(after(code));

    /// <summary>How a column sorts the list now; null when another one does.</summary>
    public SortDirection? SortOf(string code) => sort.Code != code ? null : sort.IsDescending ? SortDirection.Descending : SortDirection.Ascending;

    /// <summary>The same page, each of its lines turned into what the page shows of it.</summary>
    public PagedList<TRow> Select<TRow>(Func<T, TRow> row)
    {
        var page = new PagedList<TRow>(Address, Rows.Select(row), Total, size);
        page.Sorted(sort, after);
        return page;
    }

    internal void Sorted(ListSort sort, Func<string, ListSort> after) => (this.sort, this.after) = (sort, after);
}
