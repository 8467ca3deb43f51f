using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ShowCall;

[AllowAnonymous]
public sealed class ShowCallModel(FabriqueDbContext db, Actor actor, IEnumerable<CallSection> sections, TimeProvider clock) : PageModel
{
    private readonly List<(string View, object Model)> shown = [];

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotApply { get; private set; }

    /// <summary>The partial views that other nouns bring, each with its model.</summary>
    public IReadOnlyList<(string View, object Model)> Sections => shown;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleOrDefaultAsync(call => call.Slug == slug && call.Status != CallStatus.Draft, cancellationToken);
        if (call is null)
        {
            return NotFound();
        }

        Call = call;
        WhyNotApply = call.MayReceive(clock.GetUtcNow().UtcDateTime);
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
