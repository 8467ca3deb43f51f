using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>A new application to an open call.</summary>
[Authorize(Policies.SignedIn)]
[TakesFiles(InStore = true)]
public sealed class ApplyModel(FabriqueDbContext db, Actor actor, FormReader forms, SaveApplicationHandler handler, FileReception reception, CallApplicants applicants, TimeProvider clock)
    : ApplicationFormPage(forms, handler, reception, clock)
{
    [BindProperty(SupportsGet = true, Name = "appel")]
    public string Slug { get; set; } = "";

    /// <summary>Reference of an earlier application of the person, whose answers are taken up; null for none.</summary>
    [BindProperty(SupportsGet = true, Name = "modele")]
    public string? Model { get; set; }

    [BindProperty]
    public Guid ApplicationId { get; set; }

    /// <summary>The version that the form was told of, once it is not the first to be sent; null until then.</summary>
    [BindProperty]
    public int? Version { get; set; }

    /// <summary>Whether the person answered what tells if they may apply.</summary>
    [BindProperty]
    public bool IsChecked { get; set; }

    /// <summary>What the same form saved before; null unless it was told of it.</summary>
    public Application? Saved { get; private set; }

    /// <summary>Why they may not; null when they may, or did not say yet.</summary>
    public Refusal? WhyNotEligible { get; private set; }

    /// <summary>What the person began for this call and did not submit.</summary>
    public IReadOnlyList<MyApplicationToCall> Drafts { get; private set; } = [];

    /// <summary>Their other applications, whose answers may be taken up.</summary>
    public IReadOnlyList<MyApplicationToCall> Earlier { get; private set; } = [];

    /// <summary>What tells whether the person may apply, before any effort; empty when everybody may.</summary>
    public FormFields Checks => Fields with { Form = new Form(Fields.Form.Code, Fields.Form.Version, [.. Fields.Form.EligibilityFields.Select(one => one with { IsRequired = true })]) };

    public bool AsksChecks => !IsChecked && Fields.Form.Eligibility.Count > 0;

    protected override Guid SavedId => ApplicationId;

    protected override int? ReadVersion => Version;

    /// <param name="id">Of the application that the form will save. The address holds it: somebody who comes back to the form after they saved it is led to what was saved, and does not make a second one.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IActionResult> OnGetAsync([FromQuery] Guid? id, CancellationToken cancellationToken)
    {
        if (id is not { } known)
        {
            return LocalRedirect(ApplicationLinks.Apply(Slug, Guid.CreateVersion7(Now), Model));
        }

        ApplicationId = known;
        await ShowFreshAsync(cancellationToken);
        if (Saved is not null)
        {
            return LocalRedirect(Saved.Status is ApplicationStatus.Draft ? ApplicationLinks.Edit(Saved.Reference) : ApplicationLinks.Show(Saved.Reference));
        }

        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Model is { } reference && await db.Applications.Mine(actor.Id).SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken) is { } earlier)
        {
            Prefill(Fields.Form.Rebase(earlier.Answers, earlier.Form).With([]));
        }
        else
        {
            await PrefillFromAccountAsync(cancellationToken);
        }

        return Page();
    }

    /// <summary>Says whether the person may apply. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var (problems, answers) = await ReadAsync(cancellationToken);
        var sight = Fields.Form.SightOf(answers);
        var keys = Fields.Form.EligibilityFields.Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        var wrong = problems.Where(problem => keys.Contains(problem.Key.Split('.')[0]))
            .Concat(Fields.Form.EligibilityFields
                .Where(field => sight.Contains(field.Key) && answers[field.Key] is null && problems.All(problem => problem.Key != field.Key))
                .Select(field => new FormProblem(field.Key, new Refusal("answer-missing", $"Répondez à « {field.Label} »."))))
            .ToList();
        foreach (var problem in wrong)
        {
            ModelState.AddModelError(FormFields.NameOf(problem.Key), problem.Refusal.Sentence);
        }

        if (wrong.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        WhyNotEligible = Fields.Form.WhyNotEligible(answers);
        IsChecked = WhyNotEligible is null;
        ModelState.Remove(nameof(IsChecked));
        return Page();
    }

    protected override Task<Application?> FindKeptAsync(CancellationToken cancellationToken) =>
        db.Applications.Mine(actor.Id).SingleOrDefaultAsync(application => application.Id == ApplicationId, cancellationToken);

    protected override void Carry(int version)
    {
        ModelState.Remove(nameof(Version));
        Version = version;
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleOrDefaultAsync(call => call.Slug == Slug && call.Status != CallStatus.Draft, cancellationToken);
        if (call is null)
        {
            return false;
        }

        Call = call;
        WhyNotApply = call.MayReceive(await applicants.ReadAsync(call, actor.Id, cancellationToken), Now.UtcDateTime);
        await LoadFieldsAsync(null, cancellationToken);
        var mine = await db.Applications.Mine(actor.Id)
            .Where(application => application.Id != ApplicationId)
            .OrderByDescending(application => application.CreatedAt)
            .ThenBy(application => application.Reference)
            .Take(20)
            .Select(application => new { application.CallId, application.Reference, application.Title, application.Status })
            .ToListAsync(cancellationToken);
        var drafts = mine.ToLookup(application => application.CallId == call.Id && application.Status is ApplicationStatus.Draft, application => new MyApplicationToCall(application.Reference, application.Title, application.Status));
        Drafts = [.. drafts[true]];
        Earlier = [.. drafts[false].Where(application => application.Title.Length > 0)];
        return true;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        Saved = await db.Applications.Mine(actor.Id).SingleOrDefaultAsync(application => application.Id == ApplicationId, cancellationToken);
        ModelState.Remove(nameof(Version));
        Version = Saved?.Version;
    }

    private async Task PrefillFromAccountAsync(CancellationToken cancellationToken)
    {
        if (Fields.Form.Questions.FirstOrDefault(field => field.Kind == FieldKind.Unit) is { } unit
            && await db.OrganisationUnits.Where(one => one.ClosedAt == null && db.StaffMembers.Any(me => me.Id == actor.Id && me.UnitId == one.Id)).SingleOrDefaultAsync(cancellationToken) is { } mine)
        {
            Prefill(new FormAnswers(Fields.Form.Code, Fields.Form.Version, KeyValuePair.Create<string, FormValue>(unit.Key, new UnitValue(mine.Id, mine.Name))));
        }
    }
}
