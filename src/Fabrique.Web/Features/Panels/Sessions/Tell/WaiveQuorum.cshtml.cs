using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Sessions.Tell;

/// <summary>A page on which something of a session is changed, with a reason.</summary>
public abstract class SessionReasonPage(SessionReader reader, Actor actor) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Key of the session.</summary>
    [BindProperty(SupportsGet = true, Name = "session")]
    public Guid SessionId { get; set; }

    /// <summary>The version of the session that the form shows; null on a first reading.</summary>
    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    [Display(Name = "Motif")]
    [Required(ErrorMessage = "Dites pourquoi.")]
    [TextLength(HearingSession.ReasonLength)]
    public string? Reason { get; set; }

    public SessionSheet Sheet { get; private set; } = null!;

    public HearingSession Session => Sheet.Session;

    /// <summary>Why it may not be done; null when it may.</summary>
    public Refusal? WhyNot => MayBe(" x ");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Session.Version;
        return Page();
    }

    /// <summary>Whether it may be done, for a reason.</summary>
    protected abstract Refusal? MayBe(string reason);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, SessionId, cancellationToken) is not { } sheet || !actor.MayPlanSessions(sheet.Panel))
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code is "session-waiver-unexplained" or "session-waiver-unchanged" or "session-cancellation-unexplained" ? nameof(Reason) : "";

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Session.Version;
        return Task.CompletedTask;
    }
}

/// <summary>« Sans condition de quorum ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class WaiveQuorumModel(SessionReader reader, Actor actor, WaiveQuorumHandler handler) : SessionReasonPage(reader, actor)
{
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new WaiveQuorum(SessionId, Version ?? -1, Texts.Lines(Reason)), token),
        () =>
        {
            TempData.Confirm("La séance se tient sans condition de quorum\u00a0: son motif est affiché, et figurera au procès-verbal.");
            return LocalRedirect(PanelLinks.Session(Id, SessionId));
        },
        cancellationToken);

    protected override Refusal? MayBe(string reason) => Session.MayWaiveQuorum(reason);
}
