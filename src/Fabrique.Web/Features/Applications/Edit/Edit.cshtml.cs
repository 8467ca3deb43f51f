using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Edit;

/// <summary>One's own draft: save again, or submit.</summary>
[Authorize(Policies.SignedIn)]
public sealed class EditModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, SaveApplicationHandler handler, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public ApplicationForm Form { get; set; } = new();

    public Application Application { get; private set; } = null!;

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotEdit { get; private set; }

    public Refusal? WhyNotApply { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Application.Version;
        Form = ApplicationForm.From(Application.Content);
        return Page();
    }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken) => SaveAsync(submit: false, cancellationToken);

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken cancellationToken)
    {
        Form.RequireAll(ModelState, nameof(Form));
        return SaveAsync(submit: true, cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var application = await loader.FindMineAsync(Reference, cancellationToken);
        if (application is null)
        {
            return false;
        }

        Application = application;
        Call = await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken);
        WhyNotEdit = application.MayEdit(actor.Id);
        WhyNotApply = Call.MayReceive(clock.GetUtcNow().UtcDateTime);
        return true;
    }

    private async Task<IActionResult> SaveAsync(bool submit, CancellationToken cancellationToken)
    {
        var answer = await SubmitAsync(
            token => handler.HandleAsync(
                new SaveApplication { ApplicationId = Application.Id, CallId = Call.Id, Version = Version, Content = Form.ToContent(), Submit = submit },
                token),
            () =>
            {
                TempData.Confirm(submit ? "Votre candidature est déposée. Un accusé de réception vous est envoyé." : "Votre brouillon est enregistré.");
                return LocalRedirect(ApplicationLinks.Show(Reference));
            },
            cancellationToken);

        // What is shown after a conflict is newer than what was typed: saving again must be a choice, then possible.
        if (answer is PageResult)
        {
            ModelState.Remove(nameof(Version));
            Version = Application.Version;
        }

        return answer;
    }
}
