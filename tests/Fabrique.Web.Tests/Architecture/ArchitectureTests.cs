using System.Reflection;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Tests.Architecture;

/// <summary>The rules of the house. Each is first run against something that breaks it, and must say so.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<Assembly, string[]> Arrows = new()
    {
        [typeof(IAggregate).Assembly] = [],
        [typeof(IWorkflowRuntime).Assembly] = [],
        [typeof(DsfrLink).Assembly] = [],
        [typeof(WorkflowApiOptions).Assembly] = ["Fabrique.Workflows"],
        [typeof(FabriqueDbContext).Assembly] = ["Fabrique.Domain", "Fabrique.Workflows"],
        [typeof(Program).Assembly] = ["Fabrique.Data", "Fabrique.Domain", "Fabrique.Dsfr", "Fabrique.Workflows", "Fabrique.Workflows.Api"],
    };

    [Fact]
    public void Projects_know_only_those_below_them()
    {
        Assert.Contains("Fabrique.Web", Unexpected(typeof(ArchitectureTests).Assembly, []));
        Assert.Equal(Arrows.Keys.Select(assembly => assembly.GetName().Name).Order(StringComparer.Ordinal), ["Fabrique.Data", "Fabrique.Domain", "Fabrique.Dsfr", "Fabrique.Web", "Fabrique.Workflows", "Fabrique.Workflows.Api"]);
        Assert.All(Arrows, arrow => Assert.Empty(Unexpected(arrow.Key, arrow.Value)));
    }

    [Fact]
    public void The_domain_and_the_runtime_know_no_framework_of_pages_or_databases()
    {
        Assert.NotEmpty(Frameworks(typeof(Program).Assembly));
        Assert.Empty(Frameworks(typeof(IAggregate).Assembly));
        Assert.Empty(Frameworks(typeof(IWorkflowRuntime).Assembly));

        static IEnumerable<string> Frameworks(Assembly assembly) => References(assembly)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Aggregates_change_only_through_their_methods()
    {
        Assert.Equal([nameof(OpenHouse.Door)], PublicSetters(typeof(OpenHouse)));
        var aggregates = typeof(IAggregate).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IAggregate))).ToList();
        Assert.True(aggregates.Count >= 5);
        Assert.All(aggregates, aggregate => Assert.Empty(PublicSetters(aggregate)));
    }

    [Fact]
    public void Pages_leave_saving_to_handlers()
    {
        Assert.Contains(nameof(DbContext.SaveChangesAsync), Saving(typeof(HastyModel)));
        var pages = typeof(Program).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(PageModel)) && !type.IsAbstract).ToList();
        Assert.True(pages.Count > 20);
        Assert.All(pages, page => Assert.Empty(Saving(page)));
    }

    [Fact]
    public void Use_cases_leave_saving_and_kicking_to_their_runner()
    {
        Assert.Contains(nameof(DbContext.SaveChangesAsync), Saving(typeof(HastyHandler)));
        Assert.Contains(nameof(IWorkflowSignals.KickAsync), Kicking(typeof(HastyHandler)));
        var handlers = typeof(Program).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(UseCase))).ToList();
        Assert.True(handlers.Count >= 15);
        Assert.All(handlers, handler => Assert.Empty(Saving(handler).Concat(Kicking(handler))));

        static IEnumerable<string> Kicking(Type type) => CalledMethods.Of(type).Where(name => name == nameof(IWorkflowSignals.KickAsync));
    }

    [Fact]
    public void Activities_leave_saving_to_the_step()
    {
        Assert.Contains(nameof(DbContext.SaveChangesAsync), Saving(typeof(HastyActivity)));
        var activities = typeof(Program).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Activity)) && !type.IsAbstract).ToList();
        Assert.True(activities.Count >= 10);
        Assert.All(activities, activity => Assert.Empty(Saving(activity)));
    }

    [Fact]
    public async Task Every_section_of_the_configuration_is_validated_at_start()
    {
        await using var app = await FabriqueApp.StartAsync();
        Assert.False(IsValidated(typeof(ForgottenOptions)));
        var sections = typeof(Program).Assembly.GetTypes().Where(type => type.GetField("Section") is { IsLiteral: true }).ToList();
        Assert.True(sections.Count >= 3);
        Assert.All(sections, section => Assert.True(IsValidated(section), section.Name));

        bool IsValidated(Type options) => app.Services.GetServices(typeof(IValidateOptions<>).MakeGenericType(options)).Any();
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<string> Unexpected(Assembly assembly, string[] allowed) =>
        References(assembly).Where(name => name.StartsWith("Fabrique.", StringComparison.Ordinal)).Except(allowed, StringComparer.Ordinal);

    private static IEnumerable<string> PublicSetters(Type type) => type.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true } setter
            && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))
        .Select(property => property.Name);

    private static IEnumerable<string> Saving(Type type) => CalledMethods.Of(type).Where(name =>
        name.StartsWith("SaveChanges", StringComparison.Ordinal) || name.StartsWith("BeginTransaction", StringComparison.Ordinal)
        || name.StartsWith("ExecuteUpdate", StringComparison.Ordinal) || name.StartsWith("ExecuteDelete", StringComparison.Ordinal)
        || name.StartsWith("ExecuteSql", StringComparison.Ordinal) || name.StartsWith("Commit", StringComparison.Ordinal));

    private sealed class OpenHouse : IAggregate
    {
        public Guid Id => Guid.Empty;

        public int Version => 0;

        public string Door { get; set; } = "";

        public string Wall { get; init; } = "";
    }

    private sealed class HastyModel(FabriqueDbContext db) : PageModel
    {
        public async Task OnPostAsync() => await db.SaveChangesAsync();
    }

    private sealed class HastyHandler(UseCaseRunner runner, FabriqueDbContext db, IWorkflowSignals signals) : Handler<string>(runner)
    {
        protected override async Task<Outcome> ActAsync(string input, CancellationToken cancellationToken)
        {
            await db.SaveChangesAsync(cancellationToken);
            await signals.KickAsync(cancellationToken);
            return Outcome.Done;
        }
    }

    private sealed class HastyActivity : Activity
    {
        protected override async ValueTask ExecuteAsync(ActivityContext context) => await context.Db().SaveChangesAsync();
    }

    private sealed class ForgottenOptions
    {
        public const string Section = "Forgotten";
    }
}
