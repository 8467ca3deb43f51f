using System.Collections.Concurrent;
using System.Diagnostics;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpanOf = System.Diagnostics.Activity;

namespace Fabrique.Web.Tests.Kernel.UseCases;

/// <summary>What the runner does around every use case, seen on one that renames a person.</summary>
public sealed class UseCaseRunnerTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<SpanOf> spans = new();
    private readonly ActivityListener listener;
    private readonly KickedSignals signals = new();
    private readonly ScopedLog log = new();
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private Guid personId;

    public UseCaseRunnerTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FabriqueTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.OperationName.EndsWith(nameof(Rename), StringComparison.Ordinal))
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Theory]
    [EngineData]
    public async Task What_a_page_showed_too_long_ago_is_refused_at_once(Engine engine)
    {
        await StartAsync(engine);
        await RenameElsewhereAsync("Une autre");
        var input = new Rename("La mienne") { ShownVersion = 0 };

        await Assert.ThrowsAsync<StaleVersionException>(() => RunAsync(input));

        Assert.Equal(1, input.Attempts);
        Assert.Equal("Une autre", await NameAsync());
        Assert.Equal("stale", Span().GetTagItem(UseCaseRunner.OutcomeTag));
        Assert.Empty(signals.SeenAtKick);
    }

    [Theory]
    [EngineData]
    public async Task Who_was_shown_what_somebody_changes_meanwhile_is_refused_and_not_played_again(Engine engine)
    {
        await StartAsync(engine);
        var input = new Rename("La mienne") { ShownVersion = 0, Meanwhile = () => RenameElsewhereAsync("Une autre") };

        var conflict = await Assert.ThrowsAsync<StaleVersionException>(() => RunAsync(input));

        // The second attempt is the one that finds the other's version; it changes nothing.
        Assert.Equal((2, 1), (input.Attempts, input.Changes));
        Assert.Equal(personId, Assert.Single(conflict.Entries.Select(entry => ((IAggregate)entry.Entity).Id)));
        Assert.Equal("Une autre", await NameAsync());
    }

    [Theory]
    [EngineData]
    public async Task A_lost_race_is_run_again_from_what_the_winner_left(Engine engine)
    {
        await StartAsync(engine);
        var input = new Rename("La mienne") { Meanwhile = () => RenameElsewhereAsync("Une autre") };

        Assert.True((await RunAsync(input)).IsDone);

        Assert.Equal(["Éloïse Lefèvre", "Une autre"], input.Found);
        Assert.Equal("La mienne", await NameAsync());
        Assert.Equal(2, Span().GetTagItem(UseCaseRunner.AttemptsTag));
    }

    [Theory]
    [EngineData]
    public async Task The_same_new_row_twice_is_run_again_and_found(Engine engine)
    {
        await StartAsync(engine);
        var added = false;
        var input = new Rename("La mienne")
        {
            Add = "essai",
            Meanwhile = async () =>
            {
                if (!added)
                {
                    added = true;
                    await InScopeAsync(db => db.Settings.Add(new Setting { Name = "essai", Value = "autre" }));
                }
            },
        };

        Assert.True((await RunAsync(input)).IsDone);

        Assert.Equal(2, input.Attempts);
        Assert.Equal("autre", await ReadAsync(db => db.Settings.Where(setting => setting.Name == "essai").Select(setting => setting.Value).SingleAsync()));
    }

    [Theory]
    [EngineData]
    public async Task Who_always_loses_is_told_in_the_end(Engine engine)
    {
        await StartAsync(engine);
        var others = 0;
        var input = new Rename("La mienne") { Meanwhile = () => RenameElsewhereAsync($"Une autre {++others}"), IsAlwaysDisturbed = true };

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => RunAsync(input));

        Assert.Equal(UseCaseRunner.MostAttempts, input.Attempts);
        Assert.Equal("failed", Span().GetTagItem(UseCaseRunner.OutcomeTag));
        Assert.Empty(signals.SeenAtKick);
    }

    [Theory]
    [EngineData(false)]
    [EngineData(true)]
    public async Task Signals_are_executed_once_what_they_come_from_is_committed(Engine engine, bool inTransaction)
    {
        await StartAsync(engine);
        await RunAsync(new Rename("La mienne"), inTransaction);
        Assert.Equal(["La mienne"], signals.SeenAtKick);
    }

    [Theory]
    [EngineData(false)]
    [EngineData(true)]
    public async Task A_refusal_leaves_nothing_behind_unless_something_is_kept(Engine engine, bool inTransaction)
    {
        await StartAsync(engine);
        var refused = await RunAsync(new Rename("La mienne") { Refuse = true }, inTransaction);
        Assert.Equal(("non", null), (refused.Refusal?.Code, refused.Value));
        Assert.Equal(("refused", "non"), (Span().GetTagItem(UseCaseRunner.OutcomeTag), Span().GetTagItem(UseCaseRunner.RefusalTag)));
        Assert.Empty(signals.SeenAtKick);
        Assert.Equal("Éloïse Lefèvre", await NameAsync());

        var kept = await RunAsync(new Rename("La mienne") { Refuse = true, Keep = true }, inTransaction);
        Assert.Equal(("non", "La mienne"), (kept.Refusal?.Code, kept.Value?.FullName));
        Assert.Equal(["La mienne"], signals.SeenAtKick);
        Assert.Equal("La mienne", await NameAsync());
    }

    [Theory]
    [EngineData]
    public async Task It_runs_in_a_span_and_a_log_scope_and_under_its_name_in_the_trail(Engine engine)
    {
        await StartAsync(engine);
        await RunAsync(new Rename("La mienne"));

        var span = Span();
        Assert.Equal(("done", 1), (span.GetTagItem(UseCaseRunner.OutcomeTag), span.GetTagItem(UseCaseRunner.AttemptsTag)));
        Assert.Equal([UseCaseRunner.AttemptsTag, UseCaseRunner.OutcomeTag], span.TagObjects.Select(tag => tag.Key).Order(StringComparer.Ordinal));
        Assert.Equal($"{nameof(Rename)} {span.TraceId}", log.Scopes["Renaming"]);
        Assert.Equal(["Rename"], await ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == "Modified").Select(entry => entry.UseCase).ToListAsync()));
    }

    [Theory]
    [EngineData]
    public async Task A_more_precise_name_of_who_calls_it_goes_before_and_stays(Engine engine)
    {
        await StartAsync(engine);
        await using var scope = services.CreateAsyncScope();
        var audit = scope.ServiceProvider.GetRequiredService<AuditScope>();
        await RunAsync(scope.ServiceProvider, new Rename("La mienne"), inTransaction: false);
        Assert.Equal("", audit.UseCase);
        audit.UseCase = "POST /essai";
        await RunAsync(scope.ServiceProvider, new Rename("La tienne"), inTransaction: false);

        Assert.Equal("POST /essai", audit.UseCase);
        Assert.Equal(["POST /essai", "Rename"], await ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == "Modified").Select(entry => entry.UseCase).Order().ToListAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task StartAsync(Engine engine)
    {
        database = await TestDatabase.CreateAsync(engine);
        services = database.Services(collection => collection
            .AddLogging(logging => logging.AddProvider(log))
            .AddHttpContextAccessor()
            .AddSingleton<IWorkflowSignals>(signals)
            .AddScoped<UseCaseRunner>()
            .AddScoped<RenameHandler>()
            .AddScoped<CarefulRenameHandler>());
        signals.Look = NameAsync;
        var person = MailSamples.Person();
        personId = person.Id;
        await InScopeAsync(db => db.StaffMembers.Add(person));
    }

    private SpanOf Span() => spans.Last();

    private Task<string> NameAsync() => ReadAsync(db => db.StaffMembers.Select(person => person.FullName).SingleAsync());

    private Task RenameElsewhereAsync(string name) => InScopeAsync(db =>
    {
        var person = db.StaffMembers.Single();
        person.RecordSignIn(name, person.Email, person.RolesAt(MailSamples.Now), MailSamples.Now);
    });

    private async Task InScopeAsync(Action<FabriqueDbContext> change)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        scope.ServiceProvider.GetRequiredService<AuditScope>().UseCase = "ailleurs";
        change(db);
        await db.SaveChangesAsync();
    }

    private async Task<T> ReadAsync<T>(Func<FabriqueDbContext, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>());
    }

    private async Task<Outcome<StaffMember>> RunAsync(Rename input, bool inTransaction = false)
    {
        await using var scope = services.CreateAsyncScope();
        return await RunAsync(scope.ServiceProvider, input, inTransaction);
    }

    private static Task<Outcome<StaffMember>> RunAsync(IServiceProvider scoped, Rename input, bool inTransaction) => inTransaction
        ? scoped.GetRequiredService<CarefulRenameHandler>().HandleAsync(input, CancellationToken.None)
        : scoped.GetRequiredService<RenameHandler>().HandleAsync(input, CancellationToken.None);

    private sealed record Rename(string Name)
    {
        public int? ShownVersion { get; init; }

        /// <summary>A setting that it adds when it is not there.</summary>
        public string? Add { get; init; }

        /// <summary>What somebody else does after it has read: at its first attempt, or at each.</summary>
        public Func<Task>? Meanwhile { get; init; }

        public bool IsAlwaysDisturbed { get; init; }

        public bool Refuse { get; init; }

        public bool Keep { get; init; }

        public int Attempts { get; set; }

        public int Changes { get; set; }

        public List<string> Found { get; } = [];
    }

    private class RenameHandler(UseCaseRunner runner, FabriqueDbContext db, ILogger<RenameHandler> logger) : Handler<Rename, StaffMember>(runner)
    {
        protected override async Task<Outcome<StaffMember>> ActAsync(Rename input, CancellationToken cancellationToken)
        {
            logger.LogInformation("Renaming");
            input.Attempts++;
            var person = await db.StaffMembers.SingleAsync(cancellationToken);
            var isMissing = input.Add is { } name && !await db.Settings.AnyAsync(setting => setting.Name == name, cancellationToken);
            input.Found.Add(person.FullName);
            if (input.ShownVersion is { } shown)
            {
                db.ExpectVersion(person, shown);
            }

            if (input.Meanwhile is { } meanwhile && (input.Attempts == 1 || input.IsAlwaysDisturbed))
            {
                await meanwhile();
            }

            if (isMissing)
            {
                db.Settings.Add(new Setting { Name = input.Add!, Value = "mienne" });
            }

            input.Changes++;
            person.RecordSignIn(input.Name, person.Email, person.RolesAt(MailSamples.Now), MailSamples.Now);
            var refusal = new Refusal("non", "Non.");
            return input.Refuse ? input.Keep ? Outcome.Kept(person, refusal) : refusal : person;
        }
    }

    private sealed class CarefulRenameHandler(UseCaseRunner runner, FabriqueDbContext db, ILogger<RenameHandler> logger) : RenameHandler(runner, db, logger)
    {
        protected override bool IsInTransaction => true;
    }

    /// <summary>Looks, at each kick, at what others can see by then.</summary>
    private sealed class KickedSignals : IWorkflowSignals
    {
        public List<string> SeenAtKick { get; } = [];

        public Func<Task<string>> Look { get; set; } = () => Task.FromResult("");

        public string Start(StartRequest request) => throw new NotSupportedException();

        public void Resume(ResumeRequest request) => throw new NotSupportedException();

        public void Publish(EventRequest request) => throw new NotSupportedException();

        public void CancelAll(string definitionId) => throw new NotSupportedException();

        public void Cancel(string instanceId) => throw new NotSupportedException();

        public Task TakeBackStartsAsync(string correlationId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public void RetryIncident(string instanceId, string incidentId) => throw new NotSupportedException();

        public void CancelIncident(string instanceId, string incidentId) => throw new NotSupportedException();

        public async Task KickAsync(CancellationToken cancellationToken = default) => SeenAtKick.Add(await Look());
    }

    /// <summary>Keeps, for each message, the scopes around it.</summary>
    private sealed class ScopedLog : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider provider = new LoggerExternalScopeProvider();

        public ConcurrentDictionary<string, string> Scopes { get; } = new(StringComparer.Ordinal);

        public ILogger CreateLogger(string categoryName) => new Line(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => provider = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Line(ScopedLog log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => log.provider.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var scopes = new List<string>();
                log.provider.ForEachScope((scope, found) => found.Add(scope?.ToString() ?? ""), scopes);
                log.Scopes[formatter(state, exception)] = string.Join(" | ", scopes);
            }
        }
    }
}
