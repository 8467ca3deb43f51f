using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

public enum ApplicationStatus
{
    Draft,
    Submitted,
    AwaitingApproval,
    UnderScreening,
    Retained,
    NotRetained,
    Withdrawn,
}

public enum ApplicationEvent
{
    Submit,
    AskApproval,
    EndApproval,
    Close,
    StartScreening,
    Retain,
    Reject,
    Withdraw,
}

/// <summary>« Candidature »: an agent's idea in a call, from draft to decision.</summary>
public sealed partial class Application : IAggregate
{
    public const int ReferenceLength = 20;
    public const int TitleLength = 120;
    public const int ReasonLength = 2000;

    private readonly List<Opinion> opinions = [];

    private Application()
    {
    }

    public static StateMachine<ApplicationStatus, ApplicationEvent> States { get; } = new(
        (ApplicationStatus.Draft, ApplicationEvent.Submit, ApplicationStatus.Submitted),
        (ApplicationStatus.Draft, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.Submitted, ApplicationEvent.AskApproval, ApplicationStatus.AwaitingApproval),
        (ApplicationStatus.Submitted, ApplicationEvent.Close, ApplicationStatus.NotRetained),
        (ApplicationStatus.Submitted, ApplicationEvent.StartScreening, ApplicationStatus.UnderScreening),
        (ApplicationStatus.Submitted, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.AwaitingApproval, ApplicationEvent.EndApproval, ApplicationStatus.Submitted),
        (ApplicationStatus.AwaitingApproval, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Retain, ApplicationStatus.Retained),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Reject, ApplicationStatus.NotRetained),
        (ApplicationStatus.UnderScreening, ApplicationEvent.Withdraw, ApplicationStatus.Withdrawn));

    public Guid Id { get; private init; }

    /// <summary>What people quote, for example « C-2026-0012 ».</summary>
    public string Reference { get; private init; } = "";

    public Guid CallId { get; private init; }

    public Guid ApplicantId { get; private init; }

    /// <summary>The questions that it answers.</summary>
    public Form Form => ApplicationForms.Default;

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

    public bool IsDecided => Status is ApplicationStatus.Retained or ApplicationStatus.NotRetained;

    public static Application StartDraft(Guid id, string reference, Guid callId, Guid applicantId, FormAnswers answers, DateTime now)
    {
        var application = new Application
        {
            Id = id,
            Reference = reference,
            CallId = callId,
            ApplicantId = applicantId,
            CreatedAt = now,
        };
        application.Keep(answers);
        return application;
    }

    /// <summary>Whether answers to its form can be kept, as a draft for a start: incomplete is fine, too long is not.</summary>
    public static Refusal? MayBeSaved(FormAnswers answers) => ApplicationForms.Default.Check(answers) switch
    {
        [] => null,
        [{ Refusal: { Code: "answer-too-long" } tooLong }, ..] => tooLong with { Code = "application-too-long" },
        [var problem, ..] => problem.Refusal,
    };

    public Refusal? MayEdit(Guid actorId) => actorId != ApplicantId
        ? NotTheApplicant
        : Status is ApplicationStatus.Draft
            ? null
            : new Refusal("application-not-draft", "Cette candidature a déjà été déposée : elle ne peut plus être modifiée.");

    public void Edit(Guid actorId, FormAnswers answers)
    {
        BrokenRuleException.ThrowIf(MayEdit(actorId));
        Keep(answers);
    }

    public Refusal? MaySubmit(Guid actorId, CallForApplications call, DateTime now)
    {
        if (actorId != ApplicantId)
        {
            return NotTheApplicant;
        }

        if (Status is not ApplicationStatus.Draft)
        {
            return new Refusal("application-already-submitted", "Cette candidature a déjà été déposée. Vous n’avez rien d’autre à faire.");
        }

        if (call.MayReceive(now) is { } closed)
        {
            return closed.Code is CallForApplications.Closed ? closed with { Sentence = $"{closed.Sentence} Votre brouillon est conservé, mais il ne peut plus être déposé." } : closed;
        }

        return IsComplete
            ? null
            : new Refusal("application-incomplete", "Complétez toutes les rubriques avant de déposer votre candidature.");
    }

    public void Submit(Guid actorId, CallForApplications call, DateTime now)
    {
        BrokenRuleException.ThrowIf(MaySubmit(actorId, call, now));
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

    /// <summary>The procedure takes the application in hand. Does nothing when it already has.</summary>
    public void StartScreening()
    {
        if (Status is ApplicationStatus.Submitted)
        {
            Status = States.Next(Status, ApplicationEvent.StartScreening);
        }
    }

    /// <summary>Whether a person would judge their own idea.</summary>
    public bool IsOwnCaseOf(Guid personId) => personId == ApplicantId;

    /// <param name="directorId">The director asked.</param>
    /// <param name="givenById">Who gives it in the director’s place; null when they do.</param>
    public Refusal? MayReceiveOpinion(Guid directorId, Guid? givenById = null) => Status is not ApplicationStatus.UnderScreening
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
    public Refusal? MayBeDecided(Guid actorId) => Status is ApplicationStatus.UnderScreening
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

    private void Keep(FormAnswers answers)
    {
        BrokenRuleException.ThrowIf(MayBeSaved(answers));
        Answers = answers;
        Title = answers.Text(ApplicationForms.Title);
    }

    private static Refusal OwnCase { get; } =
        new("own-case", "Cette candidature est la vôtre : l’avis et la décision reviennent à quelqu’un d’autre. Rien n’a été enregistré.");

    private static Refusal NotTheApplicant { get; } =
        new("not-the-applicant", "Seule la personne qui porte cette candidature peut faire cela.");
}
