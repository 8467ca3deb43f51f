using System.Globalization;

namespace Fabrique.Web.Kernel.Lists;

/// <summary>
/// What the address of a page asks of a list: its filters, its order, and which page of it. The addresses made from it keep all that the page knows, so that the lists
/// of one page do not lose each other's place, and nothing else.
/// </summary>
public sealed class ListAddress
{
    /// <summary>Name of the order in the address: « -depot » is that of the deposit, backwards.</summary>
    public const string Order = "tri";

    /// <summary>Name of the number of the page, where a page has one list.</summary>
    public const string FirstPage = "page";

    private const int MostPages = 1_000_000;
    private const int LongestValue = 200;

    private readonly PathString path;
    private readonly string fragment;
    private readonly string[] keys;
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <param name="request">Of the page.</param>
    /// <param name="filters">Of the list: a value that none of their choices has is as if the address did not say.</param>
    /// <param name="others">Names of the pages of other lists.</param>
    public ListAddress(HttpRequest request, IReadOnlyList<ListFilter>? filters = null, params IEnumerable<string> others)
        : this(request, FirstPage, "", filters ?? [], [.. others, Order])
    {
    }

    private ListAddress(HttpRequest request, string pageKey, string fragment, IReadOnlyList<ListFilter> filters, IEnumerable<string> others)
    {
        path = request.PathBase + request.Path;
        PageKey = pageKey;
        this.fragment = fragment;
        keys = [.. filters.Select(filter => filter.Key).Concat(others).Append(pageKey).Distinct(StringComparer.Ordinal)];
        foreach (var key in keys)
        {
            if (request.Query[key] is [{ } value, ..] && value.Trim() is { Length: > 0 and <= LongestValue } known && filters.All(filter => filter.Key != key || filter.Offers(known)))
            {
                values[key] = known;
            }
        }
    }

    /// <summary>Name of the page's number in the address.</summary>
    public string PageKey { get; }

    /// <summary>The page that is asked, from 1.</summary>
    public int Number => int.TryParse(this[PageKey], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, MostPages) : 1;

    /// <summary>The list without its filters, in its first order.</summary>
    public string All => path + fragment;

    /// <summary>The list with nothing but these names of its address.</summary>
    public string Keeping(IEnumerable<string> names) => With([.. keys.Except(names, StringComparer.Ordinal).Select(key => (key, (string?)null))]);

    /// <summary>A filter, or the order; null when the address does not say.</summary>
    public string? this[string key] => values.GetValueOrDefault(key);

    /// <summary>One of several lists of a page: its number has a name of its own, and its section is where the addresses lead.</summary>
    /// <param name="request">Of the page.</param>
    /// <param name="name">Name of this list, which is the identifier of its section too.</param>
    /// <param name="filters">Of the list.</param>
    /// <param name="others">Names of the others.</param>
    public static ListAddress OfSection(HttpRequest request, string name, IReadOnlyList<ListFilter> filters, params IEnumerable<string> others) => new(request, name, $"#{name}", filters, others);

    /// <summary>The address of a page.</summary>
    public string Page(int number) => With(PageKey, number == 1 ? null : number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The first page in another order.</summary>
    public string SortedBy(ListSort sort) => With(Order, sort.ToString(), PageKey, null);

    /// <summary>The first page of the list by another value of a filter; null for all of them.</summary>
    public string FilteredBy(string key, string? value) => With(key, value, PageKey, null);

    /// <summary>The same page of the list, with a value more: that of a handler, say.</summary>
    public string With(string key, string? value) => With([(key, value)]);

    private string With(string key, string? value, string otherKey, string? otherValue) => With([(key, value), (otherKey, otherValue)]);

    private string With((string Key, string? Value)[] changes)
    {
        var pairs = keys
            .Select(key => (Key: key, Value: values.GetValueOrDefault(key)))
            .ExceptBy(changes.Select(change => change.Key), pair => pair.Key)
            .Concat(changes)
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}");
        var query = string.Join('&', pairs);
        return query.Length > 0 ? $"{path}?{query}{fragment}" : All;
    }
}
