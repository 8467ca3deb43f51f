using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Review;

/// <summary>What will be submitted, read once more; and the button.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReviewModel(FabriqueDbContext db, ApplicationLoader loader, ApplicationSubmission submission, CallApplicants applicants, LineManagers managers, Actor actor, IEnumerable<ReviewSection> sections, SubmitApplicationHandler handler) : FormPage
{
    private readonly List<(string View, object Model)> shown = [];

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    public Application Application { get; private set; } = null!;

    public CallForApplications Call { get; private set; } = null!;

    public Refusal? WhyNotSubmit { get; private set; }

    /// <summary>Until when whoever has the idea may submit it.</summary>
    public CallDeadline Deadline { get; private set; }

    /// <summary>Whom the visa will be asked of; null when nobody is known.</summary>
    public StaffMember? Manager { get; private set; }

    /// <summary>Whether the person may name somebody else.</summary>
    public bool MayNameManager { get; private set; }

    /// <summary>Labels of the questions that still have no answer.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>The partial views that other nouns bring, each with its model.</summary>
    public IReadOnlyList<(string View, object Model)> Sections => shown;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => !await LoadAsync(cancellationToken)
        ? NotFound()
        : Application.Status is ApplicationStatus.Draft ? Page() : LocalRedirect(ApplicationLinks.Show(Reference));

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new SubmitApplication { ApplicationId = Application.Id, Version = Version }, token),
        () =>
        {
            TempData.Confirm("Votre candidature est déposée. Un accusé de réception est envoyé à chaque personne qui la porte.");
            return LocalRedirect(ApplicationLinks.Receipt(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindMineAsync(Reference, cancellationToken) is not { } application)
        {
            return false;
        }

        Application = application;
        Call = await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken);
        WhyNotSubmit = await submission.WhyNotAsync(application, Call, cancellationToken);
        Deadline = await applicants.ReadDeadlineAsync(Call, application.ApplicantId, cancellationToken);
        Manager = await managers.FindAsync(application, cancellationToken);
        MayNameManager = application.Status is ApplicationStatus.Draft && application.MayNameManager(actor.Id) is null;
        var form = application.Form;
        Missing = [.. form.MissingFor(application.Answers).Select(problem => problem.Key.Split('.')[0]).Distinct(StringComparer.Ordinal).Select(key => form.Find(key)!.Label)];
        shown.Clear();
        foreach (var section in sections)
        {
            if (await section.ReadAsync(application, cancellationToken) is { } model)
            {
                shown.Add((section.View, model));
            }
        }

        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        return Task.CompletedTask;
    }
}
