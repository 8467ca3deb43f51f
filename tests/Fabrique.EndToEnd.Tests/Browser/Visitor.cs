using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>A person at a window. What no page may do (refused content, errors in the console, requests elsewhere, failures of the server) is kept and fails the test at the end.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const string Watch =
        "document.addEventListener('securitypolicyviolation', violation => console.error(`CSP ${violation.violatedDirective} ${violation.blockedURI}`));";

    private const float Moment = 5_000;
    private const int MostReadings = (int)(Chromium.Patience / Moment);

    private readonly IBrowserContext context;
    private readonly Uri product;
    private readonly Func<Task> forget;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<Func<string, bool>> provoked = [];

    private Visitor(IBrowserContext context, Uri product, Func<Task> forget)
    {
        this.context = context;
        this.product = product;
        this.forget = forget;
    }

    public IPage Page { get; private set; } = null!;

    public ILocator Main => Page.Locator("main");

    public IReadOnlyCollection<string> Complaints => [.. complaints.Where(complaint => !provoked.Exists(isProvoked => isProvoked(complaint)))];

    /// <summary>Says which complaints are what the test is about.</summary>
    public void Provoke(Func<string, bool> isProvoked) => provoked.Add(isProvoked);

    /// <summary>What happens when a session ends by itself: its cookie is gone, the page stays.</summary>
    public async Task LoseSessionAsync()
    {
        var session = (await context.CookiesAsync()).Single(cookie => cookie.Name.Contains("session", StringComparison.Ordinal));
        await context.ClearCookiesAsync(new() { Name = session.Name });
    }

    /// <summary>From now on nothing is saved but what is sent: what is saved as it is typed is tried apart.</summary>
    public Task SaveOnlyWhatIsSentAsync() => context.RouteAsync("**/js/brouillon.js*", route => route.FulfillAsync(new() { Body = "", ContentType = "text/javascript" }));

    /// <summary>What a browser does with a form that was left open for long: the cookie that goes with its token is gone.</summary>
    public async Task LoseTokenAsync()
    {
        var token = (await context.CookiesAsync()).Single(cookie => cookie.Name.Contains("formulaire", StringComparison.Ordinal));
        await context.ClearCookiesAsync(new() { Name = token.Name });
    }

    /// <summary>Signs in again in another tab, which is then closed.</summary>
    public async Task SignInElsewhereAsync(string account, string name)
    {
        var tab = await context.NewPageAsync();
        await tab.GotoAsync($"/connexion?compte={account}");
        await Account(tab, name).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await tab.CloseAsync();
        await Page.BringToFrontAsync();
    }

    /// <summary>Makes every page of a context tell what its policy refused: once for each context.</summary>
    internal static Task WatchAsync(IBrowserContext context) => context.AddInitScriptAsync(Watch);

    /// <param name="context">Where the person's pages open; it is watched.</param>
    /// <param name="product">What they visit.</param>
    /// <param name="forget">Closes the pages, and forgets the person.</param>
    internal static async Task<Visitor> OpenAsync(IBrowserContext context, Uri product, Func<Task> forget)
    {
        var visitor = new Visitor(context, product, forget);
        // Only tells a page that hangs from a busy machine.
        context.SetDefaultTimeout(Chromium.Patience);
        context.Request += visitor.Check;
        context.Response += visitor.Check;
        context.Console += visitor.Check;
        context.WebError += visitor.Check;
        visitor.Page = await context.NewPageAsync();
        return visitor;
    }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Chooses a person among the accounts, whoever was signed in.</summary>
    public async Task SignInAsync(string name)
    {
        await GoAsync("/connexion");
        await ChooseAccountAsync(name);
    }

    /// <summary>Signs in from the home page: leaves the former account, follows « Se connecter », chooses the person.</summary>
    public async Task LeaveAndSignInAsync(string name)
    {
        await GoAsync("/");
        var leave = Page.GetByRole(AriaRole.Button, new() { Name = "Se déconnecter" });
        if (await leave.CountAsync() > 0)
        {
            await leave.First.ClickAsync();
            await Page.GetByRole(AriaRole.Link, new() { Name = "Se connecter" }).First.WaitForAsync();
            await GoAsync("/");
        }

        await Page.GetByRole(AriaRole.Link, new() { Name = "Se connecter" }).First.ClickAsync();
        await ChooseAccountAsync(name);
    }

    private async Task ChooseAccountAsync(string name)
    {
        await Main.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Account(Page, name).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>
    /// Waits for a page, and until it is whole. The page is asked: what the driver is told of a page that loads may be lost on a busy machine.
    /// </summary>
    /// <param name="address">A pattern.</param>
    public async Task ArriveAsync(string address)
    {
        await Page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await BeWholeAsync();
    }

    /// <summary>
    /// Waits until the page is whole. It is asked again and again from here: a page without scripts never wakes what would wait inside it.
    /// </summary>
    /// <exception cref="TimeoutException">It never is.</exception>
    public async Task BeWholeAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (await Page.EvaluateAsync<string>("() => document.readyState") is not "complete")
        {
            if (Stopwatch.GetElapsedTime(begun).TotalMilliseconds > Chromium.Patience)
            {
                throw new TimeoutException($"{Page.Url} never is whole.");
            }
        }
    }

    public Task FollowAsync(string text) => FollowAsync(Main.GetByRole(AriaRole.Link, new() { Name = text }).First);

    /// <summary>Follows a link to another page, and waits until it is there: what is then looked for must not be found on this one.</summary>
    public async Task FollowAsync(ILocator link)
    {
        var here = Page.Url;
        await link.ClickAsync();
        await Page.WaitForURLAsync(url => url != here, new() { WaitUntil = WaitUntilState.Commit });
    }

    public Task PressAsync(string text) => Main.GetByRole(AriaRole.Button, new() { Name = text, Exact = true }).ClickAsync();

    public Task FillAsync(string label, string value) => Main.GetByRole(AriaRole.Textbox, new() { Name = label }).FillAsync(value);

    // The label is what a person clicks: the design system hides the box itself.
    public Task ChooseAsync(string label) => Main.Locator("label", new() { HasText = label }).First.ClickAsync();

    /// <summary>Waits until the page says something, whatever its spaces and its case.</summary>
    public Task ReadAsync(string sentence) => Assertions.Expect(Main).ToContainTextAsync(Fold(sentence), new() { UseInnerText = true, IgnoreCase = true });

    /// <summary>Waits for what the procedure does a moment after the page was shown: its step is tried again when the database is busy. The page is read again, as people do.</summary>
    public async Task ComesAsync(ILocator what)
    {
        for (var reading = 1; ; reading++)
        {
            try
            {
                await what.First.WaitForAsync(new() { Timeout = Moment });
                return;
            }
            catch (TimeoutException) when (reading < MostReadings)
            {
                await Page.ReloadAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // One trip: what the pages said before comes first. What closing the window cuts off is then no fault of theirs.
        await context.CookiesAsync();
        context.Request -= Check;
        context.Response -= Check;
        context.Console -= Check;
        context.WebError -= Check;
        await forget();
        Assert.True(Complaints.Count == 0, string.Join(Environment.NewLine, Complaints));
    }

    /// <summary>Spaces of all kinds become one space.</summary>
    public static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static ILocator Account(IPage page, string name) => page.Locator("header .fr-btn--account", new() { HasText = name }).First;

    private void Check(object? sender, IRequest request)
    {
        var target = new Uri(request.Url);
        if (target.Scheme is "http" or "https" or "ws" or "wss" && target.Authority != product.Authority)
        {
            complaints.Enqueue($"Request elsewhere: {request.Url}");
        }
    }

    private void Check(object? sender, IResponse response)
    {
        if (response.Status >= 500 && !response.Url.EndsWith("/erreur/500", StringComparison.Ordinal))
        {
            complaints.Enqueue($"{response.Status}: {response.Url}");
        }

        if (response.Status >= 400 && response.Request.ResourceType != "document")
        {
            complaints.Enqueue($"{response.Status}: {response.Request.ResourceType} {response.Url}");
        }
    }

    // Refusals are pages with a status of their own: the console repeats that status for the page itself.
    private void Check(object? sender, IConsoleMessage message)
    {
        if (message.Type == "error" && !IsPageStatus(message.Text))
        {
            complaints.Enqueue($"Console: {message.Text} ({message.Location})");
        }
    }

    private void Check(object? sender, IWebError error) => complaints.Enqueue($"Script: {error.Error}");

    private static bool IsPageStatus(string text) => text.StartsWith("Failed to load resource: the server responded with a status of ", StringComparison.Ordinal);
}
