using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>Somebody is invited to have an idea with others: they read who, what and with which rights, and nothing of the idea before they accept.</summary>
[Authorize(Policies.SignedIn)]
public sealed class InvitationModel(FabriqueDbContext db, Actor actor, JoinApplicationHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Application Application { get; private set; } = null!;

    public CoApplicant Invited { get; private set; } = null!;

    public string InvitedBy { get; private set; } = "";

    public string CallTitle { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => !await LoadAsync(cancellationToken)
        ? NotFound()
        : Invited.IsAccepted ? LocalRedirect(ApplicationLinks.Show(Reference)) : Page();

    public Task<IActionResult> OnPostAcceptAsync(CancellationToken cancellationToken) => AnswerAsync(accept: true, cancellationToken);

    public Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken) => AnswerAsync(accept: false, cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var (me, reference) = (actor.Id, Reference.ToUpperInvariant());
        var found = await db.Applications
            .Include(application => application.CoApplicants)
            .AsSingleQuery()
            .SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken);
        var email = await db.StaffMembers.Where(person => person.Id == me).Select(person => person.Email).SingleAsync(cancellationToken);
        if (found?.CoApplicants.FirstOrDefault(co => co.IsFor(me, email)) is not { } invited)
        {
            return false;
        }

        (Application, Invited) = (found, invited);
        InvitedBy = await db.StaffMembers.Where(person => person.Id == invited.InvitedById).Select(person => person.FullName).SingleAsync(cancellationToken);
        CallTitle = await db.Calls.Where(call => call.Id == found.CallId).Select(call => call.Title).SingleAsync(cancellationToken);
        return true;
    }

    private Task<IActionResult> AnswerAsync(bool accept, CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new JoinApplication { ApplicationId = Application.Id, Accept = accept }, token),
        () =>
        {
            TempData.Confirm(accept ? "Vous portez désormais cette candidature avec son équipe." : "L’invitation est déclinée.");
            return LocalRedirect(accept ? ApplicationLinks.Show(Reference) : Kernel.Tasks.TaskLinks.MySpace);
        },
        cancellationToken);
}
