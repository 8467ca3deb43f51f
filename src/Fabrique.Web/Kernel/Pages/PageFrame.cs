using Fabrique.Dsfr;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>What a page tells the layout that frames it.</summary>
public static class PageFrame
{
    public const string SiteName = "La Fabrique numérique";

    private const string TitleKey = "Title";
    private const string BreadcrumbKey = "Breadcrumb";
    private const string ConfirmationKey = "Confirmation";
    private const string TakenKey = "taken";

    /// <summary>Names the page, and says which pages it is under (the home page goes without saying).</summary>
    public static void SetPage(this ViewDataDictionary viewData, string title, params DsfrLink[] ancestors)
    {
        viewData[TitleKey] = title;
        viewData[BreadcrumbKey] = (IReadOnlyList<DsfrLink>)[new DsfrLink("Accueil", "/"), .. ancestors, new DsfrLink(title)];
    }

    /// <summary>Names a page that has no breadcrumb: the home page.</summary>
    public static void SetPageWithoutBreadcrumb(this ViewDataDictionary viewData, string title) => viewData[TitleKey] = title;

    /// <summary>A sentence to show at the top of the next page, after a post that succeeded.</summary>
    public static void Confirm(this ITempDataDictionary tempData, string sentence) => tempData[ConfirmationKey] = sentence;

    internal static IReadOnlyList<DsfrLink>? Breadcrumb(ViewDataDictionary viewData) => viewData[BreadcrumbKey] as IReadOnlyList<DsfrLink>;

    /// <summary>What was sent is taken: the page that it leads to says so to the browser, which keeps it no longer.</summary>
    internal static void Taken(ITempDataDictionary tempData) => tempData[TakenKey] = true;

    /// <summary>What became of what a browser sent before this page.</summary>
    /// <returns><c>saved</c>; <c>given-back</c> when the page is the answer itself, and holds it; <c>none</c>.</returns>
    internal static string Typed(HttpRequest request, ITempDataDictionary tempData) => !HttpMethods.IsGet(request.Method) ? "given-back" : tempData[TakenKey] is true ? "saved" : "none";

    /// <summary>The sentence is for the page that a success leads to: an answer to another tab's post, which may have been refused, leaves it there.</summary>
    internal static string? Confirmation(HttpRequest request, ITempDataDictionary tempData) => HttpMethods.IsGet(request.Method) ? tempData[ConfirmationKey] as string : null;

    /// <summary>The document's title: an error is announced first, since it is the first thing that a screen reader says of the page.</summary>
    internal static string DocumentTitle(ViewDataDictionary viewData)
    {
        var title = viewData[TitleKey] as string ?? throw new InvalidOperationException("The page does not call ViewData.SetPage.");
        return $"{(viewData.ModelState.IsValid ? "" : "Erreur : ")}{title} – {SiteName}";
    }
}
