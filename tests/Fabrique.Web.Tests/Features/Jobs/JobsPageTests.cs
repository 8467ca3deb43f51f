using System.Net;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Jobs;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Tests.Support;
using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Jobs;

/// <summary>« Travaux planifiés »: what runs when, what became of it, and running it now.</summary>
public sealed class JobsPageTests
{
    [Theory]
    [EngineData]
    public async Task Each_job_is_told_in_French_and_may_be_run_now(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync("/administration/travaux");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var lines = app.Services.GetRequiredService<RecurringJobs>().Lines;
        Assert.Equal(lines.Select(line => line.Label), browser.Page.QuerySelectorAll("tbody th").Select(cell => cell.FirstChild!.TextContent.Trim()));
        Assert.All(browser.Page.QuerySelectorAll("tbody th .fr-hint-text"), rhythm => Assert.DoesNotContain("*", rhythm.TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("Inconnu", browser.Text, StringComparison.Ordinal);

        var storage = app.Services.GetRequiredService<JobStorage>();
        var before = Enqueued(storage);
        await browser.PressAsync("Lancer : Envoyer les messages");
        Assert.Equal("/administration/travaux", browser.Address.AbsolutePath);
        Assert.Contains("Le travail est lancé", browser.Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, Enqueued(storage));

        using var content = new FormUrlEncodedContent([new("travail", "inconnu")]);
        await browser.SendAsync(new Uri(app.Address, "/administration/travaux"), content);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task What_became_of_the_last_run_is_told()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (storage, manager, board) = (app.Services.GetRequiredService<JobStorage>(), app.Services.GetRequiredService<IRecurringJobManager>(), app.Services.CreateScope().ServiceProvider.GetRequiredService<JobBoard>());
        manager.Trigger("outbox");
        manager.Trigger("timers");
        Become("outbox", new SucceededState(null, 0, 1_234));
        Become("timers", new FailedState(new InvalidOperationException("La base ne répond pas.")));

        var now = DateTime.UtcNow;
        var states = board.Read(now).ToDictionary(state => state.Job.Name, StringComparer.Ordinal);

        Assert.Equal((JobResult.Succeeded, TimeSpan.FromMilliseconds(1_234), null), (states["outbox"].Result, states["outbox"].Duration, states["outbox"].Error));
        Assert.Equal((JobResult.Failed, null, "La base ne répond pas."), (states["timers"].Result, states["timers"].Duration, states["timers"].Error));
        Assert.Equal(JobResult.Unknown, states["retention"].Result);
        Assert.All(states.Values, state => Assert.False(state.IsLate));
        Assert.All(board.Read(now.AddDays(2)), state => Assert.True(state.IsLate));
        Assert.False(board.TryRun("inconnu"));

        void Become(string name, IState state)
        {
            using var connection = storage.GetConnection();
            var job = connection.GetAllEntriesFromHash($"recurring-job:{name}")["LastJobId"];
            using var transaction = connection.CreateWriteTransaction();
            transaction.SetJobState(job, state);
            transaction.Commit();
        }
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(1_000, "1 s")]
    [InlineData(1_240, "1,2 s")]
    public void A_duration_reads(int milliseconds, string expected)
    {
        using var _ = new FrenchCulture();
        Assert.Equal(expected, FormBrowser.Fold(JobsModel.Duration(TimeSpan.FromMilliseconds(milliseconds))));
    }

    private static long Enqueued(JobStorage storage) => storage.GetMonitoringApi().EnqueuedCount("default");

    private sealed class FrenchCulture : IDisposable
    {
        private readonly System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;

        public FrenchCulture() => System.Globalization.CultureInfo.CurrentCulture = Fabrique.Web.Kernel.Time.FrenchCulture.Instance;

        public void Dispose() => System.Globalization.CultureInfo.CurrentCulture = before;
    }
}
