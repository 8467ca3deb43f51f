using System.Text.RegularExpressions;
using Fabrique.Domain;
using Fabrique.Testing;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Kernel.UseCases;

/// <summary>
/// Every use case of the product, done once, twice in a row and eight times at once, changes the same: rows, mails, procedures, lines of the trail. Whoever comes
/// too late is refused or told of the conflict. One without a case fails.
/// </summary>
public sealed partial class HandlersTests(HandlerHosts hosts) : IClassFixture<HandlerHosts>
{
    public static TheoryData<Engine, string> EveryUseCase
    {
        get
        {
            var data = new TheoryData<Engine, string>();
            foreach (var name in Handlers().Select(handler => handler.Name).Order(StringComparer.Ordinal))
            {
                data.Add(Engine.Sqlite, name);
                data.Add(new TheoryDataRow<Engine, string>(Engine.PostgreSql, name) { Skip = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable });
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryUseCase))]
    public async Task Done_again_or_eight_times_at_once_it_does_nothing_more(Engine engine, string name)
    {
        var cases = HandlerCases.All.Where(known => known.Handler.Name == name).ToList();
        Assert.True(cases.Count > 0, $"{name} has no case: add one to {nameof(HandlerCases)}.");
        var app = await hosts.StartAsync(engine);
        foreach (var known in cases)
        {
            var once = await PlayAsync(app, known, async act => [await act()]);
            var twice = await PlayAsync(app, known, async act => [await act(), await act()]);
            var eightAtOnce = await PlayAsync(app, known, act => AtOnce.RunAsync(8, _ => act()));
            Assert.NotEmpty(once);
            Assert.Equal(once, twice);
            Assert.Equal(once, eightAtOnce);
        }
    }

    [Fact]
    public void Every_use_case_is_found_and_every_case_is_of_one()
    {
        Assert.True(Handlers().Count() >= 15);
        Assert.Empty(HandlerCases.All.Select(known => known.Handler).Except(Handlers()));
    }

    private static IEnumerable<Type> Handlers() => typeof(Program).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(UseCase)) && !type.IsAbstract);

    /// <returns>What changed, counted.</returns>
    private static async Task<List<string>> PlayAsync(FabriqueApp app, HandlerCase known, Func<Func<Task<bool>>, Task<bool[]>> play)
    {
        var act = await known.PrepareAsync(app);
        await app.TravelAsync(app.Now);
        var before = await Tally.CountAsync(app);

        var done = (await play(() => TryAsync(app, known, act))).Count(isDone => isDone);

        if (known.IsSilentAgain)
        {
            Assert.True(done >= 1);
        }
        else
        {
            Assert.Equal(1, done);
        }

        // What a signal that lost its race left behind is taken up, as the jobs would.
        await app.TravelAsync(app.Now);
        return [.. Tally.Difference(before, await Tally.CountAsync(app)).Where(line => known.IsCounted(line)).Select(line => Keys().Replace(line, "")).Order(StringComparer.Ordinal)];
    }

    /// <summary>Each play has procedures of its own.</summary>
    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Keys();

    // False when it came too late, in words or by the version.
    private static Task<bool> TryAsync(FabriqueApp app, HandlerCase known, Func<IServiceProvider, Task<IOutcome>> act) => app.ActAsync(known.Account, async services =>
    {
        try
        {
            return (await act(services)).Refusal is null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    });
}

/// <summary>One product per engine, started when it is first asked for.</summary>
public sealed class HandlerHosts : IAsyncDisposable
{
    private readonly Dictionary<Engine, FabriqueApp> started = [];

    internal async Task<FabriqueApp> StartAsync(Engine engine)
    {
        if (!started.TryGetValue(engine, out var app))
        {
            started[engine] = app = await FabriqueApp.StartAsync(engine);
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
