using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.ListPanels;

/// <param name="Id">Of the jury.</param>
/// <param name="Name">Its name.</param>
/// <param name="Call">Title of its call.</param>
/// <param name="Chair">Who presides; null as long as nobody was chosen.</param>
/// <param name="Members">How many members have not left.</param>
public sealed record PanelLine(Guid Id, string Name, string Call, string? Chair, int Members);

/// <summary>« Jurys » : for the staff, all of them; for others, those in which they have a part; those of the last calls first.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListPanelsModel(FabriqueDbContext db, Actor actor, PanelReader reader) : PageModel
{
    private const int PageSize = 20;

    private static readonly ListOrders<Panel> Orders = new ListOrders<Panel>().SettledBy(panel => panel.Id).By("constitution", panel => panel.Id, isDescending: true);

    /// <summary>Whether it lists all of them.</summary>
    public bool IsForAll => actor.IsStaff;

    public PagedList<PanelLine> List { get; private set; } = null!;

    private IQueryable<Panel> Readable => IsForAll ? db.Panels : db.Panels.Of(actor.Id, reader.Today);

    public async Task OnGetAsync(CancellationToken cancellationToken) => List = await PagedList.ReadAsync(
        Readable.AsNoTracking().Where(panel => panel.Kind == PanelReader.JuryKind),
        new ListAddress(Request, []),
        PageSize,
        Orders,
        panel => new PanelLine(
            panel.Id,
            panel.Name,
            db.Calls.First(call => call.Id == panel.SubjectId).Title,
            db.StaffMembers.Where(person => person.Id == panel.ChairId).Select(person => person.FullName).FirstOrDefault(),
            panel.Members.Count(member => member.RemovedFrom == null)),
        cancellationToken);
}
