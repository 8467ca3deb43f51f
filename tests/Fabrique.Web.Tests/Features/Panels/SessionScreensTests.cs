using System.Net;
using System.Threading.Channels;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

/// <summary>Screens are told that a session changed, by whoever changed it and by any host; and only those of people who read its jury.</summary>
public sealed class SessionScreensTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Theory, EngineData]
    public async Task A_screen_hears_that_a_session_changed_and_nothing_of_what(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var session = await SessionActs.BeginAsync(app);
        await using var screen = await Screen.FollowAsync(app, "manager", session.Id);

        // What is saved elsewhere, by another host say, is found by looking.
        Assert.True((await SessionActs.TimeAsync(app, "equipe", session, TimerAct.Start)).IsDone);
        var first = await screen.HearAsync();
        Assert.Matches("^[0-9a-f]{16}$", first);

        // A recusal changes who sits.
        await PanelActs.RecuseAsync(app, session.Jury, "coach");
        Assert.NotEqual(first, await screen.HearAsync());

        // What this host tells is heard, even when it is nothing that the look sees.
        await app.Services.GetRequiredService<SessionScreens>().TellAsync(session.Id);
        await screen.HearAsync();
    }

    [Fact]
    public async Task A_button_pressed_on_one_page_is_heard_by_the_others()
    {
        await using var app = await FabriqueApp.StartAsync(configure: services => services.AddSingleton(new SessionScreensPace(TimeSpan.FromHours(1))));
        var session = await SessionActs.GatherAsync(app);
        await using var screen = await Screen.FollowAsync(app, "manager", session.Id);
        using var clerk = await app.BrowseAsync("equipe");
        await clerk.GoAsync(PanelLinks.Live(session.PanelId, session.Id));
        await clerk.PressAsync("Ouvrir la séance");
        await screen.HearAsync();
    }

    [Fact]
    public async Task Nobody_is_looked_for_once_the_last_screen_has_left()
    {
        await using var app = await FabriqueApp.StartAsync();
        var session = await SessionActs.PlanAsync(app);
        var screens = app.Services.GetRequiredService<SessionScreens>();
        await using (await Screen.FollowAsync(app, "manager", session.Id))
        {
            Assert.Equal(1, screens.Following(session.Id));
        }

        using var patience = new CancellationTokenSource(Longest);
        while (screens.Following(session.Id) > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await screens.TellAsync(session.Id);
    }

    [Fact]
    public async Task Only_those_who_read_the_jury_follow_and_only_from_pages_of_the_site()
    {
        await using var app = await FabriqueApp.StartAsync();
        var session = await SessionActs.PlanAsync(app);
        var refused = await Assert.ThrowsAsync<HubException>(() => Screen.FollowAsync(app, "agent", session.Id));
        Assert.Contains("Cette séance n’existe pas.", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HubException>(() => Screen.FollowAsync(app, "manager", Guid.CreateVersion7()));
        foreach (var origin in new[] { "https://ailleurs.example", "null", "" })
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Screen.FollowAsync(app, "manager", session.Id, origin));
        }

        Assert.Equal(0, app.Services.GetRequiredService<SessionScreens>().Following(session.Id));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(new Uri(app.Address, SessionHub.Path));
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    private sealed class Screen : IAsyncDisposable
    {
        private readonly HubConnection connection;
        private readonly Channel<string> heard = Channel.CreateUnbounded<string>();

        private Screen(HubConnection connection)
        {
            this.connection = connection;
            connection.On<string>(SessionHub.Changed, revision => heard.Writer.TryWrite(revision));
        }

        public static async Task<Screen> FollowAsync(FabriqueApp app, string account, Guid sessionId, string? origin = null)
        {
            using var browser = await app.BrowseAsync(account);
            var cookies = browser.CookieHeader;
            var hub = new HubConnectionBuilder()
                .WithUrl(new Uri(app.Address, SessionHub.Path), options =>
                {
                    options.UseDefaultCredentials = false;
                    options.SkipNegotiation = true;
                    options.Transports = HttpTransportType.WebSockets;
                    options.Headers["Cookie"] = cookies;
                    options.Headers["Origin"] = origin ?? app.Address.GetLeftPart(UriPartial.Authority);
                })
                .Build();
            var screen = new Screen(hub);
            try
            {
                await hub.StartAsync();
                await hub.InvokeAsync("FollowAsync", sessionId);
            }
            catch
            {
                await hub.DisposeAsync();
                throw;
            }

            return screen;
        }

        public async Task<string> HearAsync()
        {
            using var patience = new CancellationTokenSource(Longest);
            return await heard.Reader.ReadAsync(patience.Token);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
