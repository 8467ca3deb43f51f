using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions.Tell;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Sessions.Show;

/// <summary>A session: when, where, its agenda and its timetable; whoever plans it convenes it here.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowSessionModel(SessionReader reader, Actor actor, ConveneSessionHandler handler, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Key of the session.</summary>
    [BindProperty(SupportsGet = true, Name = "session")]
    public Guid SessionId { get; set; }

    /// <summary>The version of the session that the page shows; null on a first reading.</summary>
    [BindProperty]
    public int? Version { get; set; }

    public SessionSheet Sheet { get; private set; } = null!;

    public HearingSession Session => Sheet.Session;

    public bool MayPlan => actor.MayPlanSessions(Sheet.Panel);

    public bool ReadsAll => actor.IsStaff;

    /// <summary>Whether people may be told of it now.</summary>
    public bool MayConvene => MayPlan && Session.MayBeConvened(clock.GetUtcNow().UtcDateTime) is null;

    /// <summary>Whether something of it may still change before it begins.</summary>
    public bool IsPlanned => Session.Status is SessionStatus.Planned;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Session.Version;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ConveneSession(SessionId, Version ?? -1), token),
        () =>
        {
            TempData.Confirm("La séance est convoquée\u00a0: les membres ont une invitation pour leur agenda, les personnes auditionnées connaissent leur heure.");
            return LocalRedirect(PanelLinks.Session(Id, SessionId));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, SessionId, cancellationToken) is not { } sheet)
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Session.Version;
        return Task.CompletedTask;
    }
}
