using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Dsfr.Tests.Support;

/// <summary>Runs one tag helper on its own, as a page would.</summary>
public static class Tags
{
    /// <summary>Renders a tag around a text.</summary>
    public static Task<IElement> RenderAsync(DsfrTagHelper helper, string? text = null, ViewContext? view = null, IEnumerable<TagHelperAttribute>? attributes = null) =>
        RunAsync(helper, content => content.SetContent(text ?? ""), view, attributes);

    /// <summary>Renders a tag around markup.</summary>
    public static Task<IElement> RenderHtmlAsync(DsfrTagHelper helper, string? html) => RunAsync(helper, content => content.SetHtmlContent(html ?? ""), null, null);

    private static async Task<IElement> RunAsync(DsfrTagHelper helper, Action<TagHelperContent> fill, ViewContext? view, IEnumerable<TagHelperAttribute>? attributes)
    {
        helper.ViewContext = view ?? ViewRenderer.NewViewContext();
        var output = new TagHelperOutput("dsfr-test", [.. attributes ?? []], (_, _) =>
        {
            var child = new DefaultTagHelperContent();
            fill(child);
            return Task.FromResult<TagHelperContent>(child);
        });
        await helper.ProcessAsync(new TagHelperContext("dsfr-test", [], new Dictionary<object, object>(), "test"), output);
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return new HtmlParser().ParseDocument($"<!doctype html><body>{writer}").Body!;
    }

    /// <summary>What <c>for="Property"</c> gives to a tag helper.</summary>
    public static ModelExpression For<TModel>(TModel model, string property)
    {
        var provider = ViewRenderer.Services.GetRequiredService<IModelMetadataProvider>();
        var explorer = provider.GetModelExplorerForType(typeof(TModel), model);
        return new ModelExpression(property, explorer.GetExplorerForProperty(property));
    }

    /// <summary>A model state after a refused post.</summary>
    public static ViewContext Refused(string field, string? typed, params string[] errors)
    {
        var state = new ModelStateDictionary();
        state.SetModelValue(field, typed, typed);
        foreach (var error in errors)
        {
            state.AddModelError(field, error);
        }

        return ViewRenderer.NewViewContext(state);
    }
}
