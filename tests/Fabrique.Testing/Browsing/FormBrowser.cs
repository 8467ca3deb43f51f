using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Fabrique.Testing.Browsing;

/// <summary>A browser without script: follows links and redirects, keeps cookies, and sends forms as they were served, antiforgery token included.</summary>
public sealed class FormBrowser : IDisposable
{
    private const int MaximumHops = 12;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly HttpClient http;
    private readonly CookieContainer cookies = new();
    private readonly HtmlParser parser = new();

    /// <param name="baseAddress">Where the application is. Secure cookies are kept although it may be plain http: browsers do so on loopback.</param>
    /// <param name="handler">What carries the requests; it must not follow redirects nor keep cookies.</param>
    public FormBrowser(Uri baseAddress, HttpMessageHandler? handler = null)
    {
        BaseAddress = baseAddress;
        http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(5) };
        Address = baseAddress;
    }

    public Uri BaseAddress { get; set; }

    public Uri Address { get; private set; }

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = null!;

    public string Title => Page.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>What a reader reads of the main part of the page, blanks folded.</summary>
    public string Text => Fold((Page.QuerySelector("main") ?? Page.Body!).TextContent);

    /// <summary>The cookies that the browser would send, as a header: for requests that are no navigation.</summary>
    public string CookieHeader => SecureHeader(BaseAddress);

    public Task GoAsync(string path) => SendAsync(HttpMethod.Get, new Uri(BaseAddress, path), null);

    /// <summary>Reads a page until it says what a procedure does a moment later (its step is tried again when the database is busy); bounded in time.</summary>
    /// <exception cref="TimeoutException">It does not come.</exception>
    public async Task ReadAsync(string path, string text)
    {
        var begun = Stopwatch.GetTimestamp();
        do
        {
            if (Stopwatch.GetElapsedTime(begun) > Longest)
            {
                throw new TimeoutException($"{path} does not say « {text} »: {Text}");
            }

            await GoAsync(path);
        }
        while (!Text.Contains(text, StringComparison.Ordinal));
    }

    public async Task SignInAsync(string account)
    {
        foreach (Cookie cookie in cookies.GetAllCookies())
        {
            cookie.Expired = true;
        }

        await GoAsync($"/connexion?compte={account}&returnUrl=/mon-espace");
        if (Address.AbsolutePath != "/mon-espace")
        {
            throw new InvalidOperationException($"Sign-in as {account} ended on {Address.PathAndQuery} ({(int)Status}): {Text[..Math.Min(400, Text.Length)]}");
        }
    }

    /// <summary>Follows the first link with this text.</summary>
    public Task FollowAsync(string text)
    {
        var link = Page.QuerySelectorAll("a").OfType<IHtmlAnchorElement>().FirstOrDefault(anchor => Fold(anchor.TextContent) == text)
            ?? throw new InvalidOperationException($"No link « {text} » on {Address.PathAndQuery}: {Text}");
        return SendAsync(HttpMethod.Get, new Uri(Address, link.GetAttribute("href")), null);
    }

    /// <summary>Presses the button with this text after filling fields of its form by name; a radio button is chosen by its value.</summary>
    public Task PressAsync(string button, params (string Name, string Value)[] fields) => SendAsync(Prepare(button, fields));

    /// <summary>On the page where an application is decided, reads the letter, then gives the request that would record the decision and send it.</summary>
    public async Task<PreparedForm> PrepareDecisionAsync(string decision, string reason)
    {
        await PressAsync("Relire la lettre", ("Decision", decision), ("Reason", reason));
        return Prepare("Enregistrer et envoyer");
    }

    /// <summary>On the page where an application is decided, reads the letter and sends it.</summary>
    public async Task DecideAsync(string decision, string reason) => await SendAsync(await PrepareDecisionAsync(decision, reason));

    /// <summary>The request that the button would send, to be sent later, twice, or from elsewhere.</summary>
    public PreparedForm Prepare(string button, params (string Name, string Value)[] fields)
    {
        var pressed = Page.QuerySelectorAll("main button").OfType<IHtmlButtonElement>().FirstOrDefault(candidate => Fold(candidate.TextContent) == button)
            ?? throw new InvalidOperationException($"No button « {button} » on {Address.PathAndQuery}: {Text}");
        return Prepare(pressed, fields);
    }

    /// <summary>The request that a button anywhere on the page would send.</summary>
    public PreparedForm Prepare(IHtmlButtonElement pressed, params (string Name, string Value)[] fields)
    {
        var form = pressed.Form ?? throw new InvalidOperationException($"The button « {Fold(pressed.TextContent)} » has no form.");
        var values = Values(form);
        foreach (var (name, value) in fields)
        {
            if (form.Elements.All(element => element.GetAttribute("name") != name))
            {
                throw new InvalidOperationException($"No field « {name} » in the form of « {Fold(pressed.TextContent)} ».");
            }

            values.RemoveAll(field => field.Key == name);
            values.Add(new(name, value));
        }

        if (pressed.GetAttribute("name") is { Length: > 0 } own)
        {
            values.Add(new(own, pressed.GetAttribute("value") ?? ""));
        }

        var action = pressed.GetAttribute("formaction") ?? form.GetAttribute("action");
        return new PreparedForm(string.IsNullOrEmpty(action) ? Address : new Uri(Address, action), values);
    }

    public Task SendAsync(PreparedForm form) => SendAsync(HttpMethod.Post, form.Target, new FormUrlEncodedContent(form.Values));

    /// <summary>Sends a form from another tab, which has its answer but has not gone yet where it leads.</summary>
    public async Task SendWithoutFollowingAsync(PreparedForm form)
    {
        using var content = new FormUrlEncodedContent(form.Values);
        using var answer = await AskAsync(HttpMethod.Post, form.Target, content);
    }

    public Task SendAsync(Uri target, HttpContent content) => SendAsync(HttpMethod.Post, target, content);

    public void Dispose() => http.Dispose();

    public static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task SendAsync(HttpMethod method, Uri target, HttpContent? content)
    {
        for (var hop = 0; hop < MaximumHops; hop++)
        {
            using var response = await AskAsync(method, target, content);
            Status = response.StatusCode;
            Address = target;
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            {
                (method, target, content) = (HttpMethod.Get, new Uri(target, location), null);
                continue;
            }

            Page = parser.ParseDocument(await response.Content.ReadAsStringAsync());
            if (FindSignInForm() is not { } form)
            {
                return;
            }

            (method, target, content) = (HttpMethod.Post, new Uri(target, form.GetAttribute("action")), new FormUrlEncodedContent(Values(form)));
        }

        throw new InvalidOperationException($"Too many redirects, the last to {target}.");
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, Uri target, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, target) { Content = content };
        if (SecureHeader(target) is { Length: > 0 } header)
        {
            request.Headers.Add("Cookie", header);
        }

        var response = await http.SendAsync(request);
        Keep(response, target);
        return response;
    }

    // The answer of the directory comes back as a form that a script, or the person without script, sends on.
    private IHtmlFormElement? FindSignInForm() =>
        Page.QuerySelector("form[action$='/signin-oidc']") as IHtmlFormElement;

    private string SecureHeader(Uri target) => cookies.GetCookieHeader(AsSecure(target));

    private void Keep(HttpResponseMessage response, Uri target)
    {
        if (response.Headers.TryGetValues("Set-Cookie", out var values))
        {
            foreach (var value in values)
            {
                cookies.SetCookies(AsSecure(target), value);
            }
        }
    }

    private static Uri AsSecure(Uri target) => new UriBuilder(target) { Scheme = "https", Port = target.Port }.Uri;

    private static List<KeyValuePair<string, string>> Values(IHtmlFormElement form)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element.HasAttribute("disabled"))
            {
                continue;
            }

            var value = element switch
            {
                IHtmlInputElement { Type: "radio" or "checkbox" } choice => choice.IsChecked ? choice.Value : null,
                IHtmlButtonElement => null,
                IHtmlInputElement { Type: "submit" or "button" or "image" or "file" } => null,
                IHtmlInputElement input => input.Value,
                IHtmlTextAreaElement area => area.Value,
                IHtmlSelectElement select => select.Value,
                _ => null,
            };
            if (value is not null)
            {
                values.Add(new(name, value));
            }
        }

        return values;
    }
}

/// <summary>A form ready to be sent.</summary>
public sealed record PreparedForm(Uri Target, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>The same form, sent to another address of the same page.</summary>
    public PreparedForm To(string address) => this with { Target = new Uri(Target, address) };

    /// <summary>The same form with another value.</summary>
    public PreparedForm With(string name, string value) => this with
    {
        Values = [.. Values.Where(field => field.Key != name), new(name, value)],
    };
}
