using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>
/// The product around a simulated procedure: its activities, use cases, messages and reminders, on a scratch database. It has no transport: mails are written, and
/// read by the simulation, but cannot leave.
/// </summary>
internal sealed class ProductWorld : SimulationWorld
{
    private readonly ScratchDatabase database;
    private readonly WrittenFacts facts;
    private readonly SimulationClock clock;
    private readonly SimulationCast cast;
    private readonly ServiceProvider services;

    /// <param name="clock">The virtual clock.</param>
    /// <param name="modules">What takes part in it.</param>
    /// <param name="renderer">Renders messages as in reality.</param>
    /// <param name="cast">What it is about, and whom; as the definition says when null.</param>
    public ProductWorld(SimulationClock clock, ModuleSet modules, MessageRenderer renderer, SimulationCast? cast = null)
    {
        this.clock = clock;
        database = new ScratchDatabase(modules.Mappings);
        this.cast = cast ?? new SimulationCast();
        facts = new WrittenFacts(SimulatedPeople.Of(this.cast));
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddHttpContextAccessor();
        collection.AddProcedures(modules).AddWorkflowSimulation(clock);
        collection.AddFabriqueData(database.Options, modules.Mappings);
        collection
            .AddSingleton<IInterceptor>(facts)
            .AddSingleton(renderer)
            .AddSingleton(renderer.Catalog)
            .AddSingleton(this.cast)
            .AddScoped<TaskAssignees, SimulatedAssignees>()
            .AddScoped<TaskPolicies, SimulatedPolicies>()
            .AddScoped<MessagesInForce, SimulatedMessages>()
            .AddScoped<Actor>()
            .AddSingleton(new MailOptions { QuietHours = MailOptions.NoQuietHours })
            .AddScoped<QuietNights>()
            .AddScoped<Outbox>();
        services = collection.BuildServiceProvider();
    }

    public override IServiceProvider Services => services;

    public override async ValueTask<StartRequest> BeginAsync(WorkflowDocument document, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditScope>().UseCase = "simulation";
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var subjects = scope.ServiceProvider.GetRequiredService<SimulatedSubjects>();
        var subject = subjects.Add(cast.Kind ?? subjects.KindOf(document), new SimulatedStage(db, clock.GetUtcNow(), cast));
        await db.SaveChangesAsync(cancellationToken);
        var start = new StartRequest(document.DefinitionId) { CorrelationId = subject?.ToCorrelationId() };
        return subject is { } about && subjects.Find(about.Kind) is { } simulation ? start with { Input = await simulation.InputAsync(db, about.Id, cancellationToken) } : start;
    }

    public override IReadOnlyList<SimulationEvent> TakeFacts() => facts.Take();

    public override async ValueTask RunDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        foreach (var source in scope.ServiceProvider.GetServices<LedgerSource>())
        {
            await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().RunAsync(source, cancellationToken);
        }
    }

    public override async ValueTask<DateTime?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        DateTime? earliest = null;
        foreach (var source in scope.ServiceProvider.GetServices<LedgerSource>())
        {
            var due = await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().NextDueAsync(source, cancellationToken);
            earliest = earliest is null || due < earliest ? due : earliest;
        }

        return earliest;
    }

    public override DateTime AfterWorkingDays(DateTime instant, int days)
    {
        var local = ParisTime.FromUtc(instant);
        return ParisTime.ToUtc(WorkingCalendar.AddWorkingDays(DateOnly.FromDateTime(local), days), TimeOnly.FromDateTime(local));
    }

    public override async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        database.Dispose();
    }
}
