using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Features.Panels;

/// <param name="Id">Of the jury.</param>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">The person’s own; null when they have none.</param>
/// <param name="IsConducted">Whether they preside over it, or hold the pen.</param>
public sealed record MyPanelLine(Guid Id, string Name, Capacity? Capacity, bool IsConducted);

/// <summary>« Mes jurys » : those in which the signed-in person has a part. Remembered for a moment: nearly everybody has none, and the page of a jury asks again who may read it.</summary>
public sealed class MyPanels(FabriqueDbContext db, Actor actor, IMemoryCache cache, TimeProvider clock) : SpaceSection
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private static readonly ListOrders<Panel> Orders = new ListOrders<Panel>().SettledBy(panel => panel.Id).By("nom", panel => panel.Name);

    public override string Name => "jurys";

    public override int Order => 35;

    public override string View => "/Features/Panels/_MyPanels.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var (id, today) = (actor.Id, ParisTime.DayOf(clock.GetUtcNow().UtcDateTime));
        var key = (typeof(MyPanels), id, today, address.Number);
        if (cache.TryGetValue<PagedList<MyPanelLine>>(key, out var known))
        {
            return known is { Total: > 0 } ? known : null;
        }

        var page = await PagedList.ReadAsync(
            db.Panels.Where(panel => panel.Kind == PanelReader.JuryKind).Of(id, today),
            address,
            PageSize,
            Orders,
            panel => new MyPanelLine(
                panel.Id,
                panel.Name,
                panel.Members.Where(member => member.PersonId == id && (member.RemovedFrom == null || today < member.RemovedFrom)).Select(member => (Capacity?)member.Capacity).FirstOrDefault(),
                panel.ChairId == id || panel.DeputyChairId == id || panel.ClerkId == id),
            cancellationToken);
        cache.Set(key, page, Remembered);
        return page.Total == 0 ? null : page;
    }
}
