using Fabrique.Web.Features.Applications;

namespace Fabrique.Web.Features.Screening;

public static class ScreeningLinks
{
    public const string List = ApplicationLinks.Screening;

    public const string Labels = "/instruction/etiquettes";

    public const string Views = "/instruction/vues";

    /// <param name="query">Filters, order and view of the list, without the question mark.</param>
    public static string ListOf(string query) => With(List, query);

    /// <summary>One application beside the list that it was opened from.</summary>
    /// <param name="reference">Of the application.</param>
    /// <param name="query">See <see cref="ListOf"/>.</param>
    /// <param name="rank">Where it was in the list, from 1; null when that is not known.</param>
    public static string Show(string reference, string query = "", int? rank = null) =>
        With($"{List}/{Uri.EscapeDataString(reference)}", rank is null ? query : query.Length == 0 ? $"rang={rank}" : $"{query}&rang={rank}");

    /// <summary>Which columns the list has.</summary>
    public static string Columns(string query) => With("/instruction/colonnes", query);

    public static string NewView(string query) => With("/instruction/vues/nouvelle", query);

    public static string ChangeView(Guid id, string query) => With($"{Views}/{id:D}", query);

    public static string ChangeLabel(Guid id) => $"{Labels}/{id:D}";

    public static string Batch(Guid id) => $"/instruction/lots/{id:D}";

    private static string With(string path, string query) => query.Length == 0 ? path : $"{path}?{query}";
}
