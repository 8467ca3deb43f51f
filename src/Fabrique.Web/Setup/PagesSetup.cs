using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Fabrique.Web.Setup;

internal static class PagesSetup
{
    public static WebApplicationBuilder AddFabriquePages(this WebApplicationBuilder builder, ModuleSet modules)
    {
        var mvc = builder.Services
            .AddRazorPages(pages => pages.RootDirectory = "/Features")
            .AddMvcOptions(options =>
            {
                Translate(options.ModelBindingMessageProvider);
                options.ModelBinderProviders.Insert(options.ModelBinderProviders.TakeWhile(provider => provider is not SimpleTypeModelBinderProvider).Count(), new TypedTextBinder());
                options.Filters.Add<NoSuchHandler>();
            });
        foreach (var assembly in modules.Pages)
        {
            mvc.AddApplicationPart(assembly);
        }

        builder.Services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        builder.Services.Configure<RequestLocalizationOptions>(localization =>
        {
            localization.DefaultRequestCulture = new RequestCulture(FrenchCulture.Instance);
            localization.SupportedCultures = [FrenchCulture.Instance];
            localization.SupportedUICultures = [FrenchCulture.Instance];
            localization.RequestCultureProviders.Clear();
        });
        return builder;
    }

    public static WebApplication MapFabriquePages(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages();
        foreach (var endpoint in app.Services.GetServices<ModuleEndpoint>())
        {
            endpoint.Map(app);
        }

        // Otherwise an address that leads nowhere, that of a missing file included, would ask for a sign-in first.
        app.MapFallback("{**path}", () => Results.NotFound()).AllowAnonymous();
        return app;
    }

    // What the framework says when a posted value has not even the right shape.
    private static void Translate(DefaultModelBindingMessageProvider messages)
    {
        messages.SetAttemptedValueIsInvalidAccessor((value, name) => $"La valeur « {value} » ne convient pas pour « {name} ».");
        messages.SetMissingBindRequiredValueAccessor(name => $"« {name} » manque.");
        messages.SetMissingKeyOrValueAccessor(() => "Une valeur manque.");
        messages.SetMissingRequestBodyRequiredValueAccessor(() => "La demande est vide.");
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"La valeur « {value} » ne convient pas.");
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => "Cette valeur ne convient pas.");
        messages.SetNonPropertyValueMustBeANumberAccessor(() => "Écrivez un nombre.");
        messages.SetUnknownValueIsInvalidAccessor(name => $"La valeur donnée pour « {name} » ne convient pas.");
        messages.SetValueIsInvalidAccessor(value => $"La valeur « {value} » ne convient pas.");
        messages.SetValueMustBeANumberAccessor(name => $"Écrivez un nombre pour « {name} ».");
        messages.SetValueMustNotBeNullAccessor(_ => "Cette valeur est obligatoire.");
    }
}
