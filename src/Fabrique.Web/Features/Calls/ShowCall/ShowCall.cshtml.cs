using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ShowCall;

public sealed record MyApplication(string Reference, string Title, Domain.Applications.ApplicationStatus Status);

[AllowAnonymous]
public sealed class ShowCallModel(FabriqueDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotApply { get; private set; }

    public IReadOnlyList<MyApplication> Mine { get; private set; } = [];

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
            var id = actor.Id;
            Mine = await db.Applications
                .Where(application => application.CallId == call.Id && application.ApplicantId == id)
                .OrderBy(application => application.Reference)
                .Select(application => new MyApplication(application.Reference, application.Content.Title, application.Status))
                .ToListAsync(cancellationToken);
        }

        return Page();
    }
}
