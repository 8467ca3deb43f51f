using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>What messages may tell of an application.</summary>
/// <param name="Reference">For example <c>C-2026-0042</c>.</param>
/// <param name="Title">May be blank on a draft.</param>
/// <param name="ApplicantName">Full name of the person who applies.</param>
/// <param name="OtherDrafts">How many other drafts they have to the same call.</param>
public sealed record ApplicationFacts(string Reference, string Title, string ApplicantName, int OtherDrafts = 0)
{
    /// <summary>UTC; null on a draft.</summary>
    public DateTime? SubmittedAt { get; init; }

    /// <summary>Full names of those who have the idea with them; empty when nobody does.</summary>
    public string Others { get; init; } = "";

    /// <summary>Full name of whom the « visa hiérarchique » is, or will be, asked of; empty when nobody is known.</summary>
    public string Manager { get; init; } = "";

    /// <summary>What is asked and answered, as people read it, by key of the question.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    internal static IReadOnlyDictionary<string, string> AnswersOf(Application application)
    {
        var (form, asked) = (application.Form, application.Form.OnlyAsked(application.Answers));
        return form.Questions.Select(field => (field.Key, Text: field.Kind.Show(field, asked[field.Key]))).Where(told => told.Text is not null).ToDictionary(told => told.Key, told => told.Text!, StringComparer.Ordinal);
    }
}

/// <summary>What messages may tell of a « visa hiérarchique ».</summary>
/// <param name="Manager">Full name of the line manager; empty when nobody was named.</param>
/// <param name="GivenBy">Full name of who gave it in their place; empty when they did.</param>
/// <param name="Status">As people read it: « Favorable ».</param>
/// <param name="Reason">The reservation, or why not; perhaps empty.</param>
/// <param name="Time">« 2 jours par semaine »; empty when it was not said.</param>
public sealed record ApprovalFacts(string Manager, string GivenBy, string Status, string Reason, string Time);

/// <summary>« Candidature ».</summary>
public sealed class ApplicationSubject : SubjectType
{
    public const string SubjectCode = "Application";

    /// <summary>Who applies, or leads what came of it.</summary>
    public static PeopleRole Applicant { get; } = new("Applicant", "La personne qui porte la candidature ou le produit")
    {
        IsOnePerson = true,
        NotHere = "Cette procédure ne porte ni sur une candidature ni sur un produit : personne ne le porte. Confiez la tâche à un rôle ou à une personne.",
    };

    /// <summary>Who applies, and those who accepted to have the idea with them: whoever submitted is among them.</summary>
    public static PeopleRole Carriers { get; } = new("Carriers", "Toutes les personnes qui portent la candidature")
    {
        NotHere = "Cette procédure ne porte pas sur une candidature : personne ne la porte. Écrivez à l’équipe ou à une personne.",
    };

    /// <summary>What the procedure of an application is given: <c>Answers</c>, by key of the question.</summary>
    public static IReadOnlyDictionary<string, object?> InputOf(Application application) =>
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["Answers"] = application.Form.ToPlain(application.Answers) };

    /// <summary>Keys of those who have the idea of an application.</summary>
    public static async Task<IReadOnlyList<Guid>> FindCarriersAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Applications.Where(application => application.Id == id).Select(application => application.ApplicantId)
            .Concat(db.Applications.Where(application => application.Id == id).SelectMany(application => application.CoApplicants).Where(co => co.AcceptedAt != null).Select(co => co.PersonId!.Value))
            .ToListAsync(cancellationToken);

    public override string Code => SubjectCode;

    public override string Label => "Candidature";

    public override IReadOnlyList<string> MessageFolders { get; } = ["candidature"];

    public override IReadOnlyList<SubjectRole> Roles { get; } =
    [
        new(Applicant, async (db, id, cancellationToken) => await db.Applications.Where(application => application.Id == id).Select(application => application.ApplicantId).ToListAsync(cancellationToken)),
        new(Carriers, FindCarriersAsync),
        new(CallSubject.Jurors, async (db, id, cancellationToken) => await db.Calls
            .Where(call => db.Applications.Any(application => application.Id == id && application.CallId == call.Id))
            .SelectMany(call => call.Jurors)
            .Select(juror => juror.StaffMemberId)
            .ToListAsync(cancellationToken)),
    ];

    public override IReadOnlyList<SubjectScope> Scopes { get; } =
    [
        new(
            CallSubject.SubjectCode,
            "Un appel à candidatures",
            async (db, cancellationToken) => await db.Calls.OrderByDescending(call => call.OpensAt).ThenBy(call => call.Id).Select(call => new ScopeChoice(call.Id, call.Title)).ToListAsync(cancellationToken),
            (db, call) => db.Applications.Where(application => application.CallId == call).Select(application => application.Id)),
    ];

    public override IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<ApplicationFacts>("candidature.reference", "Référence de la candidature", "C-2026-0042", application => application.Reference),
        MergeTag.Of<ApplicationFacts>("candidature.titre", "Titre de la candidature (vide sur un brouillon sans titre)", "Suivre les plantations d’arbres", application => application.Title),
        MergeTag.Of<ApplicationFacts>("candidature.porteur", "Prénom et nom de la personne qui candidate", "Dominique Petit", application => application.ApplicantName),
        MergeTag.Of<ApplicationFacts>(
            "candidature.autres", "Autres brouillons de la même personne au même appel (vide quand il n’y en a pas)", "2 autres brouillons", application => application.OtherDrafts switch { 0 => "", 1 => "un autre brouillon", var count => $"{count} autres brouillons" }),
        MergeTag.Of<ApplicationFacts>("candidature.equipe", "Prénoms et noms des personnes qui la portent avec elle (vide quand elle la porte seule)", "Joris Grèbe et Claude Martin", application => application.Others),
        MergeTag.Of<ApplicationFacts>("candidature.depot", "Jour et heure du dépôt (vide sur un brouillon)", "14 décembre 2026 à 16 h 05", application => application.SubmittedAt is { } at ? FrenchDate.Instant(at) : ""),
        MergeTag.Of<ApplicationFacts>("candidature.responsable", "Responsable hiérarchique à qui le visa est ou sera demandé : nommé par la personne qui candidate, ou d’après l’annuaire (vide si personne n’est connu)", "Claude Martin", application => application.Manager),
        MergeTag.Open<ApplicationFacts>(
            "candidature.reponses",
            "Réponse à une question du formulaire : remplacez CLE par le nom de la question dans les procédures, par exemple candidature.reponses.problem (vide quand la question n’est pas posée, ou n’a pas de réponse)",
            "Les plantations ne sont suivies nulle part.",
            (application, key) => application.Answers.GetValueOrDefault(key)),
        MergeTag.Link<ApplicationFacts>(
            "candidature.lien", "Adresse de la page de la candidature", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042", application => ApplicationLinks.Show(Uri.EscapeDataString(application.Reference))),
        MergeTag.Link<ApplicationFacts>(
            "candidature.invitation", "Adresse de la page où l’on répond à une invitation à la porter", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042/invitation", application => ApplicationLinks.Invitation(Uri.EscapeDataString(application.Reference))),
        .. ApprovalTags,
        .. CorrectionFacts.Tags,
        .. ResultFacts.Tags,
    ];

    /// <summary>What is told once the line manager was asked.</summary>
    public static IReadOnlyList<MergeTag> ApprovalTags { get; } =
    [
        MergeTag.Of<ApprovalFacts>("visa.responsable", "Responsable hiérarchique à qui le visa est demandé (vide si personne n’est nommé)", "Claude Martin", visa => visa.Manager),
        MergeTag.Of<ApprovalFacts>("visa.suppleance", "Qui a rendu le visa à sa place (vide sinon)", "Camille Durand", visa => visa.GivenBy),
        MergeTag.Of<ApprovalFacts>("visa.avis", "Ce que dit le visa, en minuscules", "favorable avec réserve", visa => visa.Status),
        MergeTag.Of<ApprovalFacts>("visa.motif", "Réserve, ou motif d’un visa défavorable (vide s’il n’y en a pas)", "À partir de septembre seulement.", visa => visa.Reason),
        MergeTag.Of<ApprovalFacts>("visa.temps", "Temps que le responsable peut libérer (vide s’il ne l’a pas dit)", "2 jours par semaine", visa => visa.Time),
    ];

    public override IQueryable<Party> Parties(FabriqueDbContext db) =>
        db.Applications.Select(application => new Party { SubjectId = application.Id, PersonId = application.ApplicantId })
            .Concat(db.Applications
                .SelectMany(application => application.CoApplicants)
                .Where(co => co.AcceptedAt != null)
                .Select(co => new Party { SubjectId = co.ApplicationId, PersonId = co.PersonId!.Value }));

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Applications.Where(application => ids.Contains(application.Id)).Select(application => new { application.Id, application.Reference, application.Title })
            .ToDictionaryAsync(application => application.Id, application => new SubjectName($"{application.Reference} – {application.Title}", ApplicationLinks.Show(application.Reference)), cancellationToken);

    public override IQueryable<Guid> Named(FabriqueDbContext db, string text)
    {
        var folded = SearchText.Fold(text);
        return db.Applications
            .Where(application => SearchText.Fold(application.Title).Contains(folded) || SearchText.Fold(application.Reference).Contains(folded))
            .Select(application => application.Id);
    }

    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor)
    {
        var actorId = actor.Id;
        var isStaff = actor.IsStaff;
        var tasks = db.WorkItems.ButOfFormerManagers(db).LettingRead(actorId, actor.Roles, ApplicationTasks.Decision);
        return db.Applications
            .Where(application => application.ApplicantId == actorId
                || application.CoApplicants.Any(co => co.PersonId == actorId && co.AcceptedAt != null)
                || (application.Status != ApplicationStatus.Draft
                    && (isStaff || tasks.Any(item => item.SubjectKind == SubjectCode && item.SubjectId == application.Id))))
            .Select(application => application.Id);
    }

    public override async Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Approvals).Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == id, cancellationToken);
        var (managerId, givenById) = (application.Approval?.ManagerId, application.Approval?.GivenById);
        var others = application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId).ToList();
        var names = others.Count == 0 ? [] : await db.StaffMembers.Where(person => others.Contains(person.Id)).OrderBy(person => person.FullName).Select(person => person.FullName).ToListAsync(cancellationToken);
        var asked = application.Status is ApplicationStatus.Draft or ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval ? await new LineManagers(db, new OrganisationReader(db)).FindAsync(application, cancellationToken) : null;
        var around = await (
            from call in db.Calls
            where call.Id == application.CallId
            from person in db.StaffMembers
            where person.Id == application.ApplicantId
            select new
            {
                Call = call,
                Applicant = person,
                Manager = db.StaffMembers.Where(manager => manager.Id == managerId).Select(manager => manager.FullName).SingleOrDefault(),
                GivenBy = db.StaffMembers.Where(giver => giver.Id == givenById).Select(giver => giver.FullName).SingleOrDefault(),
                OtherDrafts = db.Applications.Count(other => other.ApplicantId == person.Id && other.CallId == application.CallId && other.Status == ApplicationStatus.Draft && other.Id != id),
                Grace = db.CallGraces.Where(grace => grace.CallId == call.Id && grace.StaffMemberId == person.Id).SingleOrDefault(),
            }).SingleAsync(cancellationToken);
        var result = application.Status is ApplicationStatus.Draft or ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.CorrectionRequested
            ? null
            : await JuryResult.FindAsync(db, id, cancellationToken);
        return MessageFacts.Of(
            new ApplicationFacts(application.Reference, application.Title, around.Applicant.FullName, around.OtherDrafts)
            {
                Answers = ApplicationFacts.AnswersOf(application),
                SubmittedAt = application.SubmittedAt,
                Others = French.List(names),
                Manager = asked?.FullName ?? "",
            },
            CallFacts.Of(around.Call, around.Grace),
            application.DecisionReason is { } reason ? new DecisionFacts(reason) : null,
            application.DecisionReason is null && result is null ? null : await LetterFacts.ReadAsync(db, cancellationToken),
            result is null ? null : ResultFacts.Of(application.Reference, result),
            application.Approval is { } approval ? TellApproval(approval, around.Manager, around.GivenBy) : null,
            CorrectionFacts.Of(application));
    }

    private static ApprovalFacts TellApproval(HierarchicalApproval approval, string? manager, string? givenBy) => new(
        manager ?? "",
        givenBy ?? "",
        ApplicationLabels.Of(approval.Status).ToLower(FrenchCulture.Instance),
        approval.Reason,
        approval.HalfDaysPerWeek is { } half ? ApplicationLabels.OfHalfDays(half) : "");
}
