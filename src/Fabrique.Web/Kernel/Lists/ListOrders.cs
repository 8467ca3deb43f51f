using System.Linq.Expressions;

namespace Fabrique.Web.Kernel.Lists;

/// <summary>An order of a list.</summary>
/// <param name="Code">Of the column, as the address has it.</param>
/// <param name="IsDescending">Whether the greatest come first.</param>
public readonly record struct ListSort(string Code, bool IsDescending)
{
    public override string ToString() => IsDescending ? $"-{Code}" : Code;
}

/// <summary>The orders in which people may ask for a list; the first is how it comes. Lines of the same rank follow a key that no two of them share, so that a page never shows one twice.</summary>
/// <typeparam name="T">What is sorted, before it is projected.</typeparam>
public sealed class ListOrders<T>
{
    private readonly List<(ListSort First, Func<IQueryable<T>, bool, IOrderedQueryable<T>> Apply)> orders = [];
    private Func<IOrderedQueryable<T>, IOrderedQueryable<T>> settle = _ => throw new InvalidOperationException("Nothing settles the order of these lines.");

    /// <param name="key">Which no two lines share.</param>
    public ListOrders<T> SettledBy<TKey>(Expression<Func<T, TKey>> key)
    {
        settle = lines => lines.ThenByDescending(key);
        return this;
    }

    /// <param name="code">Of the column, as the address has it.</param>
    /// <param name="key">What is compared.</param>
    /// <param name="isDescending">Whether the greatest come first when the column is chosen.</param>
    public ListOrders<T> By<TKey>(string code, Expression<Func<T, TKey>> key, bool isDescending = false)
    {
        orders.Add((new ListSort(code, isDescending), (lines, backwards) => backwards ? lines.OrderByDescending(key) : lines.OrderBy(key)));
        return this;
    }

    /// <summary>The order that an address asks; the first one when it asks none, or one that is unknown.</summary>
    public ListSort Read(ListAddress address)
    {
        var asked = address[ListAddress.Order] ?? "";
        var code = asked.TrimStart('-');
        return orders.Exists(order => order.First.Code == code) ? new ListSort(code, asked.StartsWith('-')) : orders[0].First;
    }

    /// <summary>What choosing a column leads to: its own order, then the other way round.</summary>
    public ListSort After(ListSort current, string code)
    {
        var first = Find(code).First;
        return current == first ? first with { IsDescending = !first.IsDescending } : first;
    }

    public IQueryable<T> Sort(IQueryable<T> lines, ListSort sort) => settle(Find(sort.Code).Apply(lines, sort.IsDescending));

    private (ListSort First, Func<IQueryable<T>, bool, IOrderedQueryable<T>> Apply) Find(string code) => orders.Find(order => order.First.Code == code) is { Apply: not null } found
        ? found
        : throw new ArgumentException($"No column of this list is called {code}.", nameof(code));
}
