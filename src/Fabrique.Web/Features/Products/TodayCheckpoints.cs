using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products;

/// <summary>The end of the cycles of the products that the signed-in person makes, on « Aujourd’hui ».</summary>
public sealed class TodayCheckpoints(FabriqueDbContext db, Actor actor, TimeProvider clock) : TodaySource
{
    private static readonly TimeOnly LastHour = new(23, 59);

    public override int Order => 30;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken)
    {
        var (me, today) = (actor.Id, ParisTime.DayOf(clock.GetUtcNow().UtcDateTime));
        var ends = await (
            from product in db.Products
            where product.Missions.Any(mission => mission.StaffMemberId == me)
            from cycle in product.Cycles
            where cycle.Status == CycleStatus.InProgress && cycle.EndsOn >= today
            orderby cycle.EndsOn, product.Ghid
            select new { product.Ghid, product.Name, cycle.EndsOn }).Take(2).ToListAsync(cancellationToken);
        return new Today { Dates = [.. ends.Select(end => new TodayDate(ParisTime.ToUtc(end.EndsOn, LastHour), $"Fin du cycle {French.Of($"« {end.Name} »")}", ProductLinks.Follow(end.Ghid)))] };
    }
}
