using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Fabrique.Data;
using Fabrique.Testing;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Kernel.DueItems;

/// <summary>
/// The engine, on letters: each request is a letter, that leaves a setting of its name when it is done. Twice the same name cannot be saved, so that whatever is done
/// twice fails.
/// </summary>
public sealed class DueItemsEngineTests : IAsyncDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(MailSamples.Now));
    private readonly Post post = new();
    private TestDatabase database = null!;
    private ServiceProvider services = null!;

    [Theory]
    [EngineData]
    public async Task Done_twice_in_a_row_or_by_eight_at_once_each_item_is_done_once_and_leaves_no_trace(Engine engine)
    {
        await StartAsync(engine);
        await using var elsewhere = Node(clock);
        var letters = await WriteAsync(60);

        await AtOnce(8, number => RunAsync(number % 2 == 0 ? services : elsewhere));
        await RunAsync(services);

        Assert.Equal(letters.Order(), (await DoneAsync()).Order());
        Assert.Equal(letters.Count, post.Attempts.Count);
        Assert.Empty(await AttemptsAsync());
        Assert.Null(await NextDueAsync());
    }

    [Theory]
    [EngineData]
    public async Task What_is_not_due_waits_for_its_instant(Engine engine)
    {
        await StartAsync(engine);
        var tomorrow = MailSamples.Now.AddDays(1);
        var letter = Assert.Single(await WriteAsync(1, tomorrow));
        await RunAsync(services);
        Assert.Empty(post.Attempts);
        Assert.Equal(tomorrow, await NextDueAsync());

        clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(services);
        Assert.Equal([letter], await DoneAsync());
    }

    /// <summary>Whoever asks and runs within one millisecond is not told that nothing is due.</summary>
    [Theory]
    [EngineData]
    public async Task What_falls_due_within_the_millisecond_is_done(Engine engine)
    {
        await StartAsync(engine);
        clock.Advance(TimeSpan.FromMicroseconds(500));
        var letter = Assert.Single(await WriteAsync(1, clock.GetUtcNow().UtcDateTime));
        await RunAsync(services);
        Assert.Equal([letter], await DoneAsync());
        Assert.Empty(await AttemptsAsync());
    }

    [Theory]
    [EngineData]
    public async Task A_broken_item_climbs_the_ladder_beside_the_others_then_is_an_incident_that_can_be_tried_again(Engine engine)
    {
        await StartAsync(engine);
        var letters = await WriteAsync(3);
        var broken = letters[0];
        post.Act = (key, _) => key == broken ? throw new InvalidOperationException("L’encrier est vide.") : Task.CompletedTask;

        foreach (var wait in LedgerSource.Ladder)
        {
            await RunAsync(services);
            await RunAsync(services);
            Assert.Equal(letters.Skip(1).Order(), (await DoneAsync()).Order());
            Assert.Equal(clock.GetUtcNow().UtcDateTime + wait, await NextDueAsync());
            Assert.Empty(await IncidentsAsync());
            clock.Advance(wait - TimeSpan.FromSeconds(1));
            await RunAsync(services);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await RunAsync(services);

        var attempts = LedgerSource.Ladder.Count + 1;
        Assert.Equal(attempts, post.Attempts.Count(key => key == broken));
        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal((broken, attempts, "La lettre n’est pas partie."), (incident.Key, incident.Attempts, incident.Cause));
        Assert.Equal("InvalidOperationException\u00a0: L’encrier est vide.", incident.LastError);
        Assert.Equal(attempts - 1, post.Logged(LogLevel.Warning));
        Assert.Equal(1, post.Logged(LogLevel.Error));

        // Kept, and left in peace.
        Assert.Null(await NextDueAsync());
        clock.Advance(TimeSpan.FromDays(30));
        await RunAsync(services);
        Assert.Equal(attempts, post.Attempts.Count(key => key == broken));

        post.Act = (_, _) => Task.CompletedTask;
        Assert.True(await RetryAsync(broken));
        Assert.False(await RetryAsync(broken));
        await RunAsync(services);
        Assert.Equal(letters.Order(), (await DoneAsync()).Order());
        Assert.Empty(await AttemptsAsync());
    }

    [Theory]
    [EngineData]
    public async Task What_cannot_succeed_is_an_incident_at_once(Engine engine)
    {
        await StartAsync(engine);
        var letter = Assert.Single(await WriteAsync(1));
        post.Act = (_, _) => throw new PermanentFailureException("Personne à qui écrire.");
        await RunAsync(services);
        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal((letter, 1, "Personne à qui écrire."), (incident.Key, incident.Attempts, incident.LastError));
    }

    [Theory]
    [EngineData(false)]
    [EngineData(true)]
    public async Task An_item_that_never_ends_is_given_up_and_the_next_is_done(Engine engine, bool isDeaf)
    {
        await StartAsync(engine);
        var letters = await WriteAsync(2);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        var given = CancellationToken.None;
        post.Act = async (key, token) =>
        {
            if (key != letters[0] || release.IsSet)
            {
                return;
            }

            given = token;
            begun.SetResult();
            if (isDeaf)
            {
                release.Wait(CancellationToken.None);
            }
            else
            {
                await new TaskCompletionSource().Task.WaitAsync(token);
            }
        };

        var run = RunAsync(services);
        await begun.Task;
        Assert.Equal(clock.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(90), await NextDueAsync(letters[0]));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(run.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await run;

        Assert.True(given.IsCancellationRequested);
        Assert.Equal([letters[1]], await DoneAsync());
        var abandoned = Assert.Single(await AttemptsAsync());
        Assert.Equal((letters[0], 1, "Abandonné après 60 secondes sans réponse."), (abandoned.Key, abandoned.Attempts, abandoned.LastError));

        // Whatever it does too late is of no effect.
        release.Set();
        clock.Advance(LedgerSource.Ladder[0]);
        await RunAsync(services);
        Assert.Equal(letters.Order(), (await DoneAsync()).Order());
        Assert.Empty(await AttemptsAsync());
    }

    [Theory]
    [EngineData]
    public async Task The_item_of_a_dead_process_is_taken_over_when_its_lease_is_over(Engine engine)
    {
        await StartAsync(engine);
        var letter = Assert.Single(await WriteAsync(1));
        await DieAsync();
        await using var elsewhere = Node(clock);

        await RunAsync(elsewhere);
        Assert.Empty(await DoneAsync());
        Assert.Equal(MailSamples.Now.AddSeconds(90), await NextDueAsync());

        clock.Advance(TimeSpan.FromSeconds(90));
        await RunAsync(elsewhere);
        Assert.Equal([letter], await DoneAsync());
        Assert.Empty(await AttemptsAsync());
    }

    [Theory]
    [EngineData]
    public async Task What_a_clock_that_was_ahead_held_or_put_off_is_done_once_when_it_is_put_right(Engine engine)
    {
        await StartAsync(engine);
        var ahead = new FakeTimeProvider(clock.GetUtcNow().AddDays(400));
        var done = Assert.Single(await WriteAsync(1));
        await using (var elsewhere = Node(ahead))
        {
            await RunAsync(elsewhere);
            var put = Assert.Single(await WriteAsync(1));
            post.Act = (_, _) => throw new InvalidOperationException("Plus tard.");
            await RunAsync(elsewhere);
            var held = Assert.Single(await WriteAsync(1));
            await DieAsync(ahead);
            Assert.Equal(new[] { put, held }.Order(), (await AttemptsAsync()).Select(attempt => attempt.Key).Order());

            await RunAsync(services);
            await RunAsync(services);
            Assert.Equal(new[] { done, put, held }.Order(), (await DoneAsync()).Order());
            Assert.Empty(await AttemptsAsync());
        }
    }

    [Theory]
    [EngineData]
    public async Task What_another_host_a_little_ahead_holds_is_left_to_it(Engine engine)
    {
        await StartAsync(engine);
        var letter = Assert.Single(await WriteAsync(1));
        await DieAsync(new FakeTimeProvider(clock.GetUtcNow().AddMinutes(10)));
        await RunAsync(services);
        Assert.Empty(await DoneAsync());
        clock.Advance(TimeSpan.FromSeconds(690));
        await RunAsync(services);
        Assert.Equal([letter], await DoneAsync());
    }

    [Theory]
    [EngineData]
    public async Task An_item_of_which_processes_die_ends_in_an_incident_too(Engine engine)
    {
        await StartAsync(engine);
        await WriteAsync(1);
        for (var death = 0; death <= LedgerSource.Ladder.Count; death++)
        {
            await DieAsync();
            clock.Advance(TimeSpan.FromSeconds(90));
        }

        await RunAsync(services);

        Assert.Equal(LedgerSource.Ladder.Count + 1, post.Attempts.Count);
        Assert.Contains("Interrompu à chaque essai", Assert.Single(await IncidentsAsync()).LastError, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Whoever_lost_the_lease_saves_nothing_and_counts_nothing(Engine engine)
    {
        await StartAsync(engine);
        var later = new FakeTimeProvider(clock.GetUtcNow().AddMinutes(2));
        await using var elsewhere = Node(later);
        await WriteAsync(1);
        post.IsCareless = true;
        var isFirst = true;
        post.Act = async (_, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                await RunAsync(elsewhere);
                Assert.Single(await DoneAsync());
            }
        };

        await RunAsync(services);

        Assert.Equal(2, post.Attempts.Count);
        Assert.Single(await DoneAsync());
        Assert.Empty(await AttemptsAsync());
    }

    [Theory]
    [EngineData]
    public async Task What_was_settled_otherwise_leaves_nothing_but_its_incident(Engine engine)
    {
        await StartAsync(engine);
        var letters = await WriteAsync(2);
        post.Act = (key, _) => throw (key == letters[0] ? new PermanentFailureException("Non.") : new InvalidOperationException("Pas encore."));
        await RunAsync(services);
        await InScopeAsync(services, db => db.DueRequests.ExecuteDeleteAsync());

        Assert.Null(await NextDueAsync());
        clock.Advance(LedgerSource.Ladder[0]);
        await RunAsync(services);

        Assert.Equal([letters[0]], (await AttemptsAsync()).Select(attempt => attempt.Key));
        Assert.True(await RetryAsync(letters[0]));
        Assert.Empty(await AttemptsAsync());
    }

    [Theory]
    [EngineData]
    public async Task A_job_that_is_stopped_counts_nothing_and_is_made_up_for(Engine engine)
    {
        await StartAsync(engine);
        var letters = await WriteAsync(3);
        using var stop = new CancellationTokenSource();
        post.Act = async (key, _) =>
        {
            if (key == letters[1])
            {
                await stop.CancelAsync();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(services, stop.Token));
        Assert.Equal([letters[0]], await DoneAsync());

        clock.Advance(TimeSpan.FromSeconds(90));
        post.Act = (_, _) => Task.CompletedTask;
        await RunAsync(services);
        Assert.Equal(letters.Order(), (await DoneAsync()).Order());
    }

    [Theory]
    [EngineData]
    public async Task Every_attempt_is_measured(Engine engine)
    {
        var measured = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == FabriqueTelemetry.Name && instrument.Name == DueItemsEngine.InstrumentName)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            // Called within whatever else runs in this process: it must not throw there.
            var labels = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (labels.GetValueOrDefault(DueItemsEngine.SourceTag) is Letters.SourceName)
            {
                measured.Enqueue($"{labels.GetValueOrDefault(DueItemsEngine.ResultTag)} {value}");
            }
        });
        listener.Start();
        await StartAsync(engine);
        var letters = await WriteAsync(3);
        post.Act = (key, _) => key == letters[0]
            ? throw new InvalidOperationException("Non.")
            : key == letters[1] ? throw new PermanentFailureException("Jamais.") : Task.CompletedTask;

        await RunAsync(services);

        Assert.Equal(["done 1", "failed 1", "incident 1"], measured.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task StartAsync(Engine engine)
    {
        database = await TestDatabase.CreateAsync(engine);
        services = Node(clock);
    }

    private ServiceProvider Node(TimeProvider time) => database.Services(collection => collection
        .AddSingleton(time)
        .AddSingleton(post)
        .AddLogging(logging => logging.AddProvider(post))
        .AddScoped<DueIncidents>()
        .AddDueItems<Letters>());

    /// <returns>The keys of letters to be written, the oldest first.</returns>
    private async Task<List<Guid>> WriteAsync(int number, DateTime? at = null)
    {
        var letters = Enumerable.Range(0, number).Select(rank => new DueRequest
        {
            Id = Guid.CreateVersion7(),
            Source = Letters.SourceName,
            SubjectId = Guid.CreateVersion7(),
            DueAt = at ?? MailSamples.Now.AddSeconds(rank - number),
        }).ToList();
        await InScopeAsync(services, db =>
        {
            db.DueRequests.AddRange(letters);
            return db.SaveChangesAsync();
        });
        return letters.ConvertAll(letter => letter.Id);
    }

    private static async Task RunAsync(ServiceProvider node, CancellationToken? stop = null)
    {
        await using var scope = node.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().RunAsync(scope.ServiceProvider.GetRequiredService<Letters>(), stop ?? Stop);
    }

    /// <summary>A run that is killed while it does its first item.</summary>
    private async Task DieAsync(TimeProvider? time = null)
    {
        using var killed = new CancellationTokenSource();
        post.Act = async (_, _) =>
        {
            await killed.CancelAsync();
            throw new OperationCanceledException("The process was killed.");
        };
        await using var dying = Node(time ?? clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(dying, killed.Token));
        post.Act = (_, _) => Task.CompletedTask;
    }

    private async Task<DateTime?> NextDueAsync()
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().NextDueAsync(scope.ServiceProvider.GetRequiredService<Letters>(), Stop);
    }

    private async Task<DateTime?> NextDueAsync(Guid held) => (await AttemptsAsync()).Single(attempt => attempt.Key == held).LeasedUntil;

    private Task<List<Guid>> DoneAsync() => InScopeAsync(services, async db => (await db.Settings.Select(setting => setting.Name).ToListAsync()).ConvertAll(Guid.Parse));

    private Task<List<DueAttempt>> AttemptsAsync() => InScopeAsync(services, db => db.DueAttempts.AsNoTracking().ToListAsync());

    private async Task<IReadOnlyList<DueAttempt>> IncidentsAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var lines = await scope.ServiceProvider.GetRequiredService<DueIncidents>().Open().ToListAsync(Stop);
        var attempts = (await AttemptsAsync()).FindAll(attempt => attempt.FailedAt is not null);
        Assert.Equal(attempts.Select(attempt => (attempt.Cause, attempt.Attempts)), lines.Select(line => (line.What!, line.Attempts)));
        return attempts;
    }

    private async Task<bool> RetryAsync(Guid key)
    {
        await using var scope = services.CreateAsyncScope();
        var isDone = await scope.ServiceProvider.GetRequiredService<DueIncidents>().RetryAsync($"{Letters.SourceName}/{key}", Stop) is null;
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync(Stop);
        return isDone;
    }

    private static async Task<T> InScopeAsync<T>(ServiceProvider node, Func<FabriqueDbContext, Task<T>> act)
    {
        await using var scope = node.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>());
    }

    private static Task AtOnce(int times, Func<int, Task> act) => Task.WhenAll(Enumerable.Range(0, times).Select(number => Task.Run(() => act(number))));

    private sealed class Letters(Post post) : LedgerSource
    {
        public const string SourceName = "letters";

        public override string Name => SourceName;

        public override string Cause => "La lettre n’est pas partie.";

        protected override IQueryable<DueItem> Planned(FabriqueDbContext db) =>
            db.DueRequests.Where(request => request.Source == SourceName).Select(request => new DueItem { Key = request.Id, DueAt = request.DueAt });

        protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
        {
            var db = services.GetRequiredService<FabriqueDbContext>();
            if (await db.DueRequests.SingleOrDefaultAsync(request => request.Id == key, cancellationToken) is not { } request)
            {
                return;
            }

            post.Attempts.Enqueue(key);
            if (post.IsCareless)
            {
                db.Settings.Add(new Setting { Name = Guid.CreateVersion7().ToString("D"), Value = "partie" });
                await post.Act(key, cancellationToken);
                return;
            }

            db.DueRequests.Remove(request);
            db.Settings.Add(new Setting { Name = key.ToString("D"), Value = "partie" });
            await post.Act(key, cancellationToken);
        }
    }

    /// <summary>What the letters do when they are done, and what was logged meanwhile.</summary>
    private sealed class Post : ILoggerProvider
    {
        private readonly ConcurrentQueue<LogLevel> levels = new();

        public ConcurrentQueue<Guid> Attempts { get; } = new();

        /// <summary>Whether nothing but the lease keeps a letter from leaving twice.</summary>
        public bool IsCareless { get; set; }

        public Func<Guid, CancellationToken, Task> Act { get; set; } = (_, _) => Task.CompletedTask;

        public int Logged(LogLevel level) => levels.Count(logged => logged == level);

        public ILogger CreateLogger(string categoryName) => new Line(categoryName == typeof(DueItemsEngine).FullName ? levels : []);

        public void Dispose()
        {
        }

        private sealed class Line(ConcurrentQueue<LogLevel> levels) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => levels.Enqueue(logLevel);
        }
    }
}
