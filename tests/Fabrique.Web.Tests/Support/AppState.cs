using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Support;

internal static class AppState
{
    /// <summary>Everything that a use case or a job may change, without ids nor instants: equal texts are equal databases.</summary>
    public static Task<string> DescribeAsync(this FabriqueApp app) => app.ReadAsync(async db =>
    {
        var applications = await db.Applications.Include(application => application.Opinions).ToListAsync();
        var products = await db.Products.Include(product => product.Cycles).Include(product => product.Missions).ToListAsync();
        var calls = await db.Calls.ToListAsync();
        var tasks = await db.WorkItems.Include(item => item.Reminders).ToListAsync();
        var mails = await db.OutgoingMails.ToListAsync();
        var story = await db.TimelineEntries.ToListAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var instances = await scope.ServiceProvider.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { Take = 1000 });
        IEnumerable<string> lines =
        [
            .. applications.Select(a => $"application {a.Reference} {a.Status} {a.DecisionReason} opinions {a.Opinions.Count}"),
            .. products.Select(p => $"product {p.Ghid} {p.Phase} cycles {string.Join(' ', p.Cycles.Select(cycle => $"{cycle.EndsOn:o} {cycle.Status}"))} missions {p.Missions.Count} open {p.Missions.Count(mission => mission.EndsOn is null)}"),
            .. calls.Select(c => $"call {c.Slug} {c.Status}"),
            .. tasks.GroupBy(t => (t.Title, t.Status, t.Outcome, t.AssigneeRole, Sent: t.Reminders.Count(reminder => reminder.SentAt is not null), t.Reminders.Count)).Select(g => $"task {g.Key} {g.Count()}"),
            .. mails.GroupBy(m => (m.Template, m.ToAddress, m.Subject, m.Status, m.Attempts)).Select(g => $"mail {g.Key} {g.Count()}"),
            .. story.GroupBy(s => s.Sentence).Select(g => $"story {g.Key} {g.Count()}"),
            .. instances.GroupBy(i => (i.DefinitionId, i.Status, i.SubStatus)).Select(g => $"instance {g.Key} {g.Count()}"),
        ];
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    });
}
