using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Applications.ShowApplication;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>A new application to an open call.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ApplyModel(FabriqueDbContext db, SaveApplicationHandler handler, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "appel")]
    public string Slug { get; set; } = "";

    [BindProperty]
    public Guid ApplicationId { get; set; }

    [BindProperty]
    public ApplicationForm Form { get; set; } = new();

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotApply { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        ApplicationId = Guid.CreateVersion7(clock.GetUtcNow());
        return ShowAsync(cancellationToken);
    }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken) => SaveAsync(submit: false, cancellationToken);

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken cancellationToken)
    {
        Form.RequireAll(ModelState, nameof(Form));
        return SaveAsync(submit: true, cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleOrDefaultAsync(call => call.Slug == Slug && call.Status != CallStatus.Draft, cancellationToken);
        if (call is null)
        {
            return false;
        }

        Call = call;
        WhyNotApply = call.MayReceive(clock.GetUtcNow().UtcDateTime);
        return true;
    }

    private async Task<IActionResult> SaveAsync(bool submit, CancellationToken cancellationToken)
    {
        var answer = await SubmitAsync(
            token => handler.HandleAsync(
                new SaveApplication { ApplicationId = ApplicationId, CallId = Call.Id, Content = Form.ToContent(), Submit = submit },
                token),
            () => RedirectToSaved(submit),
            cancellationToken);

        // Refused, but kept: the person goes on from the draft that was saved.
        return handler.Saved is { } saved && answer is not LocalRedirectResult
            ? SavedButRefused(saved.Reference)
            : answer;
    }

    private LocalRedirectResult RedirectToSaved(bool submit)
    {
        TempData.Confirm(submit ? "Votre candidature est déposée. Un accusé de réception vous est envoyé." : "Votre brouillon est enregistré.");
        return LocalRedirect(ApplicationLinks.Show(handler.Saved!.Reference));
    }

    private LocalRedirectResult SavedButRefused(string reference)
    {
        TempData[nameof(ShowApplicationModel.Notice)] = ModelState[""]?.Errors.FirstOrDefault()?.ErrorMessage;
        return LocalRedirect(ApplicationLinks.Show(reference));
    }
}
