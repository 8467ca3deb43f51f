using Fabrique.Data;
using Fabrique.Web.Features.ErrorPages;
using Fabrique.Web.Features.Procedures.Studio;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticAssets;

namespace Fabrique.Web.Setup;

/// <summary>What every answer carries, what no request may be, and what is shown when one fails.</summary>
internal static class SecuritySetup
{
    public const long MaximumRequestBytes = 1024 * 1024;

    private const long DiscardedBytes = 16 * MaximumRequestBytes;

    private const string ErrorPath = "/erreur/{0}";

    public static WebApplicationBuilder AddFabriqueSecurity(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaximumRequestBytes;
        });
        builder.Services.AddSingleton<CookieNames>();
        builder.Services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>()
            .Configure<CookieNames>((antiforgery, names) =>
            {
                antiforgery.Cookie = names.ForForms(antiforgery.Cookie);

                // Not strict: a link of a mail opened in a webmail brings no strict cookie, gets another one, and breaks the forms open in the other tabs. A post from another site brings neither.
                antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            });
        builder.Services.AddOptions<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>()
            .Configure<CookieNames>((tempData, names) => tempData.Cookie = names.For("message", tempData.Cookie));
        builder.Services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        return builder;
    }

    public static WebApplication UseFabriqueSecurity(this WebApplication app)
    {
        var policies = new ContentSecurity(app.Configuration);
        app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                policies.Write(http);
                return Task.CompletedTask;
            });
            return next(http);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/erreur/500",
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode
                : DatabaseErrors.IsAway(exception) ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute(ErrorPath);
        app.Use(async (http, next) =>
        {
            if (http.IsForError())
            {
                await KeptForm.KeepAsync(http);
                ForgetBody(http.Request);
            }

            await next(http);
        });
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        return app;
    }

    /// <summary>Whether the request is executed again, for the page of its error.</summary>
    public static bool IsForError(this HttpContext http) => http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

    // The page of an error is read, whatever was sent: a body that was refused must not be refused again in its place.
    private static void ForgetBody(HttpRequest request)
    {
        request.Method = HttpMethods.Get;
        request.Body = Stream.Null;
        request.ContentLength = null;
        request.ContentType = null;
    }

    // A browser reads the answer once it has sent everything: cut off before, it would show an error of its own in place of our page.
    private static void LetItFinish(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = DiscardedBytes;
        }
    }

    /// <summary>Few pages take a file, and but for those whose files go to the store none needs a megabyte: what is not awaited is refused before anything is read.</summary>
    public static WebApplication UseFabriqueForms(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            var takesFiles = http.GetEndpoint()?.Metadata.GetMetadata<TakesFilesAttribute>();
            var isInParts = http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;
            var most = isInParts && takesFiles is { InStore: true } ? LetFilesCome(http) : MaximumRequestBytes;
            if (http.GetEndpoint()?.Metadata.GetMetadata<OwnBodyRules>() is not null)
            {
                await next(http);
            }
            else if (http.Request.ContentLength > most)
            {
                if (most > MaximumRequestBytes)
                {
                    http.Items[ErrorModel.SentenceKey] = $"Ces fichiers sont trop gros pour être envoyés ensemble : {FileSize.Tell(most)} au plus en une fois. Rien n’a été enregistré. Revenez à la page précédente et joignez-les en plusieurs fois.";
                }

                LetItFinish(http);
                http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            }
            else if (isInParts && takesFiles is null)
            {
                http.Items[ErrorModel.SentenceKey] = "Cette page ne prend pas de fichier : rien n’a été enregistré. Revenez à la page précédente et écrivez dans ses champs ce que votre fichier contient.";
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
            else
            {
                await next(http);
            }
        });
        return app;
    }

    // What comes in parts is read to a file of the system as it comes, never into memory.
    private static long LetFilesCome(HttpContext http)
    {
        var most = http.RequestServices.GetRequiredService<FilesOptions>().MostBytesAtOnce + MaximumRequestBytes;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = most }));
        return most;
    }
}

/// <summary>The headers that tell a browser what a page of ours may do.</summary>
internal sealed class ContentSecurity(IConfiguration configuration)
{
    private readonly string pages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        + $"form-action 'self'{SignOutTarget(configuration)}; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'";

    // A mail that is shown before it is kept anywhere stands in the page itself, in a sandboxed frame, under the page's policy: its one style element is allowed, and no other.
    private string ShowingMail => pages.Replace("style-src 'self'", $"style-src 'self' {MailLayout.StyleSource}", StringComparison.Ordinal);

    // Hangfire's dashboard puts one style element into its page.
    private const string Dashboard =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    // Elsa Studio is WebAssembly, sets styles on its elements, and edits expressions in Monaco, whose workers start from a blob and whose icons are in its style sheet.
    // Its components bring two scripts within the page, for the keyboard: those texts are allowed, and no other.
    private const string Studio =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'";

    // Answers for a program: shown as a page, they do nothing.
    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    public void Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        if (string.IsNullOrEmpty(headers.ContentSecurityPolicy))
        {
            headers.ContentSecurityPolicy = For(http);
        }

        if (IsPrivate(http))
        {
            headers.CacheControl = "no-store";
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    // What is for one person stays in no cache, of a proxy nor of a browser that others use after them. The style is for everybody.
    private static bool IsPrivate(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && (http.User.Identity?.IsAuthenticated == true || http.Request.Path.StartsWithSegments(WorkflowApiSetup.Root, StringComparison.OrdinalIgnoreCase));

    private string For(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<StudioPageAttribute>() is not null && http.Response.StatusCode == StatusCodes.Status200OK ? Studio
        : http.GetEndpoint()?.Metadata.GetMetadata<ShowsMailAttribute>() is not null ? ShowingMail
        : http.Request.Path.StartsWithSegments(JobsSetup.DashboardPath, StringComparison.OrdinalIgnoreCase) ? Dashboard
        : http.Request.Path.StartsWithSegments(WorkflowApiSetup.Root, StringComparison.OrdinalIgnoreCase) ? Data
        : pages;

    // Signing out posts a form that the directory's own page answers.
    private static string SignOutTarget(IConfiguration configuration)
    {
        var entra = configuration.GetSection(AuthenticationOptions.EntraSection).Get<EntraRegistration>();
        return entra is not null && Uri.TryCreate(entra.Instance, UriKind.Absolute, out var instance) ? $" {instance.GetLeftPart(UriPartial.Authority)}" : "";
    }
}
