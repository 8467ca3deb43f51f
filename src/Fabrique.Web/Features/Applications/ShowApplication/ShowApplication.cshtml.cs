using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Timelines;
using Fabrique.Web.Platform.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.ShowApplication;

[Authorize(Policies.SignedIn)]
public sealed class ShowApplicationModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, OpinionReader opinions, ApprovalReader approvals, LineManagers managers, TimelineReader timelines, CallApplicants applicants, TimeProvider clock) : PageModel
{
    private CallApplicant applicant = CallApplicant.Unknown;
    private Refusal? whyNotReceived;

    public Application Application { get; private set; } = null!;

    public CallForApplications Call { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public bool IsMine { get; private set; }

    public Refusal? WhyNotEdit { get; private set; }

    /// <summary>Whether the person may still complete it and submit it: a draft of a call that has closed is only kept.</summary>
    public bool MayComplete => WhyNotEdit is null && whyNotReceived is null;

    public Refusal? WhyNotSubmit { get; private set; }

    public Refusal? WhyNotWithdraw { get; private set; }

    /// <summary>Shown to the incubator's staff only.</summary>
    public IReadOnlyList<OpinionLine>? Opinions { get; private set; }

    /// <summary>Shown to whoever applies and to the incubator’s staff; null when none was asked for.</summary>
    public ApprovalLine? Approval { get; private set; }

    public Refusal? WhyNotNameManager { get; private set; }

    /// <summary>Whether the person may submit it, and not only write it.</summary>
    public bool MaySubmit { get; private set; }

    /// <summary>Of a draft: whom the visa will be asked of; null when nobody is known.</summary>
    public StaffMember? ManagerToAsk { get; private set; }

    public TimelineModel Timeline { get; private set; } = null!;

    /// <summary>Null for a draft: its procedure has not begun.</summary>
    public ProcedureStanding? Standing { get; private set; }

    public string? ProductGhid { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        // References are quoted as people type them.
        if (reference.ToUpperInvariant() is var quoted && quoted != reference)
        {
            return LocalRedirect(ApplicationLinks.Show(Uri.EscapeDataString(quoted)));
        }

        var application = await loader.FindReadableAsync(reference, cancellationToken);
        if (application is null)
        {
            return NotFound();
        }

        Application = application;
        var (managerId, givenById) = (application.Approval?.ManagerId, application.Approval?.GivenById);
        var around = await (
            from call in db.Calls
            where call.Id == application.CallId
            from person in db.StaffMembers
            where person.Id == application.ApplicantId
            select new
            {
                Call = call,
                ApplicantName = person.FullName,
                Applicant = person.FullName + " (" + person.Unit + ")",
                Manager = db.StaffMembers.Where(manager => manager.Id == managerId).Select(manager => manager.FullName).SingleOrDefault(),
                GivenBy = db.StaffMembers.Where(giver => giver.Id == givenById).Select(giver => giver.FullName).SingleOrDefault(),
                ProductGhid = db.Products.Where(product => product.ApplicationId == application.Id).Select(product => product.Ghid).SingleOrDefault(),
            }).SingleAsync(cancellationToken);
        Call = around.Call;
        var others = application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId).ToList();
        Applicant = ApplicationLoader.Present(around.Applicant, others.Count == 0 ? [] : await db.StaffMembers.Where(person => others.Contains(person.Id)).Select(person => person.FullName).ToListAsync(cancellationToken));
        ProductGhid = around.ProductGhid;
        IsMine = application.Lets(actor.Id, CoApplicantRight.Read);
        var now = clock.GetUtcNow().UtcDateTime;
        applicant = application.Status is ApplicationStatus.Draft ? await applicants.ReadAsync(Call, application.ApplicantId, cancellationToken) : CallApplicant.Unknown;
        whyNotReceived = Call.MayReceive(applicant, now);
        WhyNotEdit = application.MayEdit(actor.Id);
        WhyNotSubmit = application.MaySubmit(actor.Id, Call, applicant, now);
        WhyNotWithdraw = application.MayWithdraw(actor.Id);
        MaySubmit = application.Lets(actor.Id, CoApplicantRight.Submit);
        ManagerToAsk = application.Status is ApplicationStatus.Draft ? await managers.FindAsync(application, cancellationToken) : null;
        WhyNotNameManager = application.MayNameManager(actor.Id);
        Approval = IsMine || actor.IsStaff ? await approvals.ReadAsync(application, around.Manager, around.GivenBy, cancellationToken) : null;
        Opinions = actor.IsStaff ? await opinions.ReadAsync(application, cancellationToken) : null;
        (Timeline, Standing) = application.Status is ApplicationStatus.Draft
            ? (BeforeSubmission(around.ApplicantName), null)
            : await timelines.ReadAsync(new Subject(ApplicationSubject.SubjectCode, application.Id), actor.IsStaff, cancellationToken);
        return Page();
    }

    /// <summary>A draft has no story yet: it waits for those who may submit it, as long as the call is open.</summary>
    private TimelineModel BeforeSubmission(string applicantName) => whyNotReceived is { } refusal
        ? new TimelineModel([new TimelinePast(Call.ClosesFor(applicant.Grace), refusal.Sentence)], [])
        : new TimelineModel([], [new TimelineAwaited(MaySubmit ? "Dépôt de votre candidature" : "Dépôt de la candidature", MaySubmit ? "vous" : applicantName, ParisTime.DayOf(Call.ClosesFor(applicant.Grace)))], new TimelineNext("Visa de votre responsable, avis des directions, puis décision"));
}
