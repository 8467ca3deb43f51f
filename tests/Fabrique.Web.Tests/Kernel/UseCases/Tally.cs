using Fabrique.Data.Workflows;
using Fabrique.Domain.Similarity;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.UseCases;

/// <summary>How many of everything there is, without names nor instants: two acts that do the same change it by the same.</summary>
internal static class Tally
{
    public static Task<Dictionary<string, int>> CountAsync(FabriqueApp app) => app.ReadAsync(async db =>
    {
        var applications = await db.Applications.Include(application => application.Opinions).ToListAsync();
        var products = await db.Products.Include(product => product.Cycles).Include(product => product.Missions).ToListAsync();
        var tasks = await db.WorkItems.ToListAsync();
        var mails = await db.OutgoingMails.ToListAsync();
        var story = await db.TimelineEntries.ToListAsync();
        var trail = await db.AuditEntries.ToListAsync();
        var versions = await app.Services.GetRequiredService<WorkflowDefinitionStore>().SummariseAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var instances = await scope.ServiceProvider.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { Take = 10_000 });
        IEnumerable<string> lines =
        [
            .. applications.Select(application => $"application {application.Status}"),
            .. applications.SelectMany(application => application.Opinions).Select(_ => "opinion"),
            .. products.Select(product => $"product {product.Phase}"),
            .. products.SelectMany(product => product.Cycles).Select(cycle => $"cycle {cycle.Status}"),
            .. products.SelectMany(product => product.Missions).Select(mission => $"mission {mission.Role} {mission.EndsOn is null}"),
            .. tasks.Select(task => $"task {task.Kind} {task.Status} {task.Outcome}"),
            .. mails.Select(mail => $"mail {mail.Template} {mail.Status}"),
            .. story.Select(entry => $"timeline {entry.IsInternal}"),

            // Ideas are close to all those known so far, of other plays too: what the clock finds is nobody's act.
            .. trail.Where(entry => entry is not { EntityType: nameof(Resemblance), UseCase: "time-travel" }).Select(entry => $"trail {entry.EntityType} {entry.Action} {entry.UseCase}"),
            .. versions.Select(version => $"version published {version.IsPublished} latest {version.IsLatest} shipped {version.IsShipped}"),
            .. instances.Select(instance => $"instance {instance.Status} {instance.SubStatus} v{instance.Version}"),
            .. (await db.StaffMembers.ToListAsync()).Select(person => $"person {person.IsActive}"),
            .. (await db.Settings.ToListAsync()).Select(_ => "setting"),

            // What is kept for whoever may come to wait for it leaves when its time is over, in another play than its own.
            .. (await db.Set<WorkflowSignalRow>().Where(signal => signal.ExpiresAt == null).ToListAsync()).Select(_ => "signal"),
        ];
        return lines.CountBy(line => line).ToDictionary();
    });

    public static IEnumerable<string> Difference(Dictionary<string, int> before, Dictionary<string, int> after) => before.Keys.Union(after.Keys)
        .Select(line => (Line: line, By: after.GetValueOrDefault(line) - before.GetValueOrDefault(line)))
        .Where(change => change.By != 0)
        .Select(change => $"{change.Line} {change.By:+0;-0}")
        .Order(StringComparer.Ordinal);
}
