using System.Net;
using System.Runtime.CompilerServices;
using AngleSharp.Html.Dom;
using Fabrique.Domain.Work;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.Pages;

/// <summary>What was typed survives whatever becomes of the request, on every page with a form, without script.</summary>
public sealed class FormPageTests(FormHosts hosts) : IClassFixture<FormHosts>
{
    private const string Token = "__RequestVerificationToken";

    public static TheoryData<string> Pages => [.. FormCases.All.Select(form => form.Page.Name)];

    public static TheoryData<string> TypedPages => [.. FormCases.All.Where(form => form.Texts.Any()).Select(form => form.Page.Name)];

    [Fact]
    public void Every_page_with_a_form_has_its_case()
    {
        var pages = typeof(FormPage).Assembly.GetTypes().Where(type => typeof(FormPage).IsAssignableFrom(type) && !type.IsAbstract && type.GetMethods().Any(method => method.Name.StartsWith("OnPost", StringComparison.Ordinal)));
        Assert.Equal(pages.Select(page => page.Name).Order(StringComparer.Ordinal), FormCases.All.Select(form => form.Page.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>After a week's sleep the token is of another session, or its cookie is gone.</summary>
    [Theory, MemberData(nameof(Pages))]
    public async Task A_form_whose_token_is_no_longer_valid_comes_back_filled_and_can_be_sent(string page)
    {
        var app = await hosts.OfThisTestAsync();
        var (browser, form) = await FillAsync(app, FormCases.Of(page));
        using (browser)
        {
            await browser.SendAsync(form.With(Token, "celui de la semaine dernière"));
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Contains("elle n’est pas encore enregistrée", browser.Text, StringComparison.Ordinal);

            // The browser must not forget what it keeps.
            Assert.Equal("given-back", browser.Page.DocumentElement.GetAttribute("data-typed"));
            await SendAgainAsync(browser, form);
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_form_sent_after_the_session_comes_back_filled_once_signed_in(string page)
    {
        var app = await hosts.OfThisTestAsync();
        var one = FormCases.Of(page);
        var (browser, form) = await FillAsync(app, one);
        using (browser)
        {
            using var later = app.Browse();
            await later.SendAsync(form);
            Assert.Equal(HttpStatusCode.Unauthorized, later.Status);
            Assert.Equal("Votre session est terminée", later.Title);
            var kept = Carrying(later, form);
            await later.SignInAsync(one.Account);
            await later.SendAsync(kept);
            Assert.Equal(HttpStatusCode.BadRequest, later.Status);
            await SendAgainAsync(later, form);
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_form_whose_page_fails_or_finds_no_database_is_kept_and_can_be_sent_again(string page)
    {
        var outage = hosts.Outage;
        outage.Failure = null;
        var app = await hosts.OfThisTestAsync(outage.AddTo);
        var (browser, form) = await FillAsync(app, FormCases.Of(page));
        using (browser)
        {
            foreach (var (failure, isChecked, status) in new (Exception, bool, HttpStatusCode)[]
            {
                (new InvalidOperationException("Une panne."), true, HttpStatusCode.InternalServerError),
                (Outage.Stopped, true, HttpStatusCode.ServiceUnavailable),
                (Outage.Stopped, false, HttpStatusCode.ServiceUnavailable),
            })
            {
                await ForgetAsync(app);
                if (isChecked)
                {
                    await browser.GoAsync("/contact");
                }

                outage.Failure = failure;
                await browser.SendAsync(form);
                outage.Failure = null;
                Assert.Equal(status, browser.Status);
                Assert.Equal(form.Target.PathAndQuery, Carrying(browser, form).Target.PathAndQuery);
            }

            await SendAgainAsync(browser, form);
        }
    }

    /// <summary>The second of two, with another text: what is told as saved is what is kept.</summary>
    [Theory, MemberData(nameof(TypedPages))]
    public async Task A_form_sent_twice_with_another_text_is_saved_or_refused_with_it(string page)
    {
        const string Other = "Un tout autre texte, écrit ensuite.";
        var app = await hosts.OfThisTestAsync();
        var one = FormCases.Of(page);
        var (browser, form) = await FillAsync(app, one);
        using (browser)
        {
            // Other pages on this host have left theirs in the trail.
            var earlier = await app.ReadAsync(db => db.AuditEntries.Select(entry => entry.Id).ToHashSetAsync());
            var second = one.Texts.Aggregate(form, (changed, name) => changed.With(name, Other));
            await browser.SendAsync(form);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            await browser.SendAsync(second);
            Assert.Contains(Other, browser.Text, StringComparison.Ordinal);
            if (browser.Status is HttpStatusCode.OK)
            {
                Assert.Contains(Other, await SavedAsync(app, earlier), StringComparison.Ordinal);
                return;
            }

            Assert.Equal(HttpStatusCode.Conflict, browser.Status);
            Assert.DoesNotContain(Other, await SavedAsync(app, earlier), StringComparison.Ordinal);
            if (browser.Page.QuerySelector("main form[method=post]") is not null)
            {
                // It carries another version than the one that was refused.
                await SendAgainAsync(browser, second with { Values = [.. second.Values.Where(typed => typed.Key != "Version")] });
                Assert.Contains(Other, await SavedAsync(app, earlier), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("https://ailleurs.example", "")]
    [InlineData("null", "")]
    [InlineData("", "cross-site")]
    [InlineData("", "same-site")]
    public async Task Another_site_puts_no_text_into_a_form(string origin, string site)
    {
        var app = await hosts.OfThisTestAsync();
        var (browser, form) = await FillAsync(app, FormCases.Of("DecideModel"));
        using (browser)
        {
            foreach (var cookies in new[] { browser.CookieHeader, "" })
            {
                using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
                using var request = new HttpRequestMessage(HttpMethod.Post, form.Target) { Content = new FormUrlEncodedContent(form.With(Token, "").Values) };
                request.Headers.TryAddWithoutValidation("Cookie", cookies);
                request.Headers.TryAddWithoutValidation("Origin", origin.Length == 0 ? app.Address.GetLeftPart(UriPartial.Authority) : origin);
                request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site.Length == 0 ? "same-origin" : site);
                using var answer = await http.SendAsync(request);
                Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Found, $"{answer.StatusCode}");
                Assert.DoesNotContain("matinée", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("NameTeamModel")]
    [InlineData("CheckpointModel")]
    public async Task A_reminder_leaves_an_open_form_as_it_is(string page)
    {
        await using var app = await FabriqueApp.StartAsync();
        var (browser, form) = await FillAsync(app, FormCases.Of(page));
        using (browser)
        {
            var id = Guid.Parse(form.Target.Segments[2].TrimEnd('/'));
            await app.JumpAsync((await TaskAsync(app, id)).DueAt.AddDays(10));
            await using (var scope = app.Services.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<DueItemsJob<TaskReminders>>().RunAsync(CancellationToken.None);
            }

            Assert.Contains((await TaskAsync(app, id)).Reminders, reminder => reminder.SentAt is not null);
            await browser.SendAsync(form);
            Assert.True(browser.Status is HttpStatusCode.OK, browser.Text);
            Assert.Equal(WorkItemStatus.Done, (await TaskAsync(app, id)).Status);
        }
    }

    [Fact]
    public async Task The_second_of_two_who_decide_is_told_who_did_and_reads_their_own_text()
    {
        await using var app = await FabriqueApp.StartAsync();
        var one = FormCases.Of("DecideModel");
        var (first, form) = await FillAsync(app, one);
        using (first)
        {
            using var second = await app.BrowseAsync("equipe");
            await second.GoAsync(form.Target.PathAndQuery);
            var other = await second.PrepareDecisionAsync("Retained", "Le motif du second.");
            await first.SendAsync(form);
            await second.SendAsync(other);
            Assert.Equal(HttpStatusCode.Conflict, second.Status);
            Assert.Contains("par Anouk Églantine", second.Text, StringComparison.Ordinal);
            Assert.Contains("Le motif du second.", second.Text, StringComparison.Ordinal);
        }
    }

    private static async Task<(FormBrowser Browser, PreparedForm Form)> FillAsync(FabriqueApp app, FormCase one)
    {
        var path = await one.PrepareAsync(app);
        var browser = await app.BrowseAsync(one.Account);
        await browser.GoAsync(path);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        if (one.First is { } first)
        {
            await browser.PressAsync(first, one.Fields);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }

        var button = Button(browser, one);
        var form = browser.Prepare(button, one.Fields);
        foreach (var choice in button.Form!.Elements.OfType<IHtmlSelectElement>().Where(choice => Array.TrueForAll(one.Fields, field => field.Name != choice.Name)))
        {
            form = form.With(choice.Name!, choice.Options.Last(option => option.Value.Length > 0).Value);
        }

        if (one.Ticked is { } boxes)
        {
            form = form.With(boxes, button.Form.Elements.OfType<IHtmlInputElement>().First(box => box.Type == "checkbox" && box.Name == boxes).Value);
        }

        return (browser, form);
    }

    private static IHtmlButtonElement Button(FormBrowser browser, FormCase one) => browser.Page.QuerySelectorAll("main form[method=post] button").OfType<IHtmlButtonElement>()
        .First(button => one.Button is null || FormBrowser.Fold(button.TextContent) == one.Button);

    /// <summary>The form of the answer that holds all that was sent, ready to be sent again to where it was sent, or by the same button.</summary>
    private static PreparedForm Carrying(FormBrowser browser, PreparedForm sent)
    {
        var lost = new List<string>();
        foreach (var button in browser.Page.QuerySelectorAll("main form[method=post] button").OfType<IHtmlButtonElement>())
        {
            var again = browser.Prepare(button);
            var missing = sent.Values.Where(field => field.Key != Token && !again.Values.Any(kept => kept.Key == field.Key && Same(kept.Value, field.Value))).Select(field => field.Key).ToList();
            if (missing.Count == 0 && again.Target.PathAndQuery.Split("handler=")[^1] == sent.Target.PathAndQuery.Split("handler=")[^1])
            {
                return again;
            }

            lost.AddRange(missing);
        }

        throw new Xunit.Sdk.XunitException($"{(int)browser.Status}: no form of the page carries what was sent; lost: {string.Join(", ", lost.Distinct())}. {browser.Text}");

        static bool Same(string kept, string sent) => kept.ReplaceLineEndings("\n") == sent.ReplaceLineEndings("\n");
    }

    private static async Task SendAgainAsync(FormBrowser browser, PreparedForm sent)
    {
        await browser.SendAsync(Carrying(browser, sent));
        Assert.True(browser.Status is HttpStatusCode.OK, $"{browser.Status} {browser.Text}");
        Assert.Empty(browser.Page.QuerySelectorAll("#erreurs"));
    }

    private static Task<WorkItem> TaskAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.Id == id));

    private static async Task<string> SavedAsync(FabriqueApp app, HashSet<Guid> earlier) =>
        string.Join('\n', (await app.ReadAsync(db => db.AuditEntries.ToListAsync())).Where(entry => !earlier.Contains(entry.Id)).Select(entry => entry.Changes));

    private static async Task ForgetAsync(FabriqueApp app)
    {
        foreach (var id in await app.ReadAsync(db => db.StaffMembers.Select(person => person.Id).ToListAsync()))
        {
            app.Services.GetRequiredService<ActiveAccounts>().Forget(id);
        }
    }
}

/// <summary>A product for each test method, whose pages are each about something of their own.</summary>
public sealed class FormHosts : IAsyncDisposable
{
    private readonly Dictionary<string, FabriqueApp> started = new(StringComparer.Ordinal);

    internal Outage Outage { get; } = new();

    /// <param name="configure">Of the first call of a method, which starts its product.</param>
    /// <param name="test">The method.</param>
    internal async Task<FabriqueApp> OfThisTestAsync(Action<IServiceCollection>? configure = null, [CallerMemberName] string test = "")
    {
        if (!started.TryGetValue(test, out var app))
        {
            started[test] = app = await FabriqueApp.StartAsync(configure: configure);
        }

        return app;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in started.Values)
        {
            await app.DisposeAsync();
        }
    }
}
