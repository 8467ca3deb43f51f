using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ShowCall;

[AllowAnonymous]
public sealed class ShowCallModel(FabriqueDbContext db, Actor actor, CallApplicants applicants, IEnumerable<CallSection> sections, TimeProvider clock) : PageModel
{
    private readonly List<(string View, object Model)> shown = [];

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotApply { get; private set; }

    /// <summary>Whom it is for; null when it is for everybody.</summary>
    public string? Audience { get; private set; }

    /// <summary>Until when this person may submit after the closing; null when they may not.</summary>
    public DateTime? GraceUntil { get; private set; }

    /// <summary>Whether the reader may manage it.</summary>
    public bool MayManage => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    /// <summary>The partial views that other nouns bring, each with its model.</summary>
    public IReadOnlyList<(string View, object Model)> Sections => shown;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleOrDefaultAsync(call => call.Slug == slug, cancellationToken);
        if (call is null || (call.Status is CallStatus.Draft && !MayManage))
        {
            return NotFound();
        }

        Call = call;
        var now = clock.GetUtcNow().UtcDateTime;
        var applicant = actor.IsSignedIn ? await applicants.ReadAsync(call, actor.Id, cancellationToken) : null;
        WhyNotApply = call.MayReceive(applicant, now);
        Audience = await applicants.NameAudienceAsync(call, cancellationToken);
        GraceUntil = call.ClosesFor(applicant?.Grace) is var until && until > call.ClosesAt && until > now ? until : null;
        if (actor.IsSignedIn)
        {
            foreach (var section in sections)
            {
                if (await section.ReadAsync(call, cancellationToken) is { } model)
                {
                    shown.Add((section.View, model));
                }
            }
        }

        return Page();
    }
}
