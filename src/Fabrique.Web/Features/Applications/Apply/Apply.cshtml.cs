using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Applications.ShowApplication;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>A new application to an open call.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ApplyModel(FabriqueDbContext db, Actor actor, SaveApplicationHandler handler, CallApplicants applicants, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "appel")]
    public string Slug { get; set; } = "";

    [BindProperty]
    public Guid ApplicationId { get; set; }

    /// <summary>The version that the form was told of, once it is not the first to be sent; null until then.</summary>
    [BindProperty]
    public int? Version { get; set; }

    /// <summary>What the same form saved before; null unless it was told of it.</summary>
    public Application? Saved { get; private set; }

    /// <summary>What was typed, by key.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    public FormFields Fields { get; } = new(ApplicationForms.Default, FormAnswers.None) { IsDraft = true };

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotApply { get; private set; }

    /// <summary>What the person began for this call and did not submit.</summary>
    public IReadOnlyList<MyApplicationToCall> Drafts { get; private set; } = [];

    /// <param name="id">Of the application that the form will save. The address holds it: somebody who comes back to the form after they saved it is led to what was saved, and does not make a second one.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IActionResult> OnGetAsync([FromQuery] Guid? id, CancellationToken cancellationToken)
    {
        if (id is not { } known)
        {
            return LocalRedirect(ApplicationLinks.Apply(Slug, Guid.CreateVersion7(clock.GetUtcNow())));
        }

        ApplicationId = known;
        await ShowFreshAsync(cancellationToken);
        return Saved switch
        {
            null => await ShowAsync(cancellationToken),
            { Status: ApplicationStatus.Draft } => LocalRedirect(ApplicationLinks.Edit(Saved.Reference)),
            _ => LocalRedirect(ApplicationLinks.Show(Saved.Reference)),
        };
    }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken) => SaveAsync(submit: false, cancellationToken);

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken cancellationToken) => SaveAsync(submit: true, cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleOrDefaultAsync(call => call.Slug == Slug && call.Status != CallStatus.Draft, cancellationToken);
        if (call is null)
        {
            return false;
        }

        Call = call;
        WhyNotApply = call.MayReceive(await applicants.ReadAsync(call, actor.Id, cancellationToken), clock.GetUtcNow().UtcDateTime);
        Drafts = await db.Applications
            .Where(application => application.CallId == call.Id && application.ApplicantId == actor.Id && application.Status == ApplicationStatus.Draft && application.Id != ApplicationId)
            .OrderBy(application => application.Reference)
            .Select(application => new MyApplicationToCall(application.Reference, application.Title, application.Status))
            .ToListAsync(cancellationToken);
        return true;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        Saved = await db.Applications.SingleOrDefaultAsync(application => application.Id == ApplicationId && application.ApplicantId == actor.Id, cancellationToken);
        ModelState.Remove(nameof(Version));
        Version = Saved?.Version;
    }

    // Refused, but kept: the person goes on from the draft that was saved.
    private Task<IActionResult> SaveAsync(bool submit, CancellationToken cancellationToken)
    {
        var answers = ModelState.ReadForm(Fields.Form, Answers, complete: submit);
        return SubmitAsync(
            token => handler.HandleAsync(
                new SaveApplication { ApplicationId = ApplicationId, CallId = Call.Id, Version = Version, Answers = answers, Submit = submit },
                token),
            saved =>
            {
                TempData.Confirm(submit ? "Votre candidature est déposée. Un accusé de réception vous est envoyé." : "Votre brouillon est enregistré.");
                return LocalRedirect(ApplicationLinks.Show(saved.Reference));
            },
            cancellationToken,
            (saved, refusal) =>
            {
                TempData[nameof(ShowApplicationModel.Notice)] = refusal.Sentence;
                return LocalRedirect(ApplicationLinks.Show(saved.Reference));
            });
    }
}
