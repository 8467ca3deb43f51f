using System.Data.Common;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests.Model;

/// <summary>When the objects of the runtime are thrown away and built again on the same database.</summary>
public enum Lives
{
    /// <summary>Never.</summary>
    One,

    /// <summary>Before each stimulus.</summary>
    OnePerStimulus,

    /// <summary>After each activity: each commits alone, and what comes after it is left to another life.</summary>
    OnePerActivity,
}

/// <summary>One database for many random runs, and a runtime that lives as long as it is told to.</summary>
internal sealed class ModelHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly DbContextOptions<RuntimeDbContext> _options;
    private readonly Lives _lives;
    private ServiceProvider _services;

    private ModelHost(TestDatabase database, DbContextOptions<RuntimeDbContext> options, Lives lives)
    {
        _database = database;
        _options = options;
        _lives = lives;
        _services = Build();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public IWorkflowRuntime Runtime => _services.GetRequiredService<IWorkflowRuntime>();

    private WorkflowRunner Runner => _services.GetRequiredService<WorkflowRunner>();

    public static async Task<ModelHost> CreateAsync(Engine engine, Lives lives)
    {
        var database = await RuntimeDbContext.CreateDatabaseAsync(engine);
        var options = engine is Engine.Sqlite
            ? new DbContextOptionsBuilder<RuntimeDbContext>(RuntimeDbContext.On(database)).AddInterceptors(new WithoutDisk()).Options
            : RuntimeDbContext.On(database);
        return new ModelHost(database, options, lives);
    }

    public Task PublishAsync(string json) => _services.GetRequiredService<WorkflowPublisher>().PublishAsync(WorkflowDocument.Parse(json));

    /// <summary>Makes a call, and has what the call's life left undone done by others.</summary>
    public async Task<T?> DoAsync<T>(Func<IWorkflowRuntime, Task<T>> call)
    {
        if (_lives == Lives.OnePerStimulus)
        {
            Restart();
        }

        try
        {
            var answer = await call(Runtime);
            if (_lives == Lives.OnePerActivity)
            {
                Restart();
            }

            return answer;
        }
        catch (LifeIsOverException)
        {
            await SweepAsync();
            return default;
        }
    }

    /// <summary>Does all that is due, in as many lives as it takes.</summary>
    public async Task SweepAsync()
    {
        const int MostLives = 10_000;
        for (var life = 0; life < MostLives; life++)
        {
            if (_lives != Lives.One)
            {
                Restart();
            }

            try
            {
                await Runner.RunDueTimersAsync();
                await Runner.RunDueSignalsAsync();
                if (_lives == Lives.OnePerActivity)
                {
                    Restart();
                }

                return;
            }
            catch (LifeIsOverException)
            {
                // The next one goes on.
            }
        }

        throw new InvalidOperationException("It never ends.");
    }

    public async Task<T> QueryAsync<T>(Func<FabriqueDbContext, Task<T>> query)
    {
        await using var db = new RuntimeDbContext(_options);
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private void Restart()
    {
        _services.Dispose();
        _services = Build();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<Script>();
        services.AddScoped<AuditScope>();
        services.AddScoped<FabriqueDbContext>(_ => new RuntimeDbContext(_options));
        services.AddWorkflowRuntime(options =>
        {
            if (_lives == Lives.OnePerActivity)
            {
                options.ActivitiesPerStep = 1;
                options.Lease = TimeSpan.Zero;
            }
        });
        services.AddWorkflowDatabase();
        if (_lives == Lives.OnePerActivity)
        {
            services.AddSingleton<WorkflowDatabase>();
            services.AddSingleton<IWorkflowDatabase>(provider => new MortalDatabase(provider.GetRequiredService<WorkflowDatabase>()));
        }

        services.AddWorkflowActivity<Effect>();
        services.AddWorkflowActivity<Ask>();
        return services.BuildServiceProvider();
    }

    private sealed class LifeIsOverException : Exception;

    /// <summary>Allows one commit of an instance, then nothing more.</summary>
    private sealed class MortalDatabase(IWorkflowDatabase database) : IWorkflowDatabase
    {
        private bool _isOver;

        public WorkflowDatabaseEngine Engine => database.Engine;

        public async ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken) =>
            new Step(this, await Living.BeginStepAsync(cancellationToken));

        public ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken) => Living.BeginReadAsync(cancellationToken);

        private IWorkflowDatabase Living => _isOver ? throw new LifeIsOverException() : database;

        private sealed class Step(MortalDatabase owner, IStepTransaction step) : IStepTransaction
        {
            private bool _isOfInstance;

            public IServiceProvider Services => step.Services;

            public DbConnection Connection => step.Connection;

            public DbTransaction Transaction => step.Transaction;

            public IReadOnlyList<string> WrittenSignals => step.WrittenSignals;

            public void SetUseCase(string useCase)
            {
                step.SetUseCase(useCase);
                _isOfInstance = useCase != "workflow:publish";
            }

            public Task SaveBusinessRowsAsync(CancellationToken cancellationToken) => step.SaveBusinessRowsAsync(cancellationToken);

            public async Task CommitAsync(CancellationToken cancellationToken)
            {
                await step.CommitAsync(cancellationToken);
                owner._isOver = _isOfInstance;
            }

            public async Task CommitAsync(DbBatch last, CancellationToken cancellationToken)
            {
                await step.CommitAsync(last, cancellationToken);
                owner._isOver = _isOfInstance;
            }

            public ValueTask DisposeAsync() => step.DisposeAsync();
        }
    }

    /// <summary>No power is lost here: the disk is not waited for.</summary>
    private sealed class WithoutDisk : DbConnectionInterceptor
    {
        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma synchronous = off; pragma journal_mode = memory";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
