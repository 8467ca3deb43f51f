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

    private static bool IsCompulsory => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments });
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
    public async Task<Visitor> VisitAsync(Uri product, bool javaScript = true, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        Require();
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = product.ToString(),
            JavaScriptEnabled = javaScript,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "fr-FR",
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await Visitor.OpenAsync(context, product);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
