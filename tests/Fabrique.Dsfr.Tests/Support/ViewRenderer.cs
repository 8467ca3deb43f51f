using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Dsfr.Tests.Support;

/// <summary>Renders the compiled views of this project, without a server.</summary>
public static class ViewRenderer
{
    public static IServiceProvider Services { get; } = Build();

    public static ViewContext NewViewContext(ModelStateDictionary? modelState = null)
    {
        var http = new DefaultHttpContext { RequestServices = Services };
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor(), modelState ?? new ModelStateDictionary());
        return new ViewContext(
            action,
            NoView.Instance,
            new ViewDataDictionary(Services.GetRequiredService<IModelMetadataProvider>(), action.ModelState),
            Services.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(http),
            TextWriter.Null,
            new HtmlHelperOptions());
    }

    public static async Task<string> RenderAsync(string path)
    {
        var view = Services.GetRequiredService<IRazorViewEngine>().GetView(null, path, isMainPage: true);
        view.EnsureSuccessful([]);
        using var writer = new StringWriter();
        var context = NewViewContext();
        context.View = view.View!;
        context.Writer = writer;
        await view.View!.RenderAsync(context);
        return writer.ToString();
    }

    private static WebApplicationServices Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddControllersWithViews().AddApplicationPart(typeof(ViewRenderer).Assembly);
        return new WebApplicationServices(builder.Build());
    }

    private sealed class WebApplicationServices(WebApplication app) : IServiceProvider
    {
        private readonly IServiceScope scope = app.Services.CreateScope();

        public object? GetService(Type serviceType) => scope.ServiceProvider.GetService(serviceType);
    }

    private sealed class NoView : Microsoft.AspNetCore.Mvc.ViewEngines.IView
    {
        public static NoView Instance { get; } = new();

        public string Path => "";

        public Task RenderAsync(ViewContext context) => Task.CompletedTask;
    }
}
