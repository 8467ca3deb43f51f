using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>One Chromium for all tests. Without it tests are skipped, except under CI where they fail.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long something that must come is waited for, in milliseconds: a busy machine is slow.</summary>
    public const float Patience = 180_000;

    // The first is the same browser without the windows of a desktop: the same pages for less work.
    private static readonly string? Program = Array.Find(["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"], File.Exists);

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? profile;
    private IBrowserContext? keptContext;

    private static bool IsCompulsory => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments, Timeout = Patience });
    }

    /// <summary>To be called before anything is started for a test that needs the browser.</summary>
    public static void Require()
    {
        if (Program is null)
        {
            Assert.SkipUnless(IsCompulsory, "Chromium est introuvable : installez le paquet chromium.");
            Assert.Fail("Chromium is missing: install the chromium package.");
        }
    }

    /// <summary>A person's own window, with its cookies.</summary>
    public async Task<Visitor> VisitAsync(Uri product, bool javaScript = true, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool hasTouch = false)
    {
        Require();
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = product.ToString(),
            JavaScriptEnabled = javaScript,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = hasTouch,
            Locale = "fr-FR",
            ReducedMotion = ReducedMotion.Reduce,
        });
        await Visitor.WatchAsync(context);
        return await Visitor.OpenAsync(context, product, async () => await context.DisposeAsync());
    }

    /// <summary>
    /// The same on a profile that keeps the files of Studio, and what was compiled of them, from one visit to the next, and nothing else: Studio is the greater part of
    /// what these tests cost. One visit at a time, of one product.
    /// </summary>
    public async Task<Visitor> VisitStudioAsync(Uri product, int width = 1280)
    {
        Require();
        if (keptContext is null)
        {
            profile = Directory.CreateTempSubdirectory("fabrique-chromium-").FullName;
            keptContext = await playwright!.Chromium.LaunchPersistentContextAsync(profile, new()
            {
                ExecutablePath = Program,
                Args = Arguments,
                Timeout = Patience,
                BaseURL = product.ToString(),
                Locale = "fr-FR",
                ReducedMotion = ReducedMotion.Reduce,
            });
            await Visitor.WatchAsync(keptContext);
        }

        var context = keptContext;
        var visitor = await Visitor.OpenAsync(context, product, () => ForgetAsync(context, product));
        await visitor.Page.SetViewportSizeAsync(width, 900);
        return visitor;
    }

    private static async Task ForgetAsync(IBrowserContext context, Uri product)
    {
        await context.SetOfflineAsync(false);
        // One page stays until the next visit: without any, the browser would end.
        var last = await context.NewPageAsync();
        foreach (var page in context.Pages.Where(page => page != last).ToList())
        {
            await page.CloseAsync();
        }

        await context.ClearCookiesAsync();
        var session = await context.NewCDPSessionAsync(last);
        await session.SendAsync("Storage.clearDataForOrigin", new() { ["origin"] = product.GetLeftPart(UriPartial.Authority), ["storageTypes"] = "local_storage,indexeddb,websql,service_workers" });
        await session.DetachAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (keptContext is not null)
        {
            await keptContext.DisposeAsync();
        }

        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        try
        {
            if (profile is not null)
            {
                Directory.Delete(profile, recursive: true);
            }
        }
        catch (IOException)
        {
            // A process of the browser that ends late still writes there.
        }
    }
}
