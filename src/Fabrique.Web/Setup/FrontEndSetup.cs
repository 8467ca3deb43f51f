using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fabrique.Web.Kernel.People;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace Fabrique.Web.Setup;

/// <summary>What the layout and the components need. The files themselves are brought by <c>Npm.targets</c>.</summary>
internal static class FrontEndSetup
{
    public static WebApplicationBuilder AddFabriqueFrontEnd(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.TryAddScoped<Actor>();

        // French text is readable in the source of a page, and a third shorter than with each accent written as an entity. What matters to HTML is encoded all the same.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return builder;
    }
}
