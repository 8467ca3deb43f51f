using Fabrique.Domain.Exports;

namespace Fabrique.Web.Features.Exports;

public static class ExportLinks
{
    public const string All = "/exports";

    public const string New = All + "/nouveau";

    /// <summary>The form by which a list is taken away.</summary>
    public static string Ask(string source, string filter = "") => $"{New}?source={Uri.EscapeDataString(source)}" + (filter.Length == 0 ? "" : $"&filtre={Uri.EscapeDataString(filter)}");

    public static string Download(Export export) => $"{All}/{export.Id:D}/{Uri.EscapeDataString(export.FileName)}";

    public static string Delete(Guid id) => $"{All}/{id:D}/supprimer";
}

/// <summary>What a list shows to be taken away: see <c>_ExportView.cshtml</c>.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Filter">What the page shows, as the source writes it.</param>
public sealed record ExportOfView(string Source, string Filter);
