using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>The query of a request: names in any case, <c>True</c> and <c>False</c> in any case, empty values as if they were absent.</summary>
internal readonly struct ApiQuery(HttpRequest request)
{
    public string? Text(string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool? Flag(string name) => bool.TryParse(Text(name), out var flag) ? flag : null;

    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum => Enum.TryParse<TEnum>(Text(name), ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;

    /// <returns>The values given, or null when there is none.</returns>
    public IReadOnlyList<string>? All(string name) => request.Query[name].OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } values ? values : null;

    /// <summary>The rows of the page asked for by <c>page</c> (from 0) and <c>pageSize</c>, or by <c>skip</c> and <c>take</c>.</summary>
    public (int Skip, int Take) Page(int maximum)
    {
        var take = Math.Clamp(Number("pageSize") ?? Number("take") ?? maximum, 0, maximum);
        var skip = Number("skip") ?? (int)Math.Min(int.MaxValue, (long)Math.Max(0, Number("page") ?? 0) * take);
        return (Math.Max(0, skip), take);
    }
}
