using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Domain.Similarity;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Timelines;
using Fabrique.Web.Platform.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.ShowApplication;

/// <summary>A product that exists already.</summary>
public sealed record ProductInstead(string Ghid, string Name);

/// <summary>What is close to an application, that nobody put aside.</summary>
/// <param name="Count">How many applications and products.</param>
/// <param name="Score">Of the closest.</param>
/// <param name="Title">Of the closest.</param>
/// <param name="Words">Those by which the application is compared; null when it is not yet.</param>
public sealed record CloseIdeas(int Count, double Score, string Title, string? Words);

[Authorize(Policies.SignedIn)]
public sealed class ShowApplicationModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, OpinionReader opinions, ApprovalReader approvals, StatusReader statuses, DecisionLetters letters, LineManagers managers, TimelineReader timelines, CallApplicants applicants, IEnumerable<ApplicationSection> sections, TimeProvider clock) : PageModel
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

    /// <summary>The directions that did not answer in time; shown with <see cref="Opinions"/>.</summary>
    public IReadOnlyList<SilentDirection> Silent { get; private set; } = [];

    /// <summary>What was asked of whoever applies, when they did not answer in time and nothing is ruled since; null otherwise.</summary>
    public CorrectionRequest? LateCorrections { get; private set; }

    /// <summary>Shown to whoever applies and to the incubator’s staff; null when none was asked for.</summary>
    public ApprovalLine? Approval { get; private set; }

    public Refusal? WhyNotNameManager { get; private set; }

    /// <summary>Whether the reader may give more time for the corrections that are awaited.</summary>
    public bool MayGrantTime { get; private set; }

    /// <summary>Whether the person may submit it, and not only write it.</summary>
    public bool MaySubmit { get; private set; }

    /// <summary>Of a draft: whom the visa will be asked of; null when nobody is known.</summary>
    public StaffMember? ManagerToAsk { get; private set; }

    public TimelineModel Timeline { get; private set; } = null!;

    /// <summary>Null for a draft: its procedure has not begun.</summary>
    public ProcedureStanding? Standing { get; private set; }

    public string? ProductGhid { get; private set; }

    /// <summary>What other nouns show here: paths of partial views, and their models.</summary>
    public IReadOnlyList<(string View, object Model)> Sections { get; private set; } = [];

    /// <summary>Its status in the reader’s wording, and what awaits to be read.</summary>
    public ApplicationStanding Told { get; private set; } = null!;

    /// <summary>Whether the letter of the decision is written.</summary>
    public bool HasLetter { get; private set; }

    /// <summary>Whether the reader has part in its messages, or reads them as staff.</summary>
    public bool ReadsMessages { get; private set; }

    /// <summary>Whether the reader reads the notes of the team.</summary>
    public bool ReadsNotes { get; private set; }

    /// <summary>What waits for the reader.</summary>
    public IReadOnlyList<TimelineAwaited> ToDo { get; private set; } = [];

    /// <summary>The product that whoever applies is invited to join; null when they are not.</summary>
    public ProductInstead? Instead { get; private set; }

    /// <summary>What is close to it; null for those who have the idea, and for whoever is not of the staff of the Fabrique.</summary>
    public CloseIdeas? Close { get; private set; }

    /// <summary>Whether the reader may propose a product instead.</summary>
    public bool MaySettleDeparture => !IsMine && (actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator)) && Application.MaySettleDeparture(actor.Id) is null;

    public bool MayRedirect => Close is not null && (actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator)) && Application.MayBeRedirected(actor.Id) is null;

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        // References are quoted as people type them.
        if (reference.ToUpperInvariant() is var quoted && quoted != reference)
        {
            return LocalRedirectPermanent(ApplicationLinks.Show(Uri.EscapeDataString(quoted)));
        }

        var application = await loader.FindReadableAsync(reference, cancellationToken);
        if (application is null)
        {
            return NotFound();
        }

        Application = application;
        var notices = letters.Notices(application);
        var (managerId, givenById) = (application.Approval?.ManagerId, application.Approval?.GivenById);
        var id = application.Id;
        var close = db.Resemblances.Where(resemblance => (resemblance.ApplicationId == id || resemblance.OtherApplicationId == id) && (resemblance.Verdict == null || resemblance.Verdict == ResemblanceVerdict.Same));
        var around = await (
            from found in db.Applications
            where found.Id == application.Id
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
                Others = found.CoApplicants
                    .Where(co => co.AcceptedAt != null)
                    .Select(co => db.StaffMembers.Where(other => other.Id == co.PersonId).Select(other => other.FullName).First())
                    .ToList(),
                HasLetter = notices.Any(),
                HasCorrections = db.CorrectionRequests.Any(request => request.ApplicationId == application.Id),
                FromTeam = db.Set<ApplicationMessage>().Count(message => message.ApplicationId == found.Id && message.Side == MessageSide.Team && message.ReadAt == null && message.WithdrawnAt == null),
                FromApplicant = db.Set<ApplicationMessage>().Count(message => message.ApplicationId == found.Id && message.Side == MessageSide.Applicant && message.ReadAt == null && message.WithdrawnAt == null),
                Asked = db.WorkItems
                    .Where(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == found.Id && (item.Status == WorkItemStatus.Open || item.Kind == ApplicationTasks.Opinion))
                    .Select(item => new
                    {
                        item.Id,
                        item.Kind,
                        item.OpenedAt,
                        item.DueAt,
                        IsOpen = item.Status == WorkItemStatus.Open,
                        IsDone = item.Status == WorkItemStatus.Done,
                        PersonId = item.AskedId ?? item.AssigneeId,
                        Person = db.StaffMembers.Where(asked => asked.Id == (item.AskedId ?? item.AssigneeId)).Select(asked => asked.FullName).FirstOrDefault(),
                        Unit = db.StaffMembers.Where(asked => asked.Id == (item.AskedId ?? item.AssigneeId)).Select(asked => asked.Unit).FirstOrDefault(),
                        Reminders = item.Reminders.Count(reminder => reminder.SentAt != null),
                    })
                    .ToList(),
                KnownManager = db.StaffMembers.Where(manager => manager.Id == person.ManagerId).Select(manager => new KnownManager(manager.Id, manager.FullName)).SingleOrDefault(),
                InsteadGhid = db.Products.Where(product => product.Id == application.RedirectedToId).Select(product => product.Ghid).SingleOrDefault(),
                InsteadName = db.Products.Where(product => product.Id == application.RedirectedToId).Select(product => product.Name).SingleOrDefault(),
                CloseCount = close.Count(),
                Words = db.SimilarityDocuments.Where(document => document.Id == found.Id).Select(document => document.Words).SingleOrDefault(),
                CloseScore = close.Max(resemblance => (double?)resemblance.Score),
                Closest = close
                    .OrderByDescending(resemblance => resemblance.Score)
                    .ThenBy(resemblance => resemblance.Id)
                    .Select(resemblance => resemblance.ProductId != null
                        ? db.Products.Where(product => product.Id == resemblance.ProductId).Select(product => product.Name).FirstOrDefault()
                        : db.Applications.Where(other => other.Id == (resemblance.ApplicationId == id ? resemblance.OtherApplicationId : resemblance.ApplicationId)).Select(other => other.Title).FirstOrDefault())
                    .FirstOrDefault(),
            }).AsSingleQuery().SingleAsync(cancellationToken);
        Call = around.Call;
        var awaited = around.Asked.Where(item => item.IsOpen).ToList();
        Applicant = ApplicationLoader.Present(around.Applicant, around.Others);
        ProductGhid = around.ProductGhid;
        HasLetter = around.HasLetter;
        Instead = around is { InsteadGhid: { } instead, InsteadName: { } name } ? new ProductInstead(instead, name) : null;
        IsMine = application.Lets(actor.Id, CoApplicantRight.Read);
        Close = actor.IsStaff && !IsMine && application.SubmittedAt is not null ? new CloseIdeas(around.CloseCount, around.CloseScore ?? 0, around.Closest ?? "", around.Words) : null;
        var now = clock.GetUtcNow().UtcDateTime;
        if (around.HasCorrections && (IsMine || actor.IsStaff))
        {
            await db.CorrectionRequests.Where(request => request.ApplicationId == application.Id).LoadAsync(cancellationToken);
        }

        LateCorrections = IsMine && application.Correction is { DueAt: { } until } asked && until < now
            && (asked.Status is CorrectionRequestStatus.Requested || (asked.Status is CorrectionRequestStatus.NoAnswer && awaited.Exists(item => item.Kind == StatusWording.Admissibility)))
                ? asked
                : null;

        MayGrantTime = (actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator)) && application.MayGrantCorrectionTime(actor.Id) is null;
        applicant = application.Status is ApplicationStatus.Draft ? await applicants.ReadAsync(Call, application.ApplicantId, cancellationToken) : CallApplicant.Unknown;
        whyNotReceived = Call.MayReceive(applicant, now);
        WhyNotEdit = application.MayEdit(actor.Id);
        WhyNotSubmit = application.MaySubmit(actor.Id, Call, applicant, now);
        WhyNotWithdraw = application.MayWithdraw(actor.Id);
        MaySubmit = application.Lets(actor.Id, CoApplicantRight.Submit);
        ManagerToAsk = application.Status is ApplicationStatus.Draft ? await managers.FindAsync(application, cancellationToken) : null;
        WhyNotNameManager = application.MayNameManager(actor.Id);
        Approval = IsMine || actor.IsStaff ? await approvals.ReadAsync(application, around.Manager, around.GivenBy, around.KnownManager, cancellationToken) : null;
        if (actor.IsStaff)
        {
            Opinions = await opinions.ReadAsync(application, around.Asked.Where(item => item.PersonId is not null).Select(item => new OpinionAuthor(item.PersonId!.Value, item.Person ?? "", item.Unit ?? "")), cancellationToken);
            Silent = [.. SilentDirections.Of(application, around.Asked
                .Where(item => item is { Kind: ApplicationTasks.Opinion, PersonId: not null, IsDone: false })
                .OrderBy(item => item.OpenedAt)
                .ThenBy(item => item.Person, StringComparer.Ordinal)
                .Select(item => new AskedDirection(item.PersonId!.Value, item.Person ?? "", item.Unit ?? "", item.OpenedAt, item.DueAt, item.Reminders, item.IsOpen))).Where(silent => !silent.IsAwaited)];
        }

        (Timeline, Standing) = application.Status is ApplicationStatus.Draft
            ? (BeforeSubmission(around.ApplicantName), null)
            : await timelines.ReadAsync(new Subject(ApplicationSubject.SubjectCode, application.Id), actor.IsStaff, cancellationToken);
        var shown = new List<(string, object)>();
        foreach (var section in sections)
        {
            if (await section.ReadAsync(application, cancellationToken) is { } read)
            {
                shown.Add((section.View, read));
            }
        }

        Sections = shown;

        Told = await statuses.TellAsync(application.Status, IsMine, around.FromTeam, around.FromApplicant, [.. awaited.Select(item => (item.Kind, item.DueAt))], cancellationToken);
        ToDo = [.. Timeline.Awaited.Where(awaited => awaited.Href is not null)];
        ReadsMessages = application.IsSubmitted && (IsMine || actor.IsStaff);
        ReadsNotes = actor.IsStaff && !IsMine;
        return Page();
    }

    /// <summary>A draft has no story yet: it waits for those who may submit it, as long as the call is open.</summary>
    private TimelineModel BeforeSubmission(string applicantName) => whyNotReceived is { } refusal
        ? new TimelineModel([new TimelinePast(Call.ClosesFor(applicant.Grace), refusal.Sentence)], [])
        : new TimelineModel([], [new TimelineAwaited(MaySubmit ? "Dépôt de votre candidature" : "Dépôt de la candidature", MaySubmit ? "vous" : applicantName, ParisTime.DayOf(Call.ClosesFor(applicant.Grace)))], new TimelineNext("Visa de votre responsable, recevabilité, avis des directions, puis décision"));
}
