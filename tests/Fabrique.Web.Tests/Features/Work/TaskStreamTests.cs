using System.Diagnostics;
using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Work.WatchTasks;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>What an open page is told while somebody looks at it.</summary>
public sealed class TaskStreamTests
{
    private static readonly TaskWatchPace Quick = new() { Look = TimeSpan.FromMilliseconds(50), Check = TimeSpan.FromMilliseconds(200), MostOfOne = 2, Most = 3 };

    [Theory]
    [EngineData]
    public async Task Whoever_is_concerned_is_told_and_the_others_are_not(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var director = await app.BrowseAsync("directrice");
        using var team = await app.BrowseAsync("equipe");
        await using var hers = await Stream.OpenAsync(app, director);
        await using var theirs = await Stream.OpenAsync(app, team);

        // Written behind the product's back, as another host does.
        var id = await OpenTaskAsync(app, Assignee.HoldersOf(AppRoles.Team));
        await theirs.ReadUntilAsync(TaskListener.Changed);
        await hers.ReadUntilAsync(TaskListener.Alive);
        Assert.DoesNotContain(TaskListener.Changed, hers.Heard);
        await OpenTaskAsync(app, Assignee.Person(await IdAsync(app, "Perrine Bouleau")));
        await hers.ReadUntilAsync(TaskListener.Changed);

        theirs.Heard.Clear();
        await app.ReadAsync(async db =>
        {
            (await db.WorkItems.SingleAsync(item => item.Id == id)).Complete("Fait", await db.StaffMembers.Where(person => person.FullName == "Anouk Églantine").Select(person => person.Id).SingleAsync(), app.Now);
            return await db.SaveChangesAsync();
        });
        await theirs.ReadUntilAsync(TaskListener.Changed);
    }

    [Theory]
    [EngineData]
    public async Task Nothing_is_looked_at_once_nobody_listens(Engine engine)
    {
        await using var app = await StartAsync(engine);
        var watch = app.Services.GetRequiredService<TaskWatch>();
        using var team = await app.BrowseAsync("equipe");
        Assert.False(watch.IsLooking);
        await using (await Stream.OpenAsync(app, team))
        {
            Assert.True(watch.IsLooking);
        }

        await EventuallyAsync(() => watch is { IsLooking: false, Listening: 0 });
    }

    [Theory]
    [EngineData]
    public async Task It_ends_with_the_session_wherever_it_was_ended(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        await using var stream = await Stream.OpenAsync(app, team);
        var cookies = team.CookieHeader;
        await team.GoAsync("/mon-espace");
        await team.SendAsync(team.Prepare((AngleSharp.Html.Dom.IHtmlButtonElement)team.Page.QuerySelector("form[action='/deconnexion'] button")!));
        await stream.ReadUntilAsync(TaskListener.Over);
        await stream.ReadToEndAsync();

        using var http = Http(app, cookies);
        using var again = await http.GetAsync(TaskLinks.Stream);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task One_more_window_takes_the_place_of_the_oldest_and_a_full_host_says_so()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        using var team = await app.BrowseAsync("equipe");
        await using var first = await Stream.OpenAsync(app, team);
        await using var second = await Stream.OpenAsync(app, team);
        await using var third = await Stream.OpenAsync(app, team);
        await first.ReadUntilAsync(TaskListener.Replaced);
        await first.ReadToEndAsync();

        using var director = await app.BrowseAsync("directrice");
        await using var hers = await Stream.OpenAsync(app, director);
        using var agent = await app.BrowseAsync("agent");
        using var http = Http(app, agent.CookieHeader);
        using var refused = await http.GetAsync(TaskLinks.Stream);
        Assert.Equal(HttpStatusCode.NoContent, refused.StatusCode);
    }

    [Fact]
    public async Task A_host_that_stops_does_not_wait_for_those_who_listen()
    {
        var app = await StartAsync(Engine.Sqlite);
        using var team = await app.BrowseAsync("equipe");
        await using var stream = await Stream.OpenAsync(app, team);
        var watch = Stopwatch.StartNew();
        await app.DisposeAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Contains(TaskListener.Over, await stream.ReadToEndAsync());
    }

    [Fact]
    public async Task A_page_left_open_does_not_keep_a_session_from_ending()
    {
        var time = new OwnTime();
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, services => services.PostConfigure<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme, session => session.TimeProvider = time));
        using var team = await app.BrowseAsync("equipe");
        time.Offset = TimeSpan.FromHours(6);
        using var http = Http(app, team.CookieHeader);
        Assert.False(await RenewsAsync(http, TaskLinks.Count, ("Fabrique-Live", "")));
        Assert.False(await RenewsAsync(http, TaskLinks.All, ("Fabrique-Live", "a-faire")));
        Assert.False(await RenewsAsync(http, TaskLinks.Stream, ("Accept", "text/event-stream")));
        Assert.True(await RenewsAsync(http, TaskLinks.All));
    }

    [Fact]
    public async Task A_part_of_a_page_is_shown_alone_and_takes_nothing_that_was_to_be_told()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        var id = await OpenTaskAsync(app, Assignee.HoldersOf(AppRoles.Team));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(TaskLinks.All);
        await team.SendWithoutFollowingAsync(team.Prepare(team.Page.QuerySelectorAll("main form button").OfType<AngleSharp.Html.Dom.IHtmlButtonElement>().First(button => button.Form!.Action.Contains(id.ToString("D"), StringComparison.Ordinal))));
        using (var http = Http(app, team.CookieHeader))
        {
            foreach (var (page, part) in new[] { (TaskLinks.All, "a-faire"), (TaskLinks.MySpace, "taches"), (TaskLinks.MySpace, "jour") })
            {
                var html = await TextAsync(http, page, part);
                Assert.Contains($"id=\"{part}\"", html, StringComparison.Ordinal);
                Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
            }

            Assert.Contains($"name=\"ReturnTo\" value=\"{TaskLinks.All}?vue=a-faire\"", await TextAsync(http, $"{TaskLinks.All}?vue=a-faire", "a-faire"), StringComparison.Ordinal);
        }

        await team.GoAsync(TaskLinks.All);
        Assert.NotNull(team.Page.QuerySelector("main .fr-alert--success"));
    }

    private static Task<FabriqueApp> StartAsync(Engine engine) => FabriqueApp.StartAsync(engine, services => services.Replace(ServiceDescriptor.Singleton(Quick)));

    private static Task<Guid> OpenTaskAsync(FabriqueApp app, Assignee assignee) => app.ReadAsync(async db =>
    {
        var subject = new Subject(ProductSubject.SubjectCode, await db.Products.Select(product => product.Id).FirstAsync());
        var task = WorkItem.Open(Guid.CreateVersion7(), DrawnTask.Code, subject, "Vue à l’instant", assignee, "aucune", app.Now, app.Now.AddDays(2), ReminderPolicy.None);
        db.Add(task);
        await db.SaveChangesAsync();
        return task.Id;
    });

    private static Task<Guid> IdAsync(FabriqueApp app, string name) => app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == name).Select(person => person.Id).SingleAsync());

    private static HttpClient Http(FabriqueApp app, string cookies)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Add("Cookie", cookies);
        return http;
    }

    private static async Task<bool> RenewsAsync(HttpClient http, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.Contains("session", StringComparison.Ordinal));
    }

    private static async Task<string> TextAsync(HttpClient http, string path, string part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Fabrique-Live", part);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }
    }

    private sealed class OwnTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }

    private sealed class Stream(HttpClient http, HttpResponseMessage answer, StreamReader reader) : IAsyncDisposable
    {
        private readonly CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));

        public List<string> Heard { get; } = [];

        public static async Task<Stream> OpenAsync(FabriqueApp app, FormBrowser browser)
        {
            var http = Http(app, browser.CookieHeader);
            var answer = await http.GetAsync(TaskLinks.Stream, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream", "no-store"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
            var stream = new Stream(http, answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
            await stream.ReadUntilAsync("ouvert");
            return stream;
        }

        public async Task ReadUntilAsync(string word)
        {
            while (!Heard.Contains(word))
            {
                Assert.True(await ReadAsync(), $"It ended before « {word} »: {string.Join(", ", Heard)}");
            }
        }

        public async Task<IReadOnlyList<string>> ReadToEndAsync()
        {
            while (await ReadAsync())
            {
                // All that comes.
            }

            return Heard;
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            answer.Dispose();
            http.Dispose();
            patience.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<bool> ReadAsync()
        {
            if (await reader.ReadLineAsync(patience.Token) is not { } line)
            {
                return false;
            }

            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                Heard.Add(line[7..]);
            }

            return true;
        }
    }
}
