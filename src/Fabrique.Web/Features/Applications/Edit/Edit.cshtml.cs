using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Edit;

/// <summary>One's own draft: save again, or submit.</summary>
[Authorize(Policies.SignedIn)]
[TakesFiles(InStore = true)]
public sealed class EditModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, FormReader forms, SaveApplicationHandler handler, FileReception reception, CallApplicants applicants, TimeProvider clock)
    : ApplicationFormPage(forms, handler, reception, clock)
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    public Application Application { get; private set; } = null!;

    public Refusal? WhyNotEdit { get; private set; }

    /// <summary>Until when whoever has the idea may submit it.</summary>
    public CallDeadline Deadline { get; private set; }

    /// <summary>Whether somebody saved something else since the form was opened: it is then shown beside it.</summary>
    public bool HasChanged { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Application.Version;
        return Page();
    }

    protected override Guid SavedId => Application.Id;

    protected override int? ReadVersion => Version;

    protected override Task<Application?> FindKeptAsync(CancellationToken cancellationToken) => Task.FromResult<Application?>(Application);

    protected override void Carry(int version)
    {
        ModelState.Remove(nameof(Version));
        Version = version;
    }

    protected override Refusal? WhyNotWrite => WhyNotEdit;

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
        var applicant = await applicants.ReadAsync(Call, application.ApplicantId, cancellationToken);
        Deadline = Call.DeadlineOf(applicant.Grace);
        WhyNotApply = Call.MayReceive(applicant, Now.UtcDateTime);
        await LoadFieldsAsync(application, cancellationToken);
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Application.Version;
        HasChanged = true;
        return Task.CompletedTask;
    }
}
