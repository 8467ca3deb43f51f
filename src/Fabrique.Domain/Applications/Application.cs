using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

public enum ApplicationStatus
{
    Draft,
    Submitted,
    AwaitingApproval,
    UnderScreening,
    CorrectionRequested,
    Shortlisted,
    Retained,
    NotRetained,
    NotShortlisted,
    Inadmissible,
    Withdrawn,
    Redirected,
}

public enum ApplicationEvent
{
    Submit,
    AskApproval,
    EndApproval,
    Close,
    StartScreening,
    RequestCorrections,
    EndCorrections,
    FindInadmissible,
    Shortlist,
    LeaveOut,
    Retain,
    Reject,
    Withdraw,
    Redirect,
}

/// <summary>« Candidature »: an agent's idea in a call, from draft to decision.</summary>
public sealed partial class Application : IAggregate
{
    public const int ReferenceLength = 20;
    public const int TitleLength = 120;
    public const int ReasonLength = 2000;

    /// <summary>With whoever has the idea, as many write it.</summary>
    public const int MostCoApplicants = 10;

    private readonly List<Opinion> opinions = [];
    private readonly List<CoApplicant> coApplicants = [];

    private Application()
    {
    }

    public static StateMachine<ApplicationStatus, ApplicationEvent> States { get; } = new(
        (ApplicationStatus.Draft, ApplicationEvent.Submit, ApplicationStatus.Submitted),
        (ApplicationStatus.Draft, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.Submitted, ApplicationEvent.AskApproval, ApplicationStatus.AwaitingApproval),
        (ApplicationStatus.Submitted, ApplicationEvent.Close, ApplicationStatus.NotRetained),
        (ApplicationStatus.Submitted, ApplicationEvent.Redirect, ApplicationStatus.Redirected),
        (ApplicationStatus.AwaitingApproval, ApplicationEvent.Redirect, ApplicationStatus.Redirected),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Redirect, ApplicationStatus.Redirected),
        (ApplicationStatus.CorrectionRequested, ApplicationEvent.Redirect, ApplicationStatus.Redirected),
        (ApplicationStatus.Shortlisted, ApplicationEvent.Redirect, ApplicationStatus.Redirected),
        (ApplicationStatus.Submitted, ApplicationEvent.StartScreening, ApplicationStatus.UnderScreening),
        (ApplicationStatus.Submitted, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.AwaitingApproval, ApplicationEvent.EndApproval, ApplicationStatus.Submitted),
        (ApplicationStatus.AwaitingApproval, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Retain, ApplicationStatus.Retained),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Reject, ApplicationStatus.NotRetained),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.UnderScreening, ApplicationEvent.RequestCorrections, ApplicationStatus.CorrectionRequested),
        (ApplicationStatus.UnderScreening, ApplicationEvent.FindInadmissible, ApplicationStatus.Inadmissible),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Shortlist, ApplicationStatus.Shortlisted),
        (ApplicationStatus.UnderScreening, ApplicationEvent.LeaveOut, ApplicationStatus.NotShortlisted),
        (ApplicationStatus.CorrectionRequested, ApplicationEvent.EndCorrections, ApplicationStatus.UnderScreening),
        (ApplicationStatus.CorrectionRequested, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.Shortlisted, ApplicationEvent.Retain, ApplicationStatus.Retained),
        (ApplicationStatus.Shortlisted, ApplicationEvent.Reject, ApplicationStatus.NotRetained),
        (ApplicationStatus.Shortlisted, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn));

    public Guid Id { get; private init; }

    /// <summary>What people quote, for example « C-2026-0012 ».</summary>
    public string Reference { get; private init; } = "";

    public Guid CallId { get; private init; }

    /// <summary>Who has the idea, and answers for it.</summary>
    public Guid ApplicantId { get; private set; }

    /// <summary>Who writes it too, or is invited to.</summary>
    public IReadOnlyList<CoApplicant> CoApplicants => [.. coApplicants.OrderBy(co => co.InvitedAt)];

    /// <summary>The questions that it answers.</summary>
    public Form Form => FormVersion?.Form ?? ApplicationForms.Of(Answers);

    /// <summary>The version of the call's own form that it answers; null when it answers what the product brings.</summary>
    public FormVersion? FormVersion { get; private set; }

    public Guid? FormVersionId { get; private set; }

    public FormAnswers Answers { get; private set; } = FormAnswers.None;

    /// <summary>The answer that names it in lists and searches; empty as long as there is none.</summary>
    public string Title { get; private set; } = "";

    public ApplicationStatus Status { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public DateTime? SubmittedAt { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public Guid? DecidedById { get; private set; }

    public string? DecisionReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>From the first given.</summary>
    public IReadOnlyList<Opinion> Opinions => [.. opinions.OrderBy(opinion => opinion.GivenAt)];

    public bool IsComplete => Form.MissingFor(Answers).Count == 0;

    public bool IsDecided => Status is ApplicationStatus.Retained or ApplicationStatus.NotRetained or ApplicationStatus.NotShortlisted or ApplicationStatus.Inadmissible;

    /// <summary>Whether it is judged, shortlisted or not.</summary>
    private bool IsUnderScreening => Status is ApplicationStatus.UnderScreening or ApplicationStatus.Shortlisted;

    /// <param name="id">Of the application.</param>
    /// <param name="reference">See <see cref="Reference"/>.</param>
    /// <param name="callId">The call that it answers.</param>
    /// <param name="applicantId">Who has the idea.</param>
    /// <param name="answers">To <paramref name="form"/>; perhaps not to everything.</param>
    /// <param name="now">UTC.</param>
    /// <param name="form">The form in force of the call; null when the call has none of its own.</param>
    public static Application StartDraft(Guid id, string reference, Guid callId, Guid applicantId, FormAnswers answers, DateTime now, FormVersion? form = null)
    {
        var application = new Application
        {
            Id = id,
            Reference = reference,
            CallId = callId,
            ApplicantId = applicantId,
            CreatedAt = now,
        };
        application.Keep(answers, form);
        return application;
    }

    /// <summary>Whether answers can be kept, as a draft for a start: incomplete is fine, too long is not.</summary>
    /// <param name="answers">To <paramref name="form"/>.</param>
    /// <param name="form">See <see cref="StartDraft"/>.</param>
    public static Refusal? MayBeSaved(FormAnswers answers, FormVersion? form = null) => (form?.Form ?? ApplicationForms.Of(answers)).Check(answers) switch
    {
        [] => null,
        [{ Refusal: { Code: Form.TooLong } tooLong }, ..] => tooLong with { Code = "application-too-long" },
        [var problem, ..] => problem.Refusal,
    };

    /// <summary>Whether somebody is among those who have the idea, with at least a right.</summary>
    public bool Lets(Guid personId, CoApplicantRight right) =>
        personId == ApplicantId || coApplicants.Exists(co => co.IsAccepted && co.PersonId == personId && co.Rights >= right);

    public Refusal? MayEdit(Guid actorId) => !Lets(actorId, CoApplicantRight.Write)
        ? NotAllowed(actorId)
        : Status is ApplicationStatus.Draft
            ? null
            : Status is ApplicationStatus.Withdrawn
                ? new Refusal("application-withdrawn", "Cette candidature a été retirée par la personne qui la porte : elle ne peut plus être modifiée.")
                : new Refusal("application-not-draft", "Cette candidature a déjà été déposée : elle ne peut plus être modifiée.");

    /// <param name="actorId">Who writes.</param>
    /// <param name="answers">To <paramref name="form"/>.</param>
    /// <param name="form">The form in force of the call; null when the call has none of its own.</param>
    public void Edit(Guid actorId, FormAnswers answers, FormVersion? form = null)
    {
        BrokenRuleException.ThrowIf(MayEdit(actorId));
        Keep(answers, form);
    }

    /// <summary>Carries a draft to another version of its form; nothing answered is lost. What was submitted stays as it was.</summary>
    public void Rebase(FormVersion form)
    {
        if (Status is ApplicationStatus.Draft)
        {
            Answers = form.Form.Rebase(Answers, Form);
            (FormVersion, FormVersionId) = (form, form.Id);
            Title = Answers.Text(ApplicationForms.Title);
        }
    }

    /// <param name="actorId">Who would submit it.</param>
    /// <param name="call">To which.</param>
    /// <param name="applicant">The applicant, as the call sees them.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MaySubmit(Guid actorId, CallForApplications call, CallApplicant applicant, DateTime now)
    {
        if (!Lets(actorId, CoApplicantRight.Submit))
        {
            return NotAllowed(actorId);
        }

        if (Status is ApplicationStatus.Withdrawn)
        {
            return new Refusal("application-withdrawn", "Cette candidature a été retirée par la personne qui la porte : elle ne peut plus être déposée.");
        }

        if (Status is not ApplicationStatus.Draft)
        {
            return new Refusal("application-already-submitted", "Cette candidature a déjà été déposée. Vous n’avez rien d’autre à faire.");
        }

        if (call.MayReceive(applicant, now) is { } closed)
        {
            return closed with { Sentence = closed.Code is CallForApplications.Closed
                ? $"{closed.Sentence} Votre brouillon est conservé, mais il ne peut plus être déposé."
                : $"{closed.Sentence} Votre brouillon est conservé." };
        }

        return !IsComplete
            ? new Refusal("application-incomplete", "Complétez toutes les rubriques avant de déposer votre candidature.")
            : Form.WhyNotEligible(Answers);
    }

    public void Submit(Guid actorId, CallForApplications call, CallApplicant applicant, DateTime now)
    {
        BrokenRuleException.ThrowIf(MaySubmit(actorId, call, applicant, now));
        Status = States.Next(Status, ApplicationEvent.Submit);
        SubmittedAt = now;
    }

    public Refusal? MayWithdraw(Guid actorId) => actorId != ApplicantId
        ? NotTheApplicant
        : States.Allows(Status, ApplicationEvent.Withdraw)
            ? null
            : new Refusal("application-not-withdrawable", "Cette candidature est close : elle ne peut plus être retirée.");

    public void Withdraw(Guid actorId)
    {
        BrokenRuleException.ThrowIf(MayWithdraw(actorId));
        Status = States.Next(Status, ApplicationEvent.Withdraw);
    }

    /// <param name="actorId">Who invites.</param>
    /// <param name="personId">Who is invited; null when nobody has that address yet.</param>
    /// <param name="email">Where the invitation goes.</param>
    /// <param name="applicantEmail">Of whoever has the idea.</param>
    public Refusal? MayInvite(Guid actorId, Guid? personId, string email, string applicantEmail)
    {
        if (MayShare(actorId) is { } refusal)
        {
            return refusal;
        }

        return personId == ApplicantId || email.Equals(applicantEmail, StringComparison.OrdinalIgnoreCase)
            ? new Refusal("co-applicant-self", "Vous portez déjà cette candidature : invitez quelqu’un d’autre.")
            : coApplicants.Exists(co => personId is not null && co.PersonId == personId || co.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
                ? new Refusal("co-applicant-already", "Cette personne est déjà invitée. Changez ses droits dans la liste.")
                : coApplicants.Count >= MostCoApplicants
                    ? new Refusal("co-applicants-too-many", $"Une candidature se porte à {MostCoApplicants + 1} au plus : retirez quelqu’un avant d’inviter.")
                    : null;
    }

    public CoApplicant Invite(Guid id, Guid actorId, Guid? personId, string email, CoApplicantRight right, string applicantEmail, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayInvite(actorId, personId, email, applicantEmail));
        var invited = new CoApplicant(id, Id, personId, email, right, actorId, now);
        coApplicants.Add(invited);
        return invited;
    }

    /// <summary>Whether somebody may change who writes with whoever has the idea.</summary>
    public Refusal? MayShare(Guid actorId) => actorId != ApplicantId
        ? NotTheApplicant
        : Status is ApplicationStatus.Withdrawn or ApplicationStatus.Redirected || IsDecided
            ? new Refusal("application-closed", "Cette candidature est close : son équipe ne change plus.")
            : null;

    /// <summary>Gives other rights to somebody invited; false when they are no longer.</summary>
    public bool Grant(Guid actorId, Guid coApplicantId, CoApplicantRight right)
    {
        BrokenRuleException.ThrowIf(MayShare(actorId));
        var found = coApplicants.Find(co => co.Id == coApplicantId);
        found?.Grant(right);
        return found is not null;
    }

    /// <summary>Somebody no longer takes part: whoever has the idea says so, or they do.</summary>
    public CoApplicant? Leave(Guid coApplicantId)
    {
        var found = coApplicants.Find(co => co.Id == coApplicantId);
        if (found is not null)
        {
            coApplicants.Remove(found);
        }

        return found;
    }

    /// <summary>Somebody invited accepts; null when they are not invited.</summary>
    public CoApplicant? Accept(Guid personId, string email, DateTime now)
    {
        var found = coApplicants.Find(co => co.IsFor(personId, email));
        if (found is { IsAccepted: false })
        {
            found.Accept(personId, now);
        }

        return found;
    }

    /// <summary>Whether the idea may be handed over to somebody who writes it too.</summary>
    public Refusal? MayHandOver(Guid actorId, Guid coApplicantId) => MayShare(actorId)
        ?? (coApplicants.Exists(co => co.Id == coApplicantId && co.IsAccepted)
            ? null
            : new Refusal("co-applicant-not-accepted", "Cette personne n’a pas encore accepté l’invitation : la candidature ne peut pas lui être transmise."));

    /// <summary>Hands the idea over: who had it goes on writing it.</summary>
    /// <returns>Who has it now.</returns>
    public Guid HandOver(Guid actorId, Guid coApplicantId, Guid formerId, string formerEmail, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayHandOver(actorId, coApplicantId));
        var next = coApplicants.Find(co => co.Id == coApplicantId)!;
        coApplicants.Remove(next);
        var former = new CoApplicant(formerId, Id, ApplicantId, formerEmail, CoApplicantRight.Submit, actorId, now);
        former.Accept(ApplicantId, now);
        coApplicants.Add(former);
        ApplicantId = next.PersonId!.Value;
        return ApplicantId;
    }

    /// <summary>The procedure takes the application in hand. Does nothing when it already has.</summary>
    public void StartScreening()
    {
        if (Status is ApplicationStatus.Submitted)
        {
            Status = States.Next(Status, ApplicationEvent.StartScreening);
        }
    }

    /// <summary>Whether a person would judge their own idea.</summary>
    public bool IsOwnCaseOf(Guid personId) => Lets(personId, CoApplicantRight.Read);

    /// <param name="directorId">The director asked.</param>
    /// <param name="givenById">Who gives it in the director’s place; null when they do.</param>
    public Refusal? MayReceiveOpinion(Guid directorId, Guid? givenById = null) => !IsUnderScreening
        ? new Refusal("application-not-under-screening", "Cette candidature n’est plus en instruction : les avis sont clos.")
        : IsOwnCaseOf(directorId) || IsOwnCaseOf(givenById ?? directorId)
        ? OwnCase
        : opinions.Exists(opinion => opinion.DirectorId == directorId)
            ? new Refusal("opinion-already-given", givenById is null || givenById == directorId ? "Vous avez déjà donné votre avis sur cette candidature." : "Cet avis a déjà été donné sur cette candidature.")
            : null;

    /// <param name="id">Of the opinion.</param>
    /// <param name="directorId">The director asked, for whom it counts.</param>
    /// <param name="verdict">What they think.</param>
    /// <param name="comment">Why; perhaps empty.</param>
    /// <param name="now">UTC.</param>
    /// <param name="givenById">Who gives it in the director’s place; null when they do.</param>
    public void GiveOpinion(Guid id, Guid directorId, OpinionVerdict verdict, string comment, DateTime now, Guid? givenById = null)
    {
        BrokenRuleException.ThrowIf(MayReceiveOpinion(directorId, givenById));
        Limits.ThrowIfLonger(comment, Opinion.CommentLength);
        opinions.Add(new Opinion(id, Id, directorId, verdict, comment, givenById == directorId ? null : givenById, now));
    }

    /// <param name="actorId">Who would decide: never the person who applies.</param>
    public Refusal? MayBeDecided(Guid actorId) => IsUnderScreening
        ? IsOwnCaseOf(actorId) ? OwnCase : null
        : IsDecided
            ? new Refusal("application-already-decided", "La décision sur cette candidature est déjà enregistrée.")
            : new Refusal("application-not-under-screening", "Cette candidature n’est pas en instruction : elle ne peut pas être décidée.");

    /// <param name="retained">Whether the idea is retained.</param>
    /// <param name="reason">Given to the applicant; compulsory.</param>
    /// <param name="decidedById">The member of the team who records the decision.</param>
    /// <param name="now">Instant of the decision, UTC.</param>
    public void Decide(bool retained, string reason, Guid decidedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeDecided(decidedById));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, retained ? ApplicationEvent.Retain : ApplicationEvent.Reject);
        DecisionReason = reason;
        DecidedById = decidedById;
        DecidedAt = now;
    }

    private void Keep(FormAnswers answers, FormVersion? form)
    {
        BrokenRuleException.ThrowIf(MayBeSaved(answers, form));
        (FormVersion, FormVersionId) = (form, form?.Id);
        Answers = answers;
        Title = answers.Text(ApplicationForms.Title);
    }

    private static Refusal OwnCase { get; } =
        new("own-case", "Cette candidature est la vôtre : l’avis et la décision reviennent à quelqu’un d’autre. Rien n’a été enregistré.");

    private Refusal NotAllowed(Guid actorId) => Lets(actorId, CoApplicantRight.Write)
        ? new Refusal("may-not-submit", "Vous écrivez cette candidature, mais n’avez pas le droit de la déposer : demandez-le à la personne qui la porte.")
        : Lets(actorId, CoApplicantRight.Read)
            ? new Refusal("may-only-read", "Vous lisez cette candidature, mais n’avez pas le droit de l’écrire : demandez-le à la personne qui la porte.")
            : NotTheApplicant;

    private static Refusal NotTheApplicant { get; } =
        new("not-the-applicant", "Seule la personne qui porte cette candidature peut faire cela.");
}
