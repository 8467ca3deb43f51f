using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Edit;

/// <summary>One's own draft: save again, or submit.</summary>
[Authorize(Policies.SignedIn)]
public sealed class EditModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, SaveApplicationHandler handler, CallApplicants applicants, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    /// <summary>What was typed, by key.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    public FormFields Fields { get; private set; } = new(ApplicationForms.Default, FormAnswers.None) { IsDraft = true };

    public Application Application { get; private set; } = null!;

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotEdit { get; private set; }

    /// <summary>Whether somebody saved something else since the form was opened: it is then shown beside it.</summary>
    public bool HasChanged { get; private set; }

    public Refusal? WhyNotApply { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Application.Version;
        Fields = Fields with { Answers = Application.Answers };
        return Page();
    }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken) => SaveAsync(submit: false, cancellationToken);

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken cancellationToken) => SaveAsync(submit: true, cancellationToken);

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
        WhyNotApply = Call.MayReceive(await applicants.ReadAsync(Call, actor.Id, cancellationToken), clock.GetUtcNow().UtcDateTime);
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Application.Version;
        HasChanged = true;
        return Task.CompletedTask;
    }

    private Task<IActionResult> SaveAsync(bool submit, CancellationToken cancellationToken)
    {
        var answers = ModelState.ReadForm(Fields.Form, Answers, complete: submit);
        return SubmitAsync(
            token => handler.HandleAsync(
                new SaveApplication { ApplicationId = Application.Id, CallId = Call.Id, Version = Version, Answers = answers, Submit = submit },
                token),
            _ =>
            {
                TempData.Confirm(submit ? "Votre candidature est déposée. Un accusé de réception vous est envoyé." : "Votre brouillon est enregistré.");
                return LocalRedirect(ApplicationLinks.Show(Reference));
            },
            cancellationToken);
    }
}
