using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Sessions.Plan;

/// <summary>« Prévoir une séance ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class PlanSessionModel(FabriqueDbContext db, PanelReader panels, Actor actor, PlanSessionHandler handler, TimeProvider clock) : SessionPlanPage(db, panels, actor)
{
    /// <summary>Key of the session to come, so that a form sent twice plans one.</summary>
    [BindProperty]
    public Guid? New { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        CheckRanks();
        return SubmitAsync(
            token => handler.HandleAsync(new PlanSession(New ?? Guid.CreateVersion7(clock.GetUtcNow()), Id, Read()), token),
            session =>
            {
                TempData.Confirm("La séance est prévue\u00a0: vérifiez l’ordre de passage et les heures, puis convoquez. Personne n’est encore prévenu.");
                return LocalRedirect(PanelLinks.Session(Id, session.Id));
            },
            cancellationToken);
    }

    protected override void FillForm()
    {
        base.FillForm();
        New = Guid.CreateVersion7(clock.GetUtcNow());
    }
}

/// <summary>« Modifier la séance ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReplanSessionModel(FabriqueDbContext db, SessionReader sessions, PanelReader panels, Actor actor, ReplanSessionHandler handler) : SessionPlanPage(db, panels, actor)
{
    /// <summary>Key of the session.</summary>
    [BindProperty(SupportsGet = true, Name = "session")]
    public Guid SessionId { get; set; }

    /// <summary>The version of the session that the form shows; null on a first reading.</summary>
    [BindProperty]
    public int? Version { get; set; }

    public HearingSession Session { get; private set; } = null!;

    /// <summary>Why it is planned no more; null when it may be.</summary>
    public Refusal? WhyNot => Session.MayBeReplanned(HearingPace.Default, []);

    protected override Guid? Changed => SessionId;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        CheckRanks();
        return SubmitAsync(
            token => handler.HandleAsync(new ReplanSession(SessionId, Version ?? -1, Read()), token),
            () =>
            {
                TempData.Confirm(Session.ConvenedAt is null ? "La séance est modifiée." : "La séance est modifiée\u00a0: les personnes pour qui quelque chose change sont prévenues.");
                return LocalRedirect(PanelLinks.Session(Id, SessionId));
            },
            cancellationToken);
    }

    protected override void FillForm()
    {
        base.FillForm();
        FillWith(Session);
        Version = Session.Version;
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || await sessions.FindAsync(SessionId, cancellationToken) is not { } session || session.PanelId != Panel.Id)
        {
            return false;
        }

        Session = session;
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Session.Version;
        return Task.CompletedTask;
    }
}
