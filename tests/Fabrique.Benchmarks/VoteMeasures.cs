using System.Diagnostics;
using System.Globalization;
using System.Net;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Fabrique.Benchmarks;

/// <summary>
/// A secret vote in a session that twelve screens follow: how long after a vote is sent each of the eleven others has read the page that counts it, as the script of the page does.
/// </summary>
internal sealed class VoteMeasures(BenchmarkOptions options, Report report)
{
    private const double MostMilliseconds = 500;

    /// <summary>Who else looks: the clerk, and the same people on another screen.</summary>
    private static readonly string[] Lookers = ["equipe", "coach", "directrice", "auditeur", "admin"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private int Rounds => options.IsQuick ? 2 : 10;

    public async Task RunAsync()
    {
        if (!options.Wants("juries") || options.Program is null)
        {
            return;
        }

        foreach (var engine in options.Engines.Where(engine => engine == Engine.Sqlite || PostgresCluster.WhyUnavailable is null))
        {
            await MeasureAsync(engine, options.Program);
        }
    }

    private async Task MeasureAsync(Engine engine, string program)
    {
        await using var product = await Product.CreateAsync(engine, isEmpty: true);
        using var served = await ServedProduct.StartAsync(program, product.Environment);
        using var team = new FormBrowser(served.Address);
        await team.SignInAsync("equipe");
        var live = await DemonstrationJury.ConveneAsync(team);
        var voters = new List<FormBrowser>();
        var screens = new List<Screen>();
        foreach (var account in DemonstrationJury.Accounts)
        {
            voters.Add(new FormBrowser(served.Address));
            await voters[^1].SignInAsync(account);
            await voters[^1].GoAsync(live);
            await voters[^1].PressAsync("Je suis là");
        }

        await team.GoAsync(live);
        await team.PressAsync("Ouvrir la séance");
        await team.SendAsync(team.Prepare(DemonstrationJury.FindButton(team, "Appeler la suivante")));
        foreach (var account in DemonstrationJury.Accounts.Concat(Lookers))
        {
            screens.Add(await Screen.OpenAsync(served.Address, account, live));
        }

        await VoteAsync(team, voters, screens, live);
        var (times, cpu) = (new List<double>(), served.CpuTime);
        for (var round = 0; round < Rounds; round++)
        {
            times.AddRange(await VoteAsync(team, voters, screens, live));
        }

        var used = served.CpuTime - cpu;
        foreach (var screen in screens)
        {
            await screen.DisposeAsync();
        }

        voters.ForEach(voter => voter.Dispose());
        times.Sort();
        var slow = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        report.Add(new Line(
            $"a vote to {screens.Count - 1} other screens",
            Report.Name(engine),
            string.Create(CultureInfo.InvariantCulture, $"p95 {Report.Number(slow)} ms (median {Report.Number(Sampling.Median(times))}, longest {Report.Number(times[^1])}), {times.Count} times"))
        {
            Cpu = used.TotalMicroseconds / (Rounds * voters.Count),
            Target = string.Create(CultureInfo.InvariantCulture, $"{MostMilliseconds} ms"),
            IsReached = slow <= MostMilliseconds,
        });
    }

    /// <summary>A ballot in which all vote, one after the other; it is annulled, so that there can be another.</summary>
    /// <returns>What each vote took to each screen, in milliseconds.</returns>
    private static async Task<List<double>> VoteAsync(FormBrowser team, List<FormBrowser> voters, List<Screen> screens, string live)
    {
        var times = new List<double>();
        await AllSeeAsync(screens, "personne n’a encore voté", async () =>
        {
            await team.GoAsync(live);
            await team.PressAsync("Ouvrir le vote", ("Mode", "Secret"));
        });
        var forms = new List<PreparedForm>();
        foreach (var voter in voters)
        {
            await voter.GoAsync(live);
            forms.Add(voter.Prepare("Confirmer mon vote", ("Choice", "For")));
        }

        for (var index = 0; index < voters.Count; index++)
        {
            var (voter, form) = (voters[index], forms[index]);
            var begun = Stopwatch.GetTimestamp();
            var seen = await AllSeeAsync(screens, index == 0 ? "une personne a voté" : string.Create(CultureInfo.InvariantCulture, $"{index + 1} personnes ont voté"), () => voter.SendWithoutFollowingAsync(form));
            times.AddRange(seen.Where((_, screen) => screen != index).Select(at => Stopwatch.GetElapsedTime(begun, at).TotalMilliseconds));
        }

        await AllSeeAsync(screens, "Un autre vote est à tenir", async () =>
        {
            await team.GoAsync(live);
            await team.PressAsync("Annuler le vote", ("Reason", "La question était mal posée."));
        });
        return times;
    }

    /// <returns>When each screen did, in their order.</returns>
    private static async Task<long[]> AllSeeAsync(List<Screen> screens, string words, Func<Task> act)
    {
        var seeing = screens.ConvertAll(screen => screen.SeeAsync(words));
        await act();
        return await Task.WhenAll(seeing).WaitAsync(Patience);
    }

    /// <summary>Follows a session as its page does: when something changed, reads the page anew, one reading at a time.</summary>
    private sealed class Screen : IAsyncDisposable
    {
        private readonly Lock gate = new();
        private readonly HubConnection hub;
        private readonly HttpClient client;
        private readonly string path;
        private (string Words, TaskCompletionSource<long> Seen)? expected;
        private bool isReading;
        private bool isAskedAgain;

        private Screen(Uri address, string cookies, string path)
        {
            this.path = path;
            client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
            client.DefaultRequestHeaders.Add("Cookie", cookies);
            client.DefaultRequestHeaders.Add("Accept", "text/html");
            client.DefaultRequestHeaders.Add("Fabrique-Live", "seance");
            hub = new HubConnectionBuilder()
                .WithUrl(new Uri(address, "/jurys/flux"), connection =>
                {
                    connection.UseDefaultCredentials = false;
                    connection.SkipNegotiation = true;
                    connection.Transports = HttpTransportType.WebSockets;
                    connection.Headers["Cookie"] = cookies;
                    connection.Headers["Origin"] = address.GetLeftPart(UriPartial.Authority);
                })
                .Build();
            hub.On<string>("changed", _ => ReadAsync());
        }

        public static async Task<Screen> OpenAsync(Uri address, string account, string live)
        {
            using var browser = new FormBrowser(address);
            await browser.SignInAsync(account);
            var screen = new Screen(address, browser.CookieHeader, live);
            await screen.hub.StartAsync();
            await screen.hub.InvokeAsync("FollowAsync", Guid.Parse(live.Split('/')[^2]));
            return screen;
        }

        /// <summary>When it has next read a page that says something, as a timestamp.</summary>
        public Task<long> SeeAsync(string words)
        {
            var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
            {
                expected = (words, seen);
            }

            return seen.Task;
        }

        public async ValueTask DisposeAsync()
        {
            await hub.DisposeAsync();
            client.Dispose();
        }

        private async Task ReadAsync()
        {
            lock (gate)
            {
                if (isReading)
                {
                    isAskedAgain = true;
                    return;
                }

                isReading = true;
            }

            while (true)
            {
                var text = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
                lock (gate)
                {
                    if (expected is { } awaited && text.Contains(awaited.Words, StringComparison.Ordinal))
                    {
                        awaited.Seen.TrySetResult(Stopwatch.GetTimestamp());
                    }

                    if (!isAskedAgain)
                    {
                        isReading = false;
                        return;
                    }

                    isAskedAgain = false;
                }
            }
        }
    }
}
