using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work;

/// <summary>The tasks that wait for the signed-in person, on « Aujourd’hui ».</summary>
public sealed class TodayTasks(TaskLoader tasks, TaskKinds kinds, TimeProvider clock) : TodaySource
{
    public override int Order => 10;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var open = (await tasks.MineAsync(cancellationToken)).Where(item => item.Status == WorkItemStatus.Open);
        var first = await open
            .OrderBy(item => item.DueAt)
            .ThenBy(item => item.Id)
            .Take(2)
            .Select(item => new { item.Id, item.Kind, item.Title, item.DueAt, All = open.Count(), Late = open.Count(other => other.DueAt < now) })
            .ToListAsync(cancellationToken);
        if (first.Count == 0)
        {
            return Today.Nothing;
        }

        return new Today
        {
            Waiting = [Count(first[0].All, first[0].Late)],
            Steps = [.. first.Take(1).Select(item => new TodayStep(item.Title, kinds[item.Kind].Action, kinds[item.Kind].Page(item.Id), item.DueAt) { IsLate = item.DueAt < now })],
            Dates = [.. first.Where(item => item.DueAt >= now).Select(item => new TodayDate(item.DueAt, item.Title, kinds[item.Kind].Page(item.Id)))],
        };
    }

    internal static string Count(int all, int late) => (all, late) switch
    {
        (1, 0) => "une tâche vous attend",
        (1, _) => "une tâche vous attend, en retard",
        (_, 0) => $"{all} tâches vous attendent",
        _ when all == late => $"{all} tâches vous attendent, toutes en retard",
        _ => $"{all} tâches vous attendent, dont {late} en retard",
    };
}
