using Fabrique.Dsfr;

namespace Fabrique.Web.Kernel.Lists;

/// <summary>A filter above a list.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Label">What people read.</param>
/// <param name="Options">What may be chosen; null when it is typed.</param>
/// <param name="Placeholder">What choosing nothing means.</param>
public sealed record ListFilter(string Key, string Label, IReadOnlyList<DsfrOption>? Options = null, string Placeholder = "Tous")
{
    /// <summary>Whether somebody may have chosen it, or typed it.</summary>
    public bool Offers(string value) => Options?.Any(option => option.Value == value) ?? true;
}

/// <summary>The filters above a list, as its address has them.</summary>
public sealed record ListFilters(ListAddress Address, params IReadOnlyList<ListFilter> All)
{
    /// <summary>Names in the address that are no filters, and stay when filters change: which of several lists it is, say.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>The list without its filters.</summary>
    public string Cleared => Address.Keeping(Kept);

    /// <summary>Whether one of them keeps lines out.</summary>
    public bool IsFiltered => All.Any(filter => Address[filter.Key] is not null);
}
