using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Sessions.Show;

/// <param name="Id">Of the session.</param>
/// <param name="StartsAt">UTC.</param>
/// <param name="Status">What it has become.</param>
/// <param name="Place">Empty when there is none.</param>
/// <param name="IsConvened">Whether people were told of it.</param>
/// <param name="Items">How many applications are on its agenda.</param>
public sealed record SessionLine(Guid Id, DateTime StartsAt, SessionStatus Status, string Place, bool IsConvened, int Items);

/// <summary>« Séances » of a jury, the last first.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListSessionsModel(FabriqueDbContext db, PanelReader panels, Actor actor) : PageModel
{
    private const int PageSize = 20;

    private static readonly ListOrders<HearingSession> Orders = new ListOrders<HearingSession>().SettledBy(session => session.Id).By("jour", session => session.StartsAt, isDescending: true);

    public Panel Panel { get; private set; } = null!;

    public PagedList<SessionLine> List { get; private set; } = null!;

    public bool MayPlan => actor.MayPlanSessions(Panel);

    /// <summary>Whether they read all juries.</summary>
    public bool ReadsAll => actor.IsStaff;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await panels.FindReadableAsync(id, cancellationToken) is not { } panel)
        {
            return NotFound();
        }

        Panel = panel;
        List = await PagedList.ReadAsync(
            db.HearingSessions.Where(session => session.PanelId == panel.Id),
            new ListAddress(Request, []),
            PageSize,
            Orders,
            session => new SessionLine(session.Id, session.StartsAt, session.Status, session.Place, session.ConvenedAt != null, session.Agenda.Count),
            cancellationToken);
        return Page();
    }
}
