using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Accounts;
using Fabrique.Web.Features.Accounts.ChangeAccess;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Admissibility.AnswerCorrections;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Admissibility.GrantTime;
using Fabrique.Web.Features.Admissibility.Reasons;
using Fabrique.Web.Features.Admissibility.Shortlist;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.Departure;
using Fabrique.Web.Features.Applications.Edit;
using Fabrique.Web.Features.Applications.GiveApproval;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.History;
using Fabrique.Web.Features.Applications.NameManager;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Features.Applications.SettleRefusal;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Features.Appointments.CancelAppointment;
using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Features.Appointments.ShowAppointment;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Calls.AdvanceCall;
using Fabrique.Web.Features.Calls.Audience;
using Fabrique.Web.Features.Calls.ChangeCall;
using Fabrique.Web.Features.Calls.CreateCall;
using Fabrique.Web.Features.Calls.DeleteCall;
using Fabrique.Web.Features.Calls.GrantGrace;
using Fabrique.Web.Features.Calls.NameJurors;
using Fabrique.Web.Features.Calls.ScheduleCall;
using Fabrique.Web.Features.Delegations;
using Fabrique.Web.Features.Delegations.EndDelegation;
using Fabrique.Web.Features.Delegations.EnterDelegation;
using Fabrique.Web.Features.Delegations.MyAbsence;
using Fabrique.Web.Features.Exports;
using Fabrique.Web.Features.Exports.AskExport;
using Fabrique.Web.Features.Exports.DeleteExport;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Features.Forms.DeleteField;
using Fabrique.Web.Features.Forms.EditEligibility;
using Fabrique.Web.Features.Forms.EditField;
using Fabrique.Web.Features.Forms.FormVersions;
using Fabrique.Web.Features.Forms.PreviewForm;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Features.Forms.ShowForm;
using Fabrique.Web.Features.Incidents;
using Fabrique.Web.Features.Instances.ShowInstance;
using Fabrique.Web.Features.Messages;
using Fabrique.Web.Features.Messages.EditMessage;
using Fabrique.Web.Features.Messages.MessageVersions;
using Fabrique.Web.Features.Messages.SwitchMessage;
using Fabrique.Web.Features.Organisation;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Features.Organisation.UpdateOrganisation;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.AdmitMember;
using Fabrique.Web.Features.Panels.Anonymise;
using Fabrique.Web.Features.Panels.Assign;
using Fabrique.Web.Features.Panels.ChangeRules;
using Fabrique.Web.Features.Panels.ConductPanel;
using Fabrique.Web.Features.Panels.Announce;
using Fabrique.Web.Features.Panels.Await;
using Fabrique.Web.Features.Panels.ConstituteJury;
using Fabrique.Web.Features.Panels.Results;
using Fabrique.Web.Features.Panels.DelegateSeat;
using Fabrique.Web.Features.Panels.Deliberate;
using Fabrique.Web.Features.Panels.Minutes;
using Fabrique.Web.Features.Panels.Recuse;
using Fabrique.Web.Features.Panels.RemoveMember;
using Fabrique.Web.Features.Panels.Score;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Features.Panels.Sessions.Plan;
using Fabrique.Web.Features.Panels.Sessions.Show;
using Fabrique.Web.Features.Panels.Sessions.Tell;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.DeleteVersion;
using Fabrique.Web.Features.Procedures.MigrateInstances;
using Fabrique.Web.Features.Procedures.PublishProcedure;
using Fabrique.Web.Features.Procedures.RetractProcedure;
using Fabrique.Web.Features.Procedures.ShowProcedure;
using Fabrique.Web.Features.Procedures.StopInstances;
using Fabrique.Web.Features.Mailbox;
using Fabrique.Web.Features.MyMessages.ChoosePreferences;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Products.PlanCheckpoint;
using Fabrique.Web.Features.Similarities;
using Fabrique.Web.Features.Similarities.Compare;
using Fabrique.Web.Features.Similarities.Redirect;
using Fabrique.Web.Features.Reminders;
using Fabrique.Web.Features.Reminders.WritePolicy;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Features.Screening.Columns;
using Fabrique.Web.Features.Screening.Labels;
using Fabrique.Web.Features.Screening.ListApplications;
using Fabrique.Web.Features.Screening.ShowInList;
using Fabrique.Web.Features.Screening.Views;
using Fabrique.Web.Features.Work.CommentTask;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Features.Work.OpenTask;
using Fabrique.Web.Features.Work.TeamTasks;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Features.Admissibility;
using Fabrique.Web.Tests.Features.Organisation;
using Fabrique.Web.Tests.Features.Panels;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.Pages;

/// <summary>A page with a form, ready to be filled.</summary>
/// <param name="Page">Its model.</param>
/// <param name="Account">Who may fill it.</param>
/// <param name="PrepareAsync">Makes what it is about; gives its address.</param>
/// <param name="Fields">What the person types, by name.</param>
internal sealed record FormCase(Type Page, string Account, Func<FabriqueApp, Task<string>> PrepareAsync, params (string Name, string Value)[] Fields)
{
    /// <summary>The text of the button to press; the first of the page when null.</summary>
    public string? Button { get; init; }

    /// <summary>The text of a button to press first, with the same fields: the form has two steps. Null when it has one.</summary>
    public string? First { get; init; }

    /// <summary>The name of boxes, of which the first is ticked. Null when none is.</summary>
    public string? Ticked { get; init; }

    /// <summary>The fields whose text is the person's own: another text in its place makes another form.</summary>
    public IEnumerable<string> Texts => Fields.Where(typed => typed.Value == FormCases.Text).Select(typed => typed.Name);
}

internal static class FormCases
{
    public const string Text = "Une matinée de travail,\nécrite « à la main » — & gardée.";

    private const string Save = "Enregistrer le brouillon";

    /// <summary>One for each page with a form: a test holds it.</summary>
    public static IReadOnlyList<FormCase> All { get; } =
    [
        new(typeof(ApplyModel), "agent", _ => Task.FromResult("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles"), ("Answers[title]", "Girouette – le vent"), ("Answers[problem]", Text)) { Button = Save },
        new(typeof(EditModel), "agent2", async app => $"/candidatures/{await DraftAsync(app)}/modifier", ("Answers[problem]", Text)) { Button = Save },
        new(typeof(ReviewModel), "agent", async app => ApplicationLinks.Review((await app.DraftAsync("agent")).Application.Reference)),
        new(typeof(TeamModel), "agent", async app => ApplicationLinks.Team((await app.DraftAsync("agent")).Application.Reference), ("Person", "Joris Grèbe"), ("Right", "Submit")) { Button = "Envoyer l’invitation" },
        new(typeof(InvitationModel), "agent2", async app => ApplicationLinks.Invitation(await ReferenceAsync(app, (await HandlerCases.InviteAsync(app, accept: false)).ApplicationId))),
        new(typeof(HistoryModel), "agent", async app => ApplicationLinks.History(await ReferenceAsync(app, (await HandlerCases.RevisionAsync(app)).ApplicationId))),
        new(typeof(ShowFormModel), "equipe", async app =>
        {
            await HandlerCases.CallAsync(app, hasForm: true);
            return FormLinks.Show((await HandlerCases.CallAsync(app, hasForm: false)).Slug);
        }) { Button = "Faire le formulaire de cet appel" },
        new(typeof(EditFieldModel), "equipe", async app => FormLinks.EditField((await HandlerCases.CallAsync(app, hasForm: true)).Slug, ApplicationForms.Problem), ("Label", "Le problème, en chiffres"), ("Hint", "Combien de fois, chez qui ?")) { Button = "Enregistrer dans le brouillon" },
        new(typeof(DeleteFieldModel), "equipe", async app => FormLinks.DeleteField((await HandlerCases.CallAsync(app, hasForm: true)).Slug, ApplicationForms.Problem)),
        new(typeof(EditEligibilityModel), "equipe", async app =>
        {
            var call = await HandlerCases.CallAsync(app, hasForm: true);
            var rule = new EligibilityRule(new EmptyRule(ApplicationForms.Opinion), "Pas d’avis.");
            await app.ActAsync("equipe", services => services.GetRequiredService<ChangeFormHandler>().HandleAsync(new ChangeForm(call.FormId!.Value, 0, new PutEligibility(null, rule)), CancellationToken.None));
            return FormLinks.Eligibility(call.Slug, 1);
        }, ("Otherwise", "Écrivez-nous avant de candidater.")) { Button = "Enregistrer dans le brouillon" },
        new(typeof(PreviewFormModel), "equipe", async app => FormLinks.Preview((await HandlerCases.CallAsync(app, hasForm: true)).Slug), ("Answers[title]", "Girouette"), ("Answers[problem]", "Un problème assez long."), ("Answers[solution]", "Une carte du vent."), ("Answers[first-users]", "Deux directions.")) { Button = "Vérifier mes réponses" },
        new(typeof(PublishFormModel), "equipe", async app => FormLinks.Publish((await HandlerCases.CallAsync(app, hasForm: true)).Slug)),
        new(typeof(RestoreVersionModel), "equipe", async app =>
        {
            var call = await HandlerCases.CallAsync(app, hasForm: true);
            await app.ActAsync("equipe", services => services.GetRequiredService<PublishFormHandler>().HandleAsync(new PublishForm(call.Id, 0), CancellationToken.None));
            return FormLinks.Restore(call.Slug, 1);
        }),
        new(typeof(WithdrawModel), "agent", async app =>
        {
            var id = await HandlerCases.SubmitAsync(app);
            return ApplicationLinks.Withdraw(await ReferenceAsync(app, id));
        }),
        new(typeof(CompareModel), "equipe", async app =>
        {
            var resemblance = await HandlerCases.ResemblanceAsync(app);
            return SimilarityLinks.Compare(await ReferenceAsync(app, resemblance.ApplicationId), resemblance.Id);
        }, ("Verdict", "Same")),
        new(typeof(RedirectModel), "equipe", async app => SimilarityLinks.Redirect(await ReferenceAsync(app, await HandlerCases.SubmitAsync(app)), await GhidAsync(app, await HandlerCases.LaunchAsync(app, withTeam: false))), ("Reason", Text)),
        new(typeof(DepartureModel), "equipe", async app => ApplicationLinks.Departure(await ReferenceAsync(app, await HandlerCases.SubmitAsync(app))), ("Choice", DepartureModel.Closing), ("Reason", Text)),
        new(typeof(NameManagerModel), "agent", async app => ApplicationLinks.NameManager(await ReferenceAsync(app, await HandlerCases.ApplyAsync(app))), ("Person", "Gaëlle Merisier")),
        new(typeof(GiveApprovalModel), "manager", async app =>
        {
            var id = await HandlerCases.ApplyAsync(app);
            return ModuleSamples.TaskPage(ApplicationTasks.Approval, await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Status == WorkItemStatus.Open).Select(item => item.Id).SingleAsync()));
        }, ("Visa", "Refused"), ("Reason", Text)),
        new(typeof(SettleRefusalModel), "equipe", async app => ModuleSamples.TaskPage(ApplicationTasks.RefusalFollowUp, (await HandlerCases.RefusedAsync(app)).Id), ("Choice", "Close"), ("Reason", Text)),
        new(typeof(CheckAdmissibilityModel), "equipe", async app => ModuleSamples.TaskPage(AdmissibilityTasks.Admissibility, (await AdmissibilityActs.TaskAsync(app, await AdmissibilityActs.ToCheckAsync(app))).Id), ("Choice", "Corrections"), ("Remarks[problem]", Text), ("Message", Text)),
        new(typeof(AnswerCorrectionsModel), "agent", async app => ApplicationLinks.Corrections(await ReferenceAsync(app, await AdmissibilityActs.AskCorrectionsAsync(app))), ("Answers[problem]", Text)) { Button = "Transmettre mes compléments" },
        new(typeof(GrantTimeModel), "equipe", async app => ApplicationLinks.CorrectionTime(await ReferenceAsync(app, await AdmissibilityActs.AskCorrectionsAsync(app))), ("UntilDay", "2026-12-01"), ("Reason", Text)),
        new(typeof(ShortlistModel), "equipe", async app => ModuleSamples.TaskPage(AdmissibilityTasks.Shortlisting, (await AdmissibilityActs.TaskAsync(app, await AdmissibilityActs.AdmissibleAsync(app))).Id), ("Choice", "Shortlisted"), ("Reason", Text)),
        new(typeof(ConstituteJuryModel), "equipe", async app => PanelLinks.Constitute((await HandlerCases.CallAsync(app, CallStatus.Reviewing)).Slug), ("Name", "Jury d’essai"), ("QuorumCount", "3")),
        new(typeof(ChangeRulesModel), "equipe", async app => PanelLinks.Rules((await PanelActs.JuryAsync(app)).Panel.Id), ("QuorumCount", "3")),
        new(typeof(AdmitMemberModel), "equipe", async app => PanelLinks.Admit((await PanelActs.JuryAsync(app)).Panel.Id), ("Person", "Élise Charme"), ("Capacity", "Advisory")),
        new(typeof(RemoveMemberModel), "equipe", async app => PanelLinks.Remove((await PanelActs.JuryAsync(app)).Panel.Id, 4), ("Reason", Text)),
        new(typeof(ConductPanelModel), "equipe", async app => PanelLinks.Conduct((await PanelActs.JuryAsync(app)).Panel.Id), ("Clerk", "Élise Charme")),
        new(typeof(DelegateSeatModel), "equipe", async app => PanelLinks.Delegate((await PanelActs.JuryAsync(app)).Panel.Id), ("Substitute", "Élise Charme"), ("From", "2026-02-02"), ("Until", "2026-02-06")),
        new(typeof(EndSeatDelegationModel), "equipe", async app => PanelLinks.EndDelegation((await PanelActs.JuryAsync(app, withSubstitute: true)).Panel.Id, 1)),
        new(typeof(ListRecusalsModel), "equipe", async app => PanelLinks.Recusals((await PanelActs.JuryAsync(app)).Panel.Id)),
        new(typeof(ChangeGridModel), "equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await PanelActs.GridAsync(app, jury);
            return PanelLinks.Grid(jury.Panel.Id);
        }, ("Criteria[0].Guidance", Text)),
        new(typeof(AssessModel), "directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await PanelActs.GridAsync(app, jury);
            return PanelLinks.Assess(jury.Panel.Id, jury.Items[0].Reference);
        }, ("Values[c1]", "4"), ("Comments[c1]", Text)),
        new(typeof(PrepareReadingModel), "equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app, isAnonymised: true);
            return PanelLinks.PrepareReading(jury.Panel.Id, jury.Items[0].Reference);
        }, ("Title", "Une bibliothèque d’arrêtés"), ("Texts[problem]", Text)),
        new(typeof(ListAssignmentsModel), "equipe", async app => PanelLinks.Assignments((await PanelActs.JuryAsync(app)).Panel.Id), ("PerItem", "2"), ("Seed", "42")),
        new(typeof(ChangeCompetencesPageModel), "equipe", async app => PanelLinks.Competences((await PanelActs.JuryAsync(app)).Panel.Id), ("Competences[1]", "eau, données")),
        new(typeof(SetEmbargoModel), "equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await DecisionActs.ConcludeAsync(app, jury, DecisionOutcome.Retained, DecisionOutcome.NotRetained);
            return PanelLinks.Embargo(jury.Panel.Id);
        }, ("Day", "2027-02-01"), ("Hour", "10:00")),
        new(typeof(ReleasePageModel), "equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await DecisionActs.PreparedAsync(app, jury, app.Now, DecisionOutcome.Retained, DecisionOutcome.NotRetained);
            return PanelLinks.Release(jury.Panel.Id);
        }),
        new(typeof(ReplyModel), "agent", async app => PanelLinks.Reply((await DecisionActs.ToldAsync(app, DecisionOutcome.NotRetained)).Items[0].Reference), ("Text", Text)),
        new(typeof(AskToTalkPageModel), "agent", async app => PanelLinks.AskToTalk((await DecisionActs.ToldAsync(app, DecisionOutcome.NotRetained)).Items[0].Reference), ("Wish", Text)),
        new(typeof(GiveUpModel), "agent", async app => PanelLinks.GiveUp((await DecisionActs.ToldAsync(app, DecisionOutcome.Retained)).Items[0].Reference)),
        new(typeof(AnswerPlacePageModel), "agent", async app => ModuleSamples.TaskPage(PanelTasks.Place, (await DecisionActs.OfferedAsync(app)).Id), ("Choice", "Accept")),
        new(typeof(WithdrawRecusalModel), "directrice", async app =>
        {
            var recusal = await PanelActs.RecuseAsync(app, await PanelActs.JuryAsync(app));
            return PanelLinks.Withdraw(recusal.PanelId, recusal.Id);
        }, ("Reason", Text)),
        new(typeof(DeclareRecusalModel), "coach", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            return PanelLinks.Declare(jury.Panel.Id, jury.Items[0].Reference);
        }, ("Conflict", "Personal"), ("Reason", Text)),
        new(typeof(ShowDeliberationModel), "directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await HandlerCases.SaveAsync(app, Deliberation.Begin(HandlerCases.Id(app), jury.Panel.Id, places: 1, envelope: null));
            await DeliberationActs.DecideAsync(app, jury, 0, DecisionOutcome.Retained);
            await DeliberationActs.DecideAsync(app, jury, 1, DecisionOutcome.Retained);
            return PanelLinks.Deliberation(jury.Panel.Id);
        }, ("PlacesReason", "Les deux candidatures se valent.")) { Button = "Conclure la délibération" },
        new(typeof(DecideItemModel), "directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await DeliberationActs.BeginAsync(app, jury);
            return PanelLinks.Decide(jury.Panel.Id, jury.Items[0].Reference);
        }, ("Choice", "NotRetained"), ("Amount", "12 000,50"), ("Reason", Text)),
        new(typeof(ListBallotsModel), "directeur", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            var session = await DeliberationActs.SessionAsync(app, jury);
            await DeliberationActs.OpenAsync(app, session.Id, VoteMode.Named);
            return PanelLinks.Ballots(jury.Panel.Id, session.Id);
        }, ("Choice", "For")) { Button = "Confirmer mon vote" },
        new(typeof(ShowMinutesModel), "directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            return PanelLinks.Minutes(jury.Panel.Id, (await DeliberationActs.WrittenAsync(app, jury)).SessionId);
        }),
        new(typeof(ReviseMinutesModel), "directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            return PanelLinks.ReviseMinutes(jury.Panel.Id, (await DeliberationActs.WrittenAsync(app, jury)).SessionId);
        }, ("Text", "# Procès-verbal d’une matinée de travail, écrite « à la main »"), ("Why", "Une précision.")),
        new(typeof(PlanSessionModel), "equipe", async app => PanelLinks.PlanSession((await PanelActs.JuryAsync(app)).Panel.Id), ("Day", "2026-02-02"), ("Start", "09:30"), ("Place", "Salle des cartes"), ("Seed", "42"), ("BreakAfter[0]", "1"), ("BreakMinutes[0]", "10")),
        new(typeof(ReplanSessionModel), "equipe", async app =>
        {
            var session = await SessionActs.PlanAsync(app);
            return PanelLinks.ReplanSession(session.PanelId, session.Id);
        }, ("Day", "2026-02-03"), ("Place", "Une autre salle")),
        new(typeof(ShowSessionModel), "equipe", async app =>
        {
            var session = await SessionActs.PlanAsync(app);
            return PanelLinks.Session(session.PanelId, session.Id);
        }),
        new(typeof(WaiveQuorumModel), "equipe", async app =>
        {
            var session = await SessionActs.PlanAsync(app);
            return PanelLinks.WaiveQuorum(session.PanelId, session.Id);
        }, ("Reason", Text)),
        new(typeof(CancelSessionModel), "equipe", async app =>
        {
            var session = await SessionActs.PlanAsync(app);
            return PanelLinks.CancelSession(session.PanelId, session.Id);
        }, ("Reason", Text)),
        new(typeof(LiveSessionModel), "equipe", async app =>
        {
            var session = await SessionActs.BeginAsync(app);
            return PanelLinks.Live(session.PanelId, session.Id);
        }, ("Notes", Text)) { Button = "Enregistrer les notes" },
        new(typeof(ListReasonsModel), "admin", _ => Task.FromResult(ReasonLinks.All), ("Label", "Hors calendrier"), ("Sentence", "Elle arrive trop tôt.")),
        new(typeof(ChangeReasonModel), "admin", async app => ReasonLinks.Edit((await AdmissibilityActs.AddReasonAsync(app)).Id), ("Sentence", "Une autre phrase.")),
        new(typeof(DecideModel), "equipe", async app => ModuleSamples.TaskPage(ApplicationTasks.Decision, (await TaskPagesTests.DecisionAsync(app)).Id), ("Decision", "NotRetained"), ("Reason", Text)) { First = "Relire la lettre" },
        new(typeof(MessagesModel), "equipe", async app => TalkLinks.Messages(await ReferenceAsync(app, await HandlerCases.SubmitAsync(app))), ("Text", Text)) { Button = "Envoyer le message" },
        new(typeof(NotesModel), "equipe", async app => TalkLinks.Notes(await ReferenceAsync(app, await HandlerCases.SubmitAsync(app))), ("Text", Text)),
        new(typeof(EditNoteModel), "equipe", async app =>
        {
            var (application, note) = await HandlerCases.NoteAsync(app);
            return TalkLinks.Note(await ReferenceAsync(app, application), note);
        }, ("Text", Text)),
        new(typeof(EditWordingModel), "admin", _ => Task.FromResult(WordingLinks.Edit(LetterWording.Remedies.Key)), ("Text", Text)),
        new(typeof(GiveOpinionModel), "directrice", OpinionAsync, ("Verdict", "Unfavourable"), ("Comment", Text)),
        new(typeof(CheckpointModel), "equipe", async app => ModuleSamples.TaskPage("Checkpoint", (await HandlerCases.CheckpointAsync(app, renewed: true)).TaskId), ("Decision", "Renew"), ("Reason", Text)),
        new(typeof(NameTeamModel), "equipe", async app => ModuleSamples.TaskPage("TeamNaming", (await HandlerCases.AskAsync(app, "Fabrique.NameTeam", await HandlerCases.LaunchAsync(app, withTeam: false))).Id)),
        new(typeof(OpenTaskModel), "equipe", DrawnAsync, ("Answers[montant]", "12,5"), ("Answers[avis-technique]", "Réservé"), ("Answers[precisions]", Text), ("Answers[j-ai-lu-la-charte]", "true"), ("Outcome", "Non"), ("Comment", Text)),
        new(typeof(HoldTaskModel), "equipe", async app => TaskLinks.Hold((await HandlerCases.SharedTaskAsync(app)).Id), ("Person", "Daphné Lavande"), ("Word", "Je suis absente quinze jours.")) { Button = "Confier la tâche" },
        new(typeof(TeamTasksModel), "admin", TeamAsync, ("Selected", TeamTask.ToString("D")), ("Reason", "Un départ à la retraite.")) { Button = "Réaffecter la sélection" },
        new(typeof(ChoosePreferencesModel), "membre", _ => Task.FromResult(MailLinks.Preferences), ("Digest", "aucun"), ("Requests", "Space"), ("Reminders", "Space"), ("News", "Space")),
        new(typeof(CommentTaskModel), "equipe", async app => TaskLinks.Comment((await HandlerCases.SharedTaskAsync(app)).Id), ("Text", Text)),
        new(typeof(CreatePolicyModel), "admin", _ => Task.FromResult(PolicyLinks.New), ("Name", "Avis des directions"), ("Text", "J-7, J-2"), ("EscalatesTo", ""), ("EscalatesToPerson", "Octave Tamaris"), ("EscalatesAfter", "3")),
        new(typeof(ChangePolicyModel), "admin", async app =>
        {
            var policy = NamedReminderPolicy.Create(Guid.CreateVersion7(), $"Politique {Guid.CreateVersion7():N}", "J-2", null, null);
            await app.ReadAsync(db =>
            {
                db.Add(policy);
                return db.SaveChangesAsync();
            });
            return PolicyLinks.Edit(policy.Id);
        }, ("Text", "J-7, J-2, J"), ("EscalatesTo", "ProductCoach"), ("EscalatesAfter", "3")),
        new(typeof(AskExportModel), "equipe", _ => Task.FromResult(ExportLinks.Ask(ScreeningExport.SourceCode)), ("Format", "ods"), ("Columns", "reference")),
        new(typeof(DeleteExportModel), "equipe", async app => ExportLinks.Delete((await HandlerCases.ExportAsync(app)).Id)),
        new(typeof(MyAbsenceModel), "coach", _ => Task.FromResult(DelegationLinks.Mine), ("From", "2026-01-12"), ("Until", "2026-01-16"), ("Substitute", "Virgile Menthe"), ("Reason", "Congés.")),
        new(typeof(EnterDelegationModel), "equipe", _ => Task.FromResult(DelegationLinks.New), ("Person", "Octave Tamaris"), ("From", "2026-01-12"), ("Until", "2026-01-16"), ("Substitute", "Virgile Menthe"), ("Reason", "Prévenu par téléphone.")),
        new(typeof(ChangeAccessModel), "admin", async app => AccountLinks.Change(await HandlerCases.AccountAsync(app, isActive: true)), ("Reason", "Un départ à la retraite.")),
        new(typeof(EndDelegationModel), "equipe", async app => DelegationLinks.End(await HandlerCases.AwayAsync(app))),
        new(typeof(ListApplicationsModel), "equipe", _ => Task.FromResult(ScreeningLinks.List), ($"Parameters[{AssignAction.ActionCode}.{AssignAction.PersonField}]", ScreeningFilter.Nobody)) { Button = "Aux candidatures cochées : Attribuer", Ticked = "Selected" },
        new(typeof(ShowInListModel), "equipe", async app => ScreeningLinks.Show(await ReferenceAsync(app, await HandlerCases.ApplyAsync(app))), ("Assignee", ScreeningFilter.Nobody)) { Button = "Attribuer" },
        new(typeof(LabelsModel), "equipe", _ => Task.FromResult(ScreeningLinks.Labels), ("Name", "À lire à deux"), ("Colour", "pink-tuile")),
        new(typeof(ChangeLabelModel), "equipe", async app => ScreeningLinks.ChangeLabel(await HandlerCases.LabelAsync(app)), ("Name", "À lire à trois"), ("Colour", "pink-macaron")),
        new(typeof(NewViewModel), "equipe", _ => Task.FromResult(ScreeningLinks.NewView("etat=deposee")), ("Name", "Déposées")),
        new(typeof(ChangeViewModel), "equipe", async app => ScreeningLinks.ChangeView(await HandlerCases.ViewAsync(app), ""), ("Name", "Déposées, à lire")),
        new(typeof(ChooseColumnsModel), "equipe", _ => Task.FromResult(ScreeningLinks.Columns(""))),
        new(typeof(CreateCallModel), "equipe", _ => Task.FromResult(CallLinks.New), ("Title", "Saison d’essai"), ("Theme", "Des essais"), ("Presentation", Text), ("OpeningDay", "2028-01-10"), ("OpeningHour", "09:30"), ("ClosingDay", "2028-02-10"), ("ClosingHour", "12:00"), ("Places", "4"), ("Envelope", "120 000,50"), ("Criteria", "Le problème est mesuré"), ("ContactEmail", "appels@fabrique.example")),
        new(typeof(DuplicateCallModel), "equipe", async app => CallLinks.Duplicate((await HandlerCases.CallAsync(app, CallStatus.Decided)).Slug), ("Title", "Saison d’après"), ("Presentation", Text)),
        new(typeof(ChangeCallModel), "equipe", async app => CallLinks.Change((await HandlerCases.CallAsync(app, CallStatus.Scheduled)).Slug), ("Presentation", Text), ("Envelope", "90 000"), ("Reason", "Une précision.")),
        new(typeof(DeleteCallModel), "equipe", async app => CallLinks.Delete((await HandlerCases.CallAsync(app, hasForm: true)).Slug)),
        new(typeof(ScheduleCallModel), "equipe", async app => CallLinks.Schedule((await HandlerCases.CallAsync(app, CallStatus.Draft)).Slug), ("Procedure", CallProcedures.InForce)),
        new(typeof(ChangeAudienceModel), "admin", async app => CallLinks.Audience((await HandlerCases.CallAsync(app, CallStatus.Draft)).Slug)),
        new(typeof(NameJurorsModel), "equipe", async app => CallLinks.Jurors((await HandlerCases.CallAsync(app, CallStatus.Draft)).Slug), ("Other", "Daphné Lavande")),
        new(typeof(GrantGraceModel), "equipe", async app => CallLinks.Graces((await HandlerCases.CallAsync(app, CallStatus.Closed)).Slug), ("Person", "Kenza Fauvette"), ("UntilDay", "2028-03-01"), ("UntilHour", "17:45"), ("Reason", Text)),
        new(typeof(RevokeGraceModel), "equipe", async app =>
        {
            var grace = await HandlerCases.GraceAsync(app);
            return CallLinks.Revoke(await app.ReadAsync(db => db.Calls.Where(call => call.Id == grace.CallId).Select(call => call.Slug).SingleAsync()), grace.Id);
        }),
        new(typeof(AdvanceCallModel), "equipe", async app => CallLinks.Advance((await HandlerCases.CallAsync(app, CallStatus.Closed)).Slug)),
        new(typeof(UpdateOrganisationModel), "admin", _ => Task.FromResult(OrganisationLinks.Update), ("People", PackedFile.Pack(OrganisationSamples.Utf8("courriel;unite\njoris.grebe@fabrique.example;climat")))),
        new(typeof(PlanCheckpointModel), "equipe", async app => ProductLinks.PlanCheckpoint(await GhidAsync(app, await HandlerCases.LaunchAsync(app, withTeam: true))), ("Day", "2026-02-03"), ("From", "10:00"), ("Until", "11:00"), ("Place", "Salle des cartes"), ("Others", "Octave Tamaris")),
        new(typeof(ShowAppointmentModel), "coach", async app => AppointmentLinks.Show((await HandlerCases.MeetingAsync(app)).Id)),
        new(typeof(CancelAppointmentModel), "equipe", async app => AppointmentLinks.Cancel((await HandlerCases.MeetingAsync(app)).Id)),
        new(typeof(MyAgendaModel), "auditeur", _ => Task.FromResult(AppointmentLinks.Agenda)),
        new(typeof(PublishProcedureModel), "admin", async app =>
        {
            var draft = await app.Services.GetRequiredService<WorkflowDefinitionStore>().SaveDraftAsync(HandlerCases.Procedure(app));
            return $"{ProcedureLinks.Show(draft.DefinitionId)}/publication";
        }),
        new(typeof(RetractProcedureModel), "admin", async app => $"{ProcedureLinks.Show((await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(HandlerCases.Procedure(app))).DefinitionId)}/retrait"),
        new(typeof(StopInstancesModel), "admin", async app => ProcedureLinks.Stop(await HandlerCases.RunningAsync(app))),
        new(typeof(DeleteVersionModel), "admin", async app => ProcedureLinks.Delete((await HandlerCases.PublishTwiceAsync(app)).First.DefinitionId, 1)),
        new(typeof(ShowProcedureModel), "admin", async app => ProcedureLinks.Show((await HandlerCases.UpgradeAsync(app)).Ours.DefinitionId)),
        new(typeof(MigrateInstancesModel), "admin", async app =>
        {
            var procedure = HandlerCases.Procedure(app);
            var publisher = app.Services.GetRequiredService<WorkflowPublisher>();
            await publisher.PublishAsync(procedure);
            await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest(procedure.DefinitionId));
            await publisher.PublishAsync(HandlerCases.Changed(procedure, "Autrement."));
            return ProcedureLinks.Migrate(procedure.DefinitionId);
        }),
        new(typeof(EditMessageModel), "admin", _ => Task.FromResult(MessageLinks.Edit("candidature/demande-avis")), ("Subject", "Votre avis – {{ candidature.reference }}"), ("Body", Text), ("Why", "Plus court.")),
        new(typeof(SwitchMessageModel), "admin", _ => Task.FromResult(MessageLinks.Switch("incubation/bienvenue")), ("Why", "Un doublon.")),
        new(typeof(MessageVersionsModel), "admin", async app =>
        {
            await HandlerCases.WriteMessageAsync(app);
            return MessageLinks.Versions(HandlerCases.MessageKey);
        }),
        new(typeof(ReaddressModel), "admin", async app =>
        {
            var mail = MailSamples.Mail("parti@ministere.example");
            mail.RecordFailure("550 inconnu", permanent: true, app.Now);
            await app.ReadAsync(db =>
            {
                db.Add(mail);
                return db.SaveChangesAsync();
            });
            return $"{AdministrationLinks.Mailbox}/{mail.Id:D}/autre-adresse";
        }, ("Address", "eloise.ailleurs@ministere.example")),
        new(typeof(IncidentsModel), "admin", IncidentAsync, ("Selected", $"{MailIncidents.Own.Code}/{RefusedMail:D}"), ("Reason", Text)) { Button = "Clore la sélection" },
        new(typeof(ShowInstanceModel), "admin", async app =>
        {
            await app.PublishAsync("panne", [], [Drawing.Node("panne", "Elsa.WriteLine", ("text", Drawing.Js("null.rien")))]);
            return AdministrationLinks.Instance((await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("panne"))).Id);
        }),
    ];

    private static Guid RefusedMail => Guid.Parse("0193a1b2-0000-7000-8000-0000000000e1");

    private static Guid TeamTask => Guid.Parse("0193a1b2-0000-7000-8000-0000000000e2");

    public static FormCase Of(string page) => All.Single(form => form.Page.Name == page);

    private static Task<string> DraftAsync(FabriqueApp app) =>
        app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft && application.Title.StartsWith("Carnet de pont")).Select(application => application.Reference).SingleAsync());

    private static Task<string> ReferenceAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Reference).SingleAsync());

    private static Task<string> GhidAsync(FabriqueApp app, Guid productId) => app.ReadAsync(db => db.Products.Where(product => product.Id == productId).Select(product => product.Ghid).SingleAsync());

    private static async Task<string> OpinionAsync(FabriqueApp app)
    {
        var task = await app.ReadAsync(db => db.WorkItems.FirstAsync(item =>
            item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open && db.StaffMembers.Any(person => person.Id == item.AssigneeId && person.FullName == "Perrine Bouleau")));
        return ModuleSamples.TaskPage(ApplicationTasks.Opinion, task.Id);
    }

    private static async Task<string> IncidentAsync(FabriqueApp app)
    {
        var mail = OutgoingMail.Write(RefusedMail, "inconnu@ministere.example", "Éloïse Lefèvre", "candidature/lettre-retenue", "Objet", "Texte", "<p>Texte</p>", new Subject(ApplicationSubject.SubjectCode, RefusedMail), app.Now);
        mail.RecordFailure("550 inconnu", permanent: true, app.Now);
        await app.ReadAsync(db =>
        {
            db.Add(mail);
            return db.SaveChangesAsync();
        });
        return AdministrationLinks.Incidents;
    }

    private static async Task<string> TeamAsync(FabriqueApp app)
    {
        await app.ReadAsync(db =>
        {
            db.Add(WorkItem.Open(TeamTask, DrawnTask.Code, new Subject(ApplicationSubject.SubjectCode, TeamTask), "À réaffecter", Assignee.HoldersOf(AppRoles.Team), "i", app.Now, app.Now.AddDays(2), ReminderPolicy.None));
            return db.SaveChangesAsync();
        });
        return $"{TaskLinks.Team}?recherche=affecter";
    }

    private static async Task<string> DrawnAsync(FabriqueApp app)
    {
        await DrawnTaskTests.PublishAsync(app, "Equipe");
        var instance = await DrawnTaskTests.RunAsync(app, new Subject(ApplicationSubject.SubjectCode, await HandlerCases.SubmitAsync(app)).ToCorrelationId());
        return TaskLinks.Open(await app.ReadAsync(db => db.WorkItems.Where(item => item.WorkflowInstanceId == instance && item.Status == WorkItemStatus.Open).Select(item => item.Id).SingleAsync()));
    }
}
