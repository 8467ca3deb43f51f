using System.Collections.Concurrent;
using System.Data.Common;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>The runtime on the product's own context, as the application registers it.</summary>
public sealed class ProductDatabaseTests
{
    [Theory, EngineData]
    public async Task Step_and_business_rows_share_the_product_database(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services(collection =>
        {
            collection.AddLogging();
            collection.AddSingleton<Script>();
            collection.AddWorkflowRuntime();
            collection.AddWorkflowDatabase();
            collection.AddWorkflowActivity<Effect>();
            collection.AddWorkflowActivity<Ask>();
        });
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.EnsureCreatedAsync();
        }

        await services.GetRequiredService<WorkflowPublisher>().PublishAsync(WorkflowDocument.Parse(Draw.Flow().With(Draw.Node("q", "Test.Ask", ("key", Draw.Literal("k"))), Draw.Delay("d", "00:00:00")).Link("q.Yes -> d").Json()));
        var runtime = services.GetRequiredService<IWorkflowRuntime>();
        string id;
        await using (var scope = services.CreateAsyncScope())
        {
            var signals = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>();
            id = signals.Start(new StartRequest("flow"));
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
            await signals.KickAsync();
        }

        await runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k") { Input = "Yes" });
        await services.GetRequiredService<WorkflowRunner>().RunDueTimersAsync();

        Assert.Equal(WorkflowSubStatus.Finished, (await runtime.GetOutlookAsync(id))!.Instance.SubStatus);
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            Assert.Equal(2, await db.Settings.CountAsync());
            Assert.DoesNotContain(await db.AuditEntries.Select(entry => entry.UseCase).ToListAsync(), useCase => useCase != "workflow:flow");
        }
    }

    [Theory, EngineData]
    public async Task Transaction_interceptor_hears_of_each_commit_of_a_step_in_its_use_case(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        var heard = new ConcurrentQueue<string>();
        await using var services = database.Services(collection =>
        {
            collection.AddLogging();
            collection.AddScoped<IInterceptor>(provider => new Listener(heard, provider.GetRequiredService<AuditScope>()));
            collection.AddWorkflowRuntime();
            collection.AddWorkflowDatabase();
        });
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.EnsureCreatedAsync();
        }

        await services.GetRequiredService<WorkflowPublisher>().PublishAsync(WorkflowDocument.Parse(Draw.Flow().With(Draw.Event("wait", "go"), Draw.Line("gone")).Chain().Json()));
        heard.Clear();
        var runtime = services.GetRequiredService<IWorkflowRuntime>();
        var started = await runtime.StartAsync(new StartRequest("flow"));
        await runtime.ResumeAsync(new ResumeRequest("Elsa.Event", "go") { InstanceId = started.Id });

        Assert.Equal(["workflow:flow", "workflow:flow"], heard);
    }

    [Theory, EngineData]
    public async Task Product_mapping_names_the_columns_that_the_runtime_writes(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        await using var own = new RuntimeDbContext(RuntimeDbContext.On(database));

        var expected = Columns(own);
        Assert.Equal(7, expected.Select(column => column.Split('.')[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(expected, Columns(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>()));
    }

    private static List<string> Columns(DbContext db) =>
    [
        .. db.Model.GetEntityTypes()
            .Where(entity => entity.GetTableName()!.StartsWith("workflow_", StringComparison.Ordinal))
            .SelectMany(entity => entity.GetProperties().Select(property => $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()} {property.IsNullable}"))
            .Order(StringComparer.Ordinal),
    ];

    private sealed class Listener(ConcurrentQueue<string> heard, AuditScope scope) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            heard.Enqueue(scope.UseCase);
            return ValueTask.FromResult(result);
        }
    }
}
