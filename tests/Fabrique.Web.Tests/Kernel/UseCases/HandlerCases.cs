using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Exports;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Screening;
using Fabrique.Domain.Similarity;
using Fabrique.Domain.Time;
using Fabrique.Domain.Wordings;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Accounts.ChangeAccess;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.Departure;
using Fabrique.Web.Features.Applications.GiveApproval;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.History;
using Fabrique.Web.Features.Applications.NameManager;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Features.Applications.SettleRefusal;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Features.Calls.AdvanceCall;
using Fabrique.Web.Features.Calls.Audience;
using Fabrique.Web.Features.Calls.ChangeCall;
using Fabrique.Web.Features.Calls.CreateCall;
using Fabrique.Web.Features.Calls.DeleteCall;
using Fabrique.Web.Features.Calls.GrantGrace;
using Fabrique.Web.Features.Calls.NameJurors;
using Fabrique.Web.Features.Calls.ScheduleCall;
using Fabrique.Web.Features.Delegations.EndDelegation;
using Fabrique.Web.Features.Delegations.EnterDelegation;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Exports.AskExport;
using Fabrique.Web.Features.Exports.DeleteExport;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Features.Forms.StartForm;
using Fabrique.Web.Features.Incidents;
using Fabrique.Web.Features.Mailbox;
using Fabrique.Web.Features.Messages.EditMessage;
using Fabrique.Web.Features.Messages.MessageVersions;
using Fabrique.Web.Features.Messages.SwitchMessage;
using Fabrique.Web.Features.MyMessages.ChoosePreferences;
using Fabrique.Web.Features.MyMessages.StopDigest;
using Fabrique.Web.Features.Organisation.ApplyOrganisation;
using Fabrique.Web.Features.Organisation.Differences;
using Fabrique.Web.Features.Procedures.DeleteVersion;
using Fabrique.Web.Features.Procedures.MigrateInstances;
using Fabrique.Web.Features.Procedures.PublishProcedure;
using Fabrique.Web.Features.Procedures.RetractProcedure;
using Fabrique.Web.Features.Procedures.ShowProcedure;
using Fabrique.Web.Features.Procedures.StopInstances;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Features.Screening.Columns;
using Fabrique.Web.Features.Screening.Labels;
using Fabrique.Web.Features.Screening.ShowInList;
using Fabrique.Web.Features.Screening.Views;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Features.Similarities.Compare;
using Fabrique.Web.Features.Similarities.Redirect;
using Fabrique.Web.Features.Reminders.WritePolicy;
using Fabrique.Web.Features.Work.CommentTask;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Features.Work.TeamTasks;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Tests.Features.Admissibility;
using Fabrique.Web.Tests.Features.Organisation;
using Fabrique.Web.Tests.Features.Panels;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.UseCases;

/// <summary>How a use case is tried.</summary>
/// <param name="Handler">The use case.</param>
/// <param name="Account">Who does it.</param>
/// <param name="PrepareAsync">Makes what it needs, of its own each time, and gives the act.</param>
internal sealed record HandlerCase(Type Handler, string Account, Func<FabriqueApp, Task<Func<IServiceProvider, Task<IOutcome>>>> PrepareAsync)
{
    /// <summary>Whether doing it again is taken as done, rather than refused.</summary>
    public bool IsSilentAgain { get; init; }

    /// <summary>What is a fact of its own each time: the beginning of a line of the tally.</summary>
    public string? Apart { get; init; }

    public bool IsCounted(string line) => Apart is null || !line.StartsWith(Apart, StringComparison.Ordinal);
}

internal static class HandlerCases
{
    private static readonly CancellationToken Token = CancellationToken.None;

    public static IReadOnlyList<HandlerCase> All { get; } =
    [
        Case<SaveApplicationHandler, SaveApplication, SavedApplication>("agent", NewApplicationAsync) with { IsSilentAgain = true },
        Case<StoreFileHandler, StoreFile, StoredFile>("agent", app => Task.FromResult(new StoreFile { Id = Guid.CreateVersion7(app.Clock.GetUtcNow()), Name = "plan.pdf", Type = FileType.Pdf, Content = new StoredContent(new string('a', StoredFile.DigestLength), 10) })) with { IsSilentAgain = true },
        Case<SubmitApplicationHandler, SubmitApplication>("agent", async app => new SubmitApplication { ApplicationId = (await app.DraftAsync("agent")).Application.Id, Version = 0 }),
        Case<InviteCoApplicantHandler, InviteCoApplicant>("agent", async app => new InviteCoApplicant { ApplicationId = (await app.DraftAsync("agent")).Application.Id, Person = "agent2@fabrique.example", Right = CoApplicantRight.Write }),
        Case<JoinApplicationHandler, JoinApplication>("agent2", async app => new JoinApplication { ApplicationId = (await InviteAsync(app, accept: false)).ApplicationId, Accept = true }) with { IsSilentAgain = true },
        Case<JoinApplicationHandler, JoinApplication>("agent2", async app => new JoinApplication { ApplicationId = (await InviteAsync(app, accept: false)).ApplicationId, Accept = false }),
        Case<GrantCoApplicantHandler, GrantCoApplicant>("agent", async app =>
        {
            var (application, invited) = await InviteAsync(app, accept: true);
            return new GrantCoApplicant { ApplicationId = application, CoApplicantId = invited, Right = CoApplicantRight.Submit };
        }) with { IsSilentAgain = true },
        Case<RemoveCoApplicantHandler, RemoveCoApplicant>("agent", async app =>
        {
            var (application, invited) = await InviteAsync(app, accept: true);
            return new RemoveCoApplicant { ApplicationId = application, CoApplicantId = invited };
        }),
        Case<HandOverApplicationHandler, HandOverApplication>("agent", async app =>
        {
            var (application, invited) = await InviteAsync(app, accept: true);
            return new HandOverApplication { ApplicationId = application, CoApplicantId = invited };
        }),
        Case<RestoreRevisionHandler, RestoreRevision>("agent", RevisionAsync),
        Case<StartFormHandler, StartForm, FormDesign>("equipe", async app => new StartForm { CallId = (await CallAsync(app, hasForm: false)).Id, FromCallId = (await CallAsync(app, hasForm: true)).Id }),
        Case<ChangeFormHandler, ChangeForm, FormDesign>("equipe", async app => new ChangeForm((await CallAsync(app, hasForm: true)).FormId!.Value, 0, new AddField(new FormField("", "Budget", FieldKind.Money)))),
        Case<PublishFormHandler, PublishForm, FormReport>("equipe", async app =>
        {
            var call = await CallAsync(app, hasForm: true);
            await SaveAsync(app, Application.StartDraft(Id(app), $"E-{Id(app):N}"[..Application.ReferenceLength], call.Id, (await PersonAsync(app, "agent")).Id, ApplicationForms.Fill("Idée", "Un problème.", "", ""), app.Now));
            await app.ActAsync("equipe", services => services.GetRequiredService<ChangeFormHandler>().HandleAsync(new ChangeForm(call.FormId!.Value, 0, new DeleteField(ApplicationForms.Problem)), Token));
            return new PublishForm(call.Id, 1);
        }),
        Case<WithdrawApplicationHandler, WithdrawApplication>("agent", async app => new WithdrawApplication { ApplicationId = await SubmitAsync(app) }),
        Case<JudgeResemblanceHandler, JudgeResemblance>("equipe", async app => new JudgeResemblance { ResemblanceId = (await ResemblanceAsync(app)).Id, Version = 0, Verdict = ResemblanceVerdict.Different }),
        Case<RedirectApplicationHandler, RedirectApplication>("equipe", async app =>
        {
            var (id, product) = (await SubmitAsync(app), await LaunchAsync(app, withTeam: false));
            return new RedirectApplication { ApplicationId = id, Version = await VersionAsync(app, id), ProductId = product, Reason = "Ce produit existe." };
        }),
        Case<SettleDepartureHandler, SettleDeparture>("equipe", async app =>
        {
            var (id, invited) = await InviteAsync(app, accept: true, await AdmissibilityActs.AskCorrectionsAsync(app));
            return new SettleDeparture { ApplicationId = id, Version = await VersionAsync(app, id), CoApplicantId = invited, Reason = "Elle quitte le ministère." };
        }),
        Case<SettleDepartureHandler, SettleDeparture>("equipe", async app =>
        {
            var id = await AdmissibilityActs.AskCorrectionsAsync(app);
            return new SettleDeparture { ApplicationId = id, Version = await VersionAsync(app, id), Reason = "Elle quitte le ministère." };
        }),
        Case<GiveApprovalHandler, GiveApproval>("manager", async app => ApprovalOn(await TaskAsync(app, await ApplyAsync(app), "manager"))),
        Case<NameManagerHandler, NameManager>("agent", async app => new NameManager { ApplicationId = await ApplyAsync(app), Person = "Gaëlle Merisier" }) with { IsSilentAgain = true },
        Case<SettleRefusalHandler, SettleRefusal>("equipe", async app => Settling(await RefusedAsync(app), overrides: true)),
        Case<SettleRefusalHandler, SettleRefusal>("equipe", async app => Settling(await RefusedAsync(app), overrides: false)),
        .. AdmissibilityActs.Cases,
        .. DecisionActs.Cases,
        .. PanelActs.Cases,
        .. DeliberationActs.Cases,
        .. SessionActs.Cases,
        Case<GiveOpinionHandler, GiveOpinion>("directeur", async app => OpinionOn(await TaskAsync(app, await SubmitAsync(app), "directeur"))),
        Case<RecordDecisionHandler, RecordDecision>("equipe", async app =>
        {
            var task = await TaskAsync(app, await ScreenAsync(app), account: null);
            return new RecordDecision { TaskId = task.Id, Version = task.Version, Retained = true, Reason = "Mûre." };
        }),
        Case<SendApplicationMessageHandler, SendApplicationMessage>("agent", async app => new SendApplicationMessage { Id = Id(app), ApplicationId = await SubmitAsync(app), Text = "Où en êtes-vous ?", Files = [], Last = null }) with { IsSilentAgain = true },
        Case<SendApplicationMessageHandler, SendApplicationMessage>("equipe", async app => new SendApplicationMessage { Id = Id(app), ApplicationId = await SubmitAsync(app), Text = "Il manque un chiffre.", Files = [], Last = null }) with { IsSilentAgain = true },
        Case<ReadApplicationMessagesHandler, ReadApplicationMessages>("agent", async app =>
        {
            var (application, message) = await MessageAsync(app, "equipe");
            return new ReadApplicationMessages(application, message);
        }) with { IsSilentAgain = true },
        Case<WithdrawApplicationMessageHandler, WithdrawApplicationMessage>("equipe", async app =>
        {
            var (application, message) = await MessageAsync(app, "equipe");
            return new WithdrawApplicationMessage(application, message);
        }),
        Case<WriteNoteHandler, WriteNote>("equipe", async app => new WriteNote { Id = Id(app), ApplicationId = await SubmitAsync(app), Text = "À comparer avec Ombrelle." }) with { IsSilentAgain = true },
        Case<EditNoteHandler, EditNote>("equipe", async app =>
        {
            var (application, note) = await NoteAsync(app);
            return new EditNote { ApplicationId = application, NoteId = note, Version = 0, Text = "À comparer avec Haie vive." };
        }) with { IsSilentAgain = true },
        Case<PinNoteHandler, PinNote>("equipe", async app =>
        {
            var (application, note) = await NoteAsync(app);
            return new PinNote(application, note, Pins: true);
        }) with { IsSilentAgain = true },
        Case<ChangeWordingHandler, ChangeWording>("admin", async app =>
        {
            // One that nobody changed yet: the trail tells adding from changing.
            var changed = await app.ReadAsync(db => db.Set<WordingOverride>().Select(wording => wording.Key).ToListAsync());
            var wording = WordingCatalog.All.First(wording => wording.Blanks.Count == 0 && !changed.Contains(wording.Key));
            return new ChangeWording { Key = wording.Key, Text = $"Texte {Id(app):N}", Version = null };
        }),
        Case<NameTeamHandler, NameTeam>("equipe", async app =>
        {
            var productId = await LaunchAsync(app, withTeam: false);
            var task = await AskAsync(app, "Fabrique.NameTeam", productId);
            return new NameTeam { TaskId = task.Id, Version = task.Version, CoachId = (await PersonAsync(app, "coach")).Id, DeveloperId = (await PersonAsync(app, "membre")).Id };
        }),
        Case<RecordCheckpointHandler, RecordCheckpoint>("equipe", app => CheckpointAsync(app, renewed: true)),
        Case<RecordCheckpointHandler, RecordCheckpoint>("equipe", app => CheckpointAsync(app, renewed: false)),
        Case<CompleteTaskHandler, CompleteTask>("equipe", async app =>
        {
            await DrawnTaskTests.PublishAsync(app, "Equipe");
            var instance = await DrawnTaskTests.RunAsync(app, new Subject(ApplicationSubject.SubjectCode, await SubmitAsync(app)).ToCorrelationId());
            var task = await TaskOfAsync(app, instance);
            return new CompleteTask { TaskId = task.Id, Outcome = "Non", Comment = "Vu.", Answers = task.Form.Fill(new("montant", "12"), new("avis-technique", "Favorable"), new("j-ai-lu-la-charte", "true")) };
        }),
        Case<ClaimTaskHandler, ClaimTask>("equipe", async app => new ClaimTask { TaskId = (await SharedTaskAsync(app)).Id, From = null }),
        Case<ReleaseTaskHandler, ReleaseTask>("equipe", async app =>
        {
            var task = await SharedTaskAsync(app);
            await HoldAsync<ClaimTaskHandler, ClaimTask>(app, "equipe", new ClaimTask { TaskId = task.Id, From = null });
            return new ReleaseTask(task.Id);
        }),
        Case<DelegateTaskHandler, DelegateTask>("equipe", async app => new DelegateTask { TaskId = (await SharedTaskAsync(app)).Id, Person = "Daphné Lavande", Word = "Je suis absente." }),
        Case<CommentTaskHandler, CommentTask>("equipe", async app => new CommentTask { TaskId = (await SharedTaskAsync(app)).Id, Text = "L’annexe manque." }) with { IsSilentAgain = true },
        Case<CreatePolicyHandler, CreatePolicy>("admin", app => Task.FromResult(new CreatePolicy { Name = $"Politique {Id(app):N}", Text = "J-2, J+1 ouvré", EscalatesTo = "ProductCoach", EscalatesToPerson = "", EscalatesAfter = 3 })),
        Case<ChangePolicyHandler, ChangePolicy>("admin", async app =>
        {
            var id = Id(app);
            await SaveAsync(app, NamedReminderPolicy.Create(id, $"Politique {id:N}", "J-2", null, null));
            return new ChangePolicy { Id = id, Version = 0, Text = "J-3", EscalatesTo = null, EscalatesToPerson = "Octave Tamaris", EscalatesAfter = 2, Seen = null };
        }),
        Case<TakeBackTaskHandler, TakeBackTask>("equipe", async app => new TakeBackTask(await EntrustedAsync(app))),
        Case<HandBackTaskHandler, HandBackTask>("coach", async app => new HandBackTask { TaskId = await EntrustedAsync(app), Word = "Trop loin de mon sujet." }),
        Case<ReassignTasksHandler, ReassignTasks, IReadOnlyList<Reassigned>>("admin", async app => new ReassignTasks
        {
            TaskIds = [(await SharedTaskAsync(app)).Id, (await SharedTaskAsync(app)).Id],
            Person = "Daphné Lavande",
            Role = null,
            Reason = "Un départ.",
        }),
        Case<MarkApplicationHandler, MarkApplication>("equipe", async app => new MarkApplication(await ApplyAsync(app), await LabelAsync(app), IsPut: true)) with { IsSilentAgain = true },
        Case<AssignApplicationHandler, AssignApplication>("equipe", async app => new AssignApplication(await ApplyAsync(app), (await PersonAsync(app, "equipe")).Id)) with { IsSilentAgain = true },
        Case<WriteLabelHandler, WriteLabel>("equipe", app => Task.FromResult(new WriteLabel { Id = Id(app), Name = $"{Id(app):N}", Colour = "blue-ecume" })) with { IsSilentAgain = true },
        Case<WriteLabelHandler, WriteLabel>("equipe", async app => new WriteLabel { Id = await LabelAsync(app), Version = 0, Name = $"{Id(app):N}", Colour = "pink-tuile" }),
        Case<RemoveLabelHandler, RemoveLabel>("equipe", async app => new RemoveLabel(await LabelAsync(app))),
        Case<KeepViewHandler, KeepView>("equipe", app => Task.FromResult(new KeepView { Id = Id(app), Name = $"{Id(app):N}", Query = "etat=deposee", Columns = ["titre"], IsShared = true })) with { IsSilentAgain = true },
        Case<KeepViewHandler, KeepView>("equipe", async app => new KeepView { Id = await ViewAsync(app), Version = 0, Name = $"{Id(app):N}", Query = "retard=oui", Columns = ["titre", "etat"] }),
        Case<RemoveViewHandler, RemoveView>("equipe", async app => new RemoveView(await ViewAsync(app))),
        Case<ChooseColumnsHandler, ChooseColumns>("equipe", async app =>
        {
            // The first choice of a person makes their row.
            await app.ActAsync("equipe", services => services.GetRequiredService<ChooseColumnsHandler>().HandleAsync(new ChooseColumns(["titre"]), Token));
            return new ChooseColumns(["titre", $"question.{Id(app):N}"]);
        }) with { IsSilentAgain = true },
        Case<StartBatchHandler, StartBatch>("equipe", async app => new StartBatch
        {
            Id = Id(app),
            Action = PutLabelAction.ActionCode,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { [LabelAction.LabelField] = (await LabelAsync(app)).ToString("D") },
            ApplicationIds = [await ApplyAsync(app), await ApplyAsync(app)],
            ReturnTo = ScreeningLinks.List,
        }) with { IsSilentAgain = true },
        Case<SettleBatchLineHandler, SettleBatchLine>("equipe", SettledLineAsync) with { IsSilentAgain = true },
        Case<ChoosePreferencesHandler, ChoosePreferences>("equipe", ChoiceAsync),
        Case<StopDigestHandler, StopDigest>("agent", async app =>
        {
            var id = Id(app);
            await SaveAsync(app, StaffMember.Register(id, id.ToString("D"), "Lassé Utile", $"{id:N}@fabrique.example", "DREAL", [AppRoles.Agent], app.Now));
            return new StopDigest { PersonId = id };
        }) with { IsSilentAgain = true },
        Case<AskExportHandler, AskExport, Export>("equipe", app => Task.FromResult(new AskExport(ScreeningExport.SourceCode, $"recherche={Id(app):N}", [], "xlsx"))) with { IsSilentAgain = true },
        Case<DeleteExportHandler, DeleteExport>("equipe", async app => new DeleteExport((await ExportAsync(app)).Id)),
        Case<WithdrawAccountHandler, WithdrawAccount>("admin", async app => new WithdrawAccount(await AccountAsync(app, isActive: true), "Un départ.")),
        Case<RestoreAccountHandler, RestoreAccount>("admin", async app => new RestoreAccount(await AccountAsync(app, isActive: false), "Un retour.")),
        Case<EnterDelegationHandler, EnterDelegation, Delegation>("equipe", AbsenceAsync),
        Case<EndDelegationHandler, EndDelegation>("equipe", async app => new EndDelegation(await AwayAsync(app))),
        Case<CreateCallHandler, CreateCall, CallForApplications>("equipe", app => Task.FromResult(new CreateCall { Id = Id(app), Slug = null, Sheet = Sheet(app) })) with { IsSilentAgain = true },
        Case<CreateCallHandler, CreateCall, CallForApplications>("equipe", async app => new CreateCall { Id = Id(app), Slug = null, Sheet = Sheet(app), ModelId = (await CallAsync(app, CallStatus.Decided)).Id }) with { IsSilentAgain = true },
        Case<ChangeCallHandler, ChangeCall, CallForApplications>("equipe", async app =>
        {
            var call = await CallAsync(app, CallStatus.Scheduled);
            return new ChangeCall { Id = call.Id, Version = call.Version, Slug = null, Sheet = call.Sheet with { ClosesAt = call.ClosesAt.AddDays(1) }, Reason = "" };
        }),
        Case<NameJurorsHandler, NameJurors>("equipe", async app =>
        {
            var call = await CallAsync(app, CallStatus.Draft);
            return new NameJurors(call.Id, call.Version, [], "Octave Tamaris");
        }),
        Case<ChangeAudienceHandler, ChangeAudience>("equipe", async app =>
        {
            var call = await CallAsync(app, CallStatus.Draft);
            return new ChangeAudience(call.Id, call.Version, [await UnitAsync(app, "climat")]);
        }),
        Case<ScheduleCallHandler, ScheduleCall, CallForApplications>("equipe", async app =>
        {
            var call = await CallAsync(app, CallStatus.Draft);
            return new ScheduleCall(call.Id, call.Version, (await Definitions(app).GetPublishedAsync("candidature"))!.Id);
        }),
        Case<DeleteCallHandler, DeleteCall>("equipe", async app =>
        {
            var call = await CallAsync(app, hasForm: true);
            return new DeleteCall(call.Id, call.Version);
        }),
        Case<AdvanceCallHandler, AdvanceCall>("equipe", async app => await AdvanceAsync(app, CallStatus.Closed, CallEvent.StartReview)),
        Case<AdvanceCallHandler, AdvanceCall>("admin", async app => await AdvanceAsync(app, CallStatus.Decided, CallEvent.Archive)),
        Case<GrantGraceHandler, GrantGrace, CallGrace>("equipe", async app => new GrantGrace((await CallAsync(app, CallStatus.Closed)).Id, "Kenza Fauvette", app.Now.Date.AddDays(30), "Arrêt prolongé.")),
        Case<RevokeGraceHandler, RevokeGrace>("equipe", async app => new RevokeGrace((await GraceAsync(app)).Id)),
        Case<ApplyOrganisationHandler, ApplyOrganisation, OrganisationDifference>("admin", OrganisationSamples.NewUnitAsync),
        Case<ApplyOrganisationHandler, ApplyOrganisation, OrganisationDifference>("admin", OrganisationSamples.MoveAsync),
        Case<PlanAppointmentHandler, PlanAppointment, SavedAppointment>("equipe", async app => MeetingAbout(app, await LaunchAsync(app, withTeam: true))),
        Case<ChangeAppointmentHandler, ChangeAppointment, SavedAppointment>("equipe", async app =>
        {
            var meeting = await MeetingAsync(app);
            return new ChangeAppointment { Id = meeting.Id, Version = meeting.Version, Terms = Terms(app, 15), People = [(await PersonAsync(app, "membre")).Id], Others = ["Octave Tamaris"] };
        }),
        Case<CancelAppointmentHandler, CancelAppointment>("equipe", async app => new CancelAppointment((await MeetingAsync(app)).Id)),
        Case<AnswerInvitationHandler, AnswerInvitation>("coach", async app => new AnswerInvitation((await MeetingAsync(app)).Id, 0, AttendanceAnswer.Accepted)) with { IsSilentAgain = true },
        Case<ReadCalendarReplyHandler, ReadCalendarReply>("admin", async app => Reply((await MeetingAsync(app)).Uid, 0, "daphne.lavande@fabrique.example", "TENTATIVE", app.Now)) with { IsSilentAgain = true },
        Case<MakeFeedAddressHandler, MakeFeedAddress>("manager", async app =>
        {
            await ForgetFeedAsync(app, "manager");
            return new MakeFeedAddress(FeedSecret.New(), Version: null);
        }),
        Case<MakeFeedAddressHandler, MakeFeedAddress>("directrice", async app => new MakeFeedAddress(FeedSecret.New(), await FeedAsync(app, "directrice"))),
        Case<RevokeFeedHandler, RevokeFeed>("directeur", async app =>
        {
            await FeedAsync(app, "directeur");
            return new RevokeFeed();
        }),
        Case<RecordSignInHandler, DirectoryIdentity, StaffMember>("agent", app => Task.FromResult(new DirectoryIdentity
        {
            DirectoryId = Id(app).ToString("D"),
            FullName = "Zélie Nouvelle",
            Email = "zelie.nouvelle@fabrique.example",
            Unit = "DREAL",
            Roles = [AppRoles.Agent],
        })) with { IsSilentAgain = true, Apart = "trail StaffMember Modified" },
        Case<ResendMailHandler, ResendMail>("admin", async app =>
        {
            var mail = MailSamples.Mail(at: app.Now);
            mail.RecordFailure("550 inconnu", permanent: true, app.Now);
            await SaveAsync(app, mail);
            return new ResendMail { MailId = mail.Id };
        }),
        Case<ReaddressMailHandler, ReaddressMail>("admin", async app => new ReaddressMail { MailId = await FailMailAsync(app), Address = "autre.adresse@fabrique.example" }),
        Case<SaveMessageHandler, SaveMessage>("admin", async app =>
        {
            var procedure = Procedure(app);
            await Publisher(app).PublishAsync(procedure);
            return await NewTextAsync(app) with { Scope = new MessageScope(procedure.DefinitionId), Version = null };
        }),
        Case<SaveMessageHandler, SaveMessage>("admin", async app =>
        {
            await WriteMessageAsync(app);
            return await NewTextAsync(app);
        }),
        Case<RestoreMessageHandler, RestoreMessage>("admin", async app => new RestoreMessage { Key = MessageKey, Scope = MessageScope.Everywhere, Number = null, Version = await WriteMessageAsync(app) }),
        Case<RestoreMessageHandler, RestoreMessage>("admin", async app =>
        {
            var number = await NumberAsync(app, await WriteMessageAsync(app));
            return new RestoreMessage { Key = MessageKey, Scope = MessageScope.Everywhere, Number = number, Version = await WriteMessageAsync(app) };
        }),
        Case<SwitchMessageHandler, SwitchMessage>("admin", async app => Switch(off: true, await SwitchedAsync(app, off: false))),
        Case<SwitchMessageHandler, SwitchMessage>("admin", async app => Switch(off: false, await SwitchedAsync(app, off: true))),
        Case<SendTrialHandler, SendTrial>("admin", app => Task.FromResult(new SendTrial { MailId = Id(app), Key = MessageKey, Text = Text(app), Case = null })) with { IsSilentAgain = true },
        Case<RetryIncidentHandler, RetryIncident>("admin", async app => Retry(MailIncidents.Own, (await FailMailAsync(app)).ToString("D"))),
        Case<RetryIncidentHandler, RetryIncident>("admin", async app => Retry(SignalIncidents.Own, await SetAsideAsync(app))),
        Case<RetryIncidentHandler, RetryIncident>("admin", async app => Retry(InstanceIncidents.Own, await BreakAsync(app))),
        Case<RetryIncidentHandler, RetryIncident>("admin", async app => Retry(DueIncidents.Own, await FailItemAsync(app))),
        Case<CloseIncidentHandler, CloseIncident>("admin", async app => Close((await FailMailAsync(app)).ToString("D"), MailIncidents.Own)),
        Case<CloseIncidentHandler, CloseIncident>("admin", async app => Close(await SetAsideAsync(app), SignalIncidents.Own)),
        Case<CloseIncidentHandler, CloseIncident>("admin", async app => Close(await BreakAsync(app), InstanceIncidents.Own)),
        Case<CloseIncidentHandler, CloseIncident>("admin", async app => Close(await FailItemAsync(app), DueIncidents.Own)),
        new(typeof(TellAdministratorsHandler), "admin", async app =>
        {
            await FailMailAsync(app);
            var longAgo = app.Now.AddDays(-2).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

            // What is due is done once more before the acts: they are given something to tell again.
            var forget = new Lazy<Task<int>>(() => app.ReadAsync(db => db.Settings
                .Where(setting => setting.Name == TellAdministratorsHandler.Told)
                .ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Value, longAgo), Token)));
            return async services =>
            {
                Assert.Equal(1, await forget.Value);
                return await services.GetRequiredService<TellAdministratorsHandler>().HandleAsync(new TellAdministrators(), Token);
            };
        }),
        Case<PublishProcedureHandler, PublishProcedure>("admin", async app =>
        {
            var draft = await Definitions(app).SaveDraftAsync(Procedure(app));
            return new PublishProcedure { DefinitionId = draft.DefinitionId, VersionId = draft.Id, ContentHash = draft.ContentHash, InForceId = null };
        }) with { IsSilentAgain = true },
        Case<RetractProcedureHandler, RetractProcedure>("admin", async app =>
        {
            var published = await Publisher(app).PublishAsync(Procedure(app));
            return new RetractProcedure { DefinitionId = published.DefinitionId, InForceId = published.Id };
        }) with { IsSilentAgain = true },
        Case<StopInstancesHandler, StopInstances>("admin", async app => new StopInstances { DefinitionId = await RunningAsync(app), Retracts = true }) with { IsSilentAgain = true, Apart = "trail WorkflowDefinition Stopped" },
        Case<RevertProcedureHandler, RevertProcedure>("admin", async app =>
        {
            var (first, _) = await PublishTwiceAsync(app);
            return new RevertProcedure { DefinitionId = first.DefinitionId, Version = first.Version };
        }) with { IsSilentAgain = true },
        Case<DeleteVersionHandler, DeleteVersion>("admin", async app =>
        {
            var (first, _) = await PublishTwiceAsync(app);
            return new DeleteVersion { DefinitionId = first.DefinitionId, Version = first.Version, ContentHash = first.ContentHash };
        }) with { IsSilentAgain = true },
        Case<MigrateInstancesHandler, MigrateInstances, IReadOnlyList<InstanceMigration>>("admin", async app =>
        {
            var procedure = Procedure(app);
            await Publisher(app).PublishAsync(procedure);
            var instance = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest(procedure.DefinitionId), Token);
            var second = await Publisher(app).PublishAsync(Changed(procedure, "Autrement."));
            return new MigrateInstances
            {
                Target = (await Definitions(app).SummariseAsync(procedure.DefinitionId)).Single(version => version.Version == second.Version),
                InstanceIds = [instance.Id],
                IncludeIncidents = false,
            };
        }) with { IsSilentAgain = true },
        Case<AdoptShippedHandler, AdoptShipped>("admin", async app =>
        {
            var (ours, shipped) = await UpgradeAsync(app);
            return new AdoptShipped { DefinitionId = shipped.DefinitionId, Version = shipped.Version, InForceId = ours.Id };
        }) with { IsSilentAgain = true },
        Case<KeepOursHandler, KeepOurs>("admin", async app =>
        {
            var (_, shipped) = await UpgradeAsync(app);
            return new KeepOurs { DefinitionId = shipped.DefinitionId, Version = shipped.Version };
        }) with { IsSilentAgain = true },
    ];

    internal static HandlerCase Case<THandler, TInput>(string account, Func<FabriqueApp, Task<TInput>> prepare)
        where THandler : Handler<TInput> => new(typeof(THandler), account, async app =>
    {
        var input = await prepare(app);
        return async services => await services.GetRequiredService<THandler>().HandleAsync(input, Token);
    });

    internal static HandlerCase Case<THandler, TInput, TResult>(string account, Func<FabriqueApp, Task<TInput>> prepare)
        where THandler : Handler<TInput, TResult>
        where TResult : class => new(typeof(THandler), account, async app =>
    {
        var input = await prepare(app);
        return async services => await services.GetRequiredService<THandler>().HandleAsync(input, Token);
    });

    /// <summary>A message that is about a task.</summary>
    internal const string MessageKey = "commun/relance-tache";

    private static SwitchMessage Switch(bool off, int? version) => new() { Key = MessageKey, Scope = MessageScope.Everywhere, Off = off, Why = "Doublon.", Version = version };

    private static MessageText Text(FabriqueApp app) => new("Rappel : {{ tache.titre }}", "", "Cette tâche vous est confiée.", $"Une tâche vous attend.\n\n{Id(app):N}");

    /// <summary>Has that message leave, or not.</summary>
    /// <returns>The version that it has then.</returns>
    private static async Task<int> SwitchedAsync(FabriqueApp app, bool off)
    {
        var version = await WriteMessageAsync(app);
        await app.ActAsync("admin", services => services.GetRequiredService<SwitchMessageHandler>().HandleAsync(Switch(off, version), Token));
        return (await VersionAsync(app))!.Value;
    }

    private static async Task<SaveMessage> NewTextAsync(FabriqueApp app) => new() { Key = MessageKey, Scope = MessageScope.Everywhere, Text = Text(app), Why = "Plus court.", Version = await VersionAsync(app) };

    private static Task<int?> VersionAsync(FabriqueApp app) =>
        app.ReadAsync(db => db.MessageOverrides.Where(message => message.Key == MessageKey && message.Procedure == "").Select(message => (int?)message.Version).SingleOrDefaultAsync());

    private static Task<int> NumberAsync(FabriqueApp app, int version) =>
        app.ReadAsync(db => db.MessageOverrides.Where(message => message.Key == MessageKey && message.Procedure == "" && message.Version == version).Select(message => message.Number).SingleAsync());

    /// <summary>Writes another text for that message.</summary>
    /// <returns>The version that it has then.</returns>
    internal static async Task<int> WriteMessageAsync(FabriqueApp app)
    {
        var input = await NewTextAsync(app);
        Assert.True((await app.ActAsync("admin", services => services.GetRequiredService<SaveMessageHandler>().HandleAsync(input, Token))).IsDone);
        return (await VersionAsync(app))!.Value;
    }

    /// <summary>A message that somebody just sent.</summary>
    internal static async Task<(Guid Application, Guid Message)> MessageAsync(FabriqueApp app, string account)
    {
        var (application, message) = (await SubmitAsync(app), Id(app));
        await HoldAsync<SendApplicationMessageHandler, SendApplicationMessage>(app, account, new SendApplicationMessage { Id = message, ApplicationId = application, Text = "Il manque un chiffre.", Files = [], Last = null });
        return (application, message);
    }

    /// <summary>A note that the team just wrote.</summary>
    internal static async Task<(Guid Application, Guid Note)> NoteAsync(FabriqueApp app)
    {
        var (application, note) = (await SubmitAsync(app), Id(app));
        await HoldAsync<WriteNoteHandler, WriteNote>(app, "equipe", new WriteNote { Id = note, ApplicationId = application, Text = "À comparer avec Ombrelle." });
        return (application, note);
    }

    /// <summary>A task that the team is asked, of its own.</summary>
    internal static async Task<WorkItem> SharedTaskAsync(FabriqueApp app)
    {
        var procedure = Procedure(app);
        await Publisher(app).PublishAsync(procedure);
        return await TaskOfAsync(app, (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest(procedure.DefinitionId), Token)).Id);
    }

    /// <summary>One that the team entrusted to the coach.</summary>
    internal static async Task<Guid> EntrustedAsync(FabriqueApp app)
    {
        var task = await SharedTaskAsync(app);
        await HoldAsync<DelegateTaskHandler, DelegateTask>(app, "equipe", new DelegateTask { TaskId = task.Id, Person = "Daphné Lavande", Word = "" });
        return task.Id;
    }

    internal static async Task HoldAsync<THandler, TInput>(FabriqueApp app, string account, TInput input)
        where THandler : Handler<TInput> =>
        Assert.True((await app.ActAsync(account, services => services.GetRequiredService<THandler>().HandleAsync(input, Token))).IsDone);

    private static RetryIncident Retry(IncidentKind kind, string key) => new() { Kind = kind.Code, Key = key };

    private static CloseIncident Close(string key, IncidentKind kind) => new() { Kind = kind.Code, Key = key, Reason = "Réglé de vive voix." };

    private static async Task<Guid> FailMailAsync(FabriqueApp app)
    {
        var mail = MailSamples.Mail(at: app.Now);
        mail.RecordFailure("550 inconnu", permanent: true, app.Now);
        await SaveAsync(app, mail);
        return mail.Id;
    }

    private static async Task<string> SetAsideAsync(FabriqueApp app)
    {
        var id = $"{Id(app):N}";
        await SaveAsync(app, new WorkflowSignalRow { Id = id, Kind = SignalRow.StartKind, Name = "retiree", InstanceId = id, Attempts = 8, LastError = "Non publiée.", CreatedAt = app.Now, SetAsideAt = app.Now });
        return id;
    }

    private static async Task<string> BreakAsync(FabriqueApp app)
    {
        var id = $"essai-{Id(app):N}";
        await app.PublishAsync(id, [], [Drawing.Node("panne", "Elsa.WriteLine", ("text", Drawing.Js("null.rien")))]);
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var instance = await runtime.StartAsync(new StartRequest(id), Token);
        return $"{instance.Id}/{Assert.Single((await runtime.GetOutlookAsync(instance.Id, Token))!.Incidents).Id}";
    }

    private static async Task<string> FailItemAsync(FabriqueApp app)
    {
        var attempt = DueAttempt.Begin("essai", Id(app), app.Now, app.Now);
        attempt.RecordFailure("Un essai n’a pas eu lieu.", "Non.", [], isPermanent: true, app.Now);
        await SaveAsync(app, attempt);
        return $"{attempt.Source}/{attempt.Key}";
    }

    /// <summary>Another hour than the one in force.</summary>
    private static async Task<ChoosePreferences> ChoiceAsync(FabriqueApp app)
    {
        var first = await CurrentAsync() is { } known ? null : Choice(8, version: null);
        if (first is not null)
        {
            await HoldAsync<ChoosePreferencesHandler, ChoosePreferences>(app, "equipe", first);
        }

        var current = (await CurrentAsync())!;
        return Choice(current.DigestHour == 8 ? 10 : 8, current.Version);

        Task<MailPreferences?> CurrentAsync() => app.ReadAsync(db => db.MailPreferences.AsNoTracking().SingleOrDefaultAsync(preferences => db.StaffMembers.Any(person => person.Id == preferences.Id && person.FullName == "Anouk Églantine")));

        static ChoosePreferences Choice(int hour, int? version) => new() { DigestHour = hour, Requests = MailChoice.Digest, Reminders = MailChoice.Digest, News = MailChoice.Space, Version = version };
    }

    /// <summary>The absence of somebody of its own.</summary>
    internal static async Task<Export> ExportAsync(FabriqueApp app)
    {
        var asked = new AskExport(ScreeningExport.SourceCode, $"recherche={Id(app):N}", [], "csv");
        return (await app.ActAsync("equipe", services => services.GetRequiredService<AskExportHandler>().HandleAsync(asked, Token))).Value!;
    }

    /// <summary>Somebody of its own.</summary>
    internal static async Task<Guid> AccountAsync(FabriqueApp app, bool isActive)
    {
        var id = Id(app);
        var person = StaffMember.Register(id, id.ToString("D"), "Compte Utile", $"{id:N}@fabrique.example", "DREAL", [AppRoles.Agent], app.Now);
        if (!isActive)
        {
            person.Withdraw(byId: null, "Un départ.", app.Now);
        }

        await SaveAsync(app, person);
        return id;
    }

    private static async Task<EnterDelegation> AbsenceAsync(FabriqueApp app)
    {
        var id = Id(app);
        await SaveAsync(app, StaffMember.Register(id, id.ToString("D"), "Absent Utile", $"{id:N}@fabrique.example", "DREAL", [AppRoles.Agent], app.Now));
        return new EnterDelegation
        {
            Person = $"{id:N}@fabrique.example",
            Substitute = "Octave Tamaris",
            From = ParisTime.DayOf(app.Now),
            Until = ParisTime.DayOf(app.Now).AddDays(9),
            Scope = DelegationScope.Everything,
            Reason = "Prévenu par téléphone.",
        };
    }

    /// <summary>A « suppléance » of its own that runs.</summary>
    internal static async Task<Guid> AwayAsync(FabriqueApp app)
    {
        var asked = await AbsenceAsync(app);
        var entered = await app.ActAsync("equipe", services => services.GetRequiredService<EnterDelegationHandler>().HandleAsync(asked, Token));
        return entered.Value!.Id;
    }

    /// <summary>A call of its own, which no procedure takes further.</summary>
    internal static async Task<CallForApplications> CallAsync(FabriqueApp app, CallStatus status)
    {
        var id = Id(app);
        var isPast = status > CallStatus.Scheduled;
        var call = CallForApplications.Draft(
            id, $"essai-{id:N}", Sheet(app) with { OpensAt = app.Now.Date.AddDays(isPast ? -40 : 400), ClosesAt = app.Now.Date.AddDays(isPast ? -10 : 430) });
        call.AddJuror((await PersonAsync(app, "directrice")).Id);
        foreach (var act in new Action[] { call.Schedule, call.Open, call.Close, () => call.Advance(CallEvent.StartReview, 0), () => call.Advance(CallEvent.Decide, 0), () => call.Advance(CallEvent.Archive, 0) }.Take((int)status))
        {
            act();
        }

        await SaveAsync(app, call);
        return call;
    }

    /// <summary>Time granted to somebody for a call of its own.</summary>
    internal static async Task<CallGrace> GraceAsync(FabriqueApp app)
    {
        var call = await CallAsync(app, CallStatus.Closed);
        var grace = CallGrace.Grant(Id(app), call, (await PersonAsync(app, "agent2")).Id, app.Now.AddDays(5), "Mission à l’étranger.", (await PersonAsync(app, "equipe")).Id, app.Now);
        await SaveAsync(app, grace);
        return grace;
    }

    private static CallSheet Sheet(FabriqueApp app) => new()
    {
        Title = "Un appel d’essai",
        Theme = "Essais",
        Presentation = "Pour voir.",
        OpensAt = app.Now.Date.AddDays(400),
        ClosesAt = app.Now.Date.AddDays(430),
        Places = 3,
    };

    private static async Task<AdvanceCall> AdvanceAsync(FabriqueApp app, CallStatus status, CallEvent step)
    {
        var call = await CallAsync(app, status);
        return new AdvanceCall(call.Id, call.Version, step);
    }

    private static Task<Guid> UnitAsync(FabriqueApp app, string code) => app.ReadAsync(db => db.OrganisationUnits.Where(unit => unit.Code == code).Select(unit => unit.Id).SingleAsync());

    internal static Guid Id(FabriqueApp app) => Guid.CreateVersion7(app.Clock.GetUtcNow());

    private static WorkflowDefinitionStore Definitions(FabriqueApp app) => app.Services.GetRequiredService<WorkflowDefinitionStore>();

    private static WorkflowPublisher Publisher(FabriqueApp app) => app.Services.GetRequiredService<WorkflowPublisher>();

    /// <summary>A draft of « agent » to which « agent2 » is invited.</summary>
    /// <param name="app">The product.</param>
    /// <param name="accept">Whether they accept.</param>
    /// <param name="application">To which; null for a draft of its own.</param>
    internal static async Task<(Guid ApplicationId, Guid CoApplicantId)> InviteAsync(FabriqueApp app, bool accept, Guid? application = null)
    {
        var id = application ?? (await app.DraftAsync("agent")).Application.Id;
        var invitation = new InviteCoApplicant { ApplicationId = id, Person = (await PersonAsync(app, "agent2")).Email, Right = CoApplicantRight.Write };
        Assert.True((await app.ActAsync("agent", services => services.GetRequiredService<InviteCoApplicantHandler>().HandleAsync(invitation, Token))).IsDone);
        if (accept)
        {
            Assert.True((await app.ActAsync("agent2", services => services.GetRequiredService<JoinApplicationHandler>().HandleAsync(new JoinApplication { ApplicationId = id, Accept = true }, Token))).IsDone);
        }

        return (id, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).SelectMany(application => application.CoApplicants).Select(co => co.Id).SingleAsync()));
    }

    /// <summary>A draft written twice, back to what it said first.</summary>
    internal static async Task<RestoreRevision> RevisionAsync(FabriqueApp app)
    {
        var application = (await app.DraftAsync("agent")).Application;
        var other = new SaveApplication { ApplicationId = application.Id, CallId = application.CallId, Version = application.Version, Answers = DemoApplications.CarnetDePont };
        await app.JumpAsync(app.Now.Add(ApplicationRevision.Row));
        Assert.True((await app.ActAsync("agent", services => services.GetRequiredService<SaveApplicationHandler>().HandleAsync(other, Token))).IsDone);
        var first = await app.ReadAsync(db => db.ApplicationRevisions.Where(revision => revision.ApplicationId == application.Id).OrderBy(revision => revision.Number).Select(revision => revision.Id).FirstAsync());
        return new RestoreRevision { ApplicationId = application.Id, RevisionId = first, Version = await app.ReadAsync(db => db.Applications.Where(one => one.Id == application.Id).Select(one => one.Version).SingleAsync()) };
    }

    private static async Task<SaveApplication> NewApplicationAsync(FabriqueApp app) => new()
    {
        ApplicationId = Id(app),
        CallId = await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).Select(call => call.Id).SingleAsync()),
        Answers = DemoApplications.Passerelle,
    };

    /// <summary>An application to which the line manager gave their « visa »: the opinions are asked for.</summary>
    internal static async Task<Guid> SubmitAsync(FabriqueApp app)
    {
        var id = await ApplyAsync(app);
        await ApproveAsync(app, id);
        await AdmissibilityActs.AdmitAsync(app, id);
        return id;
    }

    internal static async Task<Guid> LabelAsync(FabriqueApp app)
    {
        var id = Id(app);
        await SaveAsync(app, ScreeningLabel.Make(id, $"{id:N}", "green-menthe"));
        return id;
    }

    internal static async Task<Guid> ViewAsync(FabriqueApp app)
    {
        var id = Id(app);
        await SaveAsync(app, ScreeningView.Keep(id, (await PersonAsync(app, "equipe")).Id, $"{id:N}", "etat=deposee", ["titre"], isShared: false));
        return id;
    }

    /// <summary>A batch with a line that nobody else does: the clock takes it for ended.</summary>
    private static async Task<SettleBatchLine> SettledLineAsync(FabriqueApp app)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { [AssignAction.PersonField] = (await PersonAsync(app, "equipe")).Id.ToString("D") };
        var batch = ScreeningBatch.Start(Id(app), AssignAction.ActionCode, "Attribuer", parameters, [await ApplyAsync(app)], (await PersonAsync(app, "equipe")).Id, ScreeningLinks.List, app.Now);
        batch.End(app.Now);
        await SaveAsync(app, batch);
        return new SettleBatchLine(batch.Id, 0);
    }

    /// <summary>The line manager of Kenza Fauvette gives their « visa ».</summary>
    internal static async Task ApproveAsync(FabriqueApp app, Guid applicationId, HierarchicalApprovalStatus status = HierarchicalApprovalStatus.Approved)
    {
        var input = ApprovalOn(await TaskAsync(app, applicationId, "manager")) with { Status = status, Reason = status is HierarchicalApprovalStatus.Approved ? "" : "Le service manque de monde." };
        Assert.True((await app.ActAsync("manager", services => services.GetRequiredService<GiveApprovalHandler>().HandleAsync(input, Token))).IsDone);
    }

    private static GiveApproval ApprovalOn(WorkItem task) => new() { TaskId = task.Id, Status = HierarchicalApprovalStatus.Approved, Reason = "", HalfDaysPerWeek = 4 };

    /// <summary>The task that the team has once a « visa » is refused.</summary>
    internal static async Task<WorkItem> RefusedAsync(FabriqueApp app)
    {
        var id = await ApplyAsync(app);
        await ApproveAsync(app, id, HierarchicalApprovalStatus.Refused);
        return await TaskAsync(app, id, account: null);
    }

    /// <summary>An application that is close to a product.</summary>
    internal static async Task<Resemblance> ResemblanceAsync(FabriqueApp app)
    {
        var (application, product) = (await SubmitAsync(app), await LaunchAsync(app, withTeam: false));

        // Both are read by then: the job would not find them close.
        await app.TravelAsync(app.Now);
        var resemblance = Resemblance.OfProduct(Id(app), application, product, app.Now);
        resemblance.Measure(new Neighbour(product, 0.5, ["haie"]));
        await SaveAsync(app, resemblance);
        return resemblance;
    }

    private static SettleRefusal Settling(WorkItem task, bool overrides) => new() { TaskId = task.Id, Version = task.Version, Overrides = overrides, Reason = "Vu avec le service." };

    /// <summary>An application that awaits the « visa » of the line manager.</summary>
    internal static Task<int> VersionAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Version).SingleAsync());

    internal static async Task<Guid> ApplyAsync(FabriqueApp app) => (await app.SubmitNewAsync("agent")).Application.Id;

    /// <summary>A call under preparation, with a form of its own or not.</summary>
    internal static async Task<CallForApplications> CallAsync(FabriqueApp app, bool hasForm)
    {
        var id = Id(app);
        var call = CallForApplications.Draft(id, $"essai-{id:N}", "Essai", "Thème", "Texte.", app.Now.AddDays(1), app.Now.AddDays(30), 3);
        if (hasForm)
        {
            var design = FormDesign.Start(Id(app), call.FormCode, "Essai", ApplicationForms.Default, app.Now);
            await SaveAsync(app, design);
            call.Ask(design.Id);
        }

        await SaveAsync(app, call);
        return call;
    }

    /// <summary>An application on which every opinion has been given.</summary>
    private static async Task<Guid> ScreenAsync(FabriqueApp app)
    {
        var id = await SubmitAsync(app);
        foreach (var director in (string[])["directrice", "directeur"])
        {
            var task = await TaskAsync(app, id, director);
            Assert.True((await app.ActAsync(director, services => services.GetRequiredService<GiveOpinionHandler>().HandleAsync(OpinionOn(task), Token))).IsDone);
        }

        return id;
    }

    private static GiveOpinion OpinionOn(WorkItem task) => new() { TaskId = task.Id, Verdict = OpinionVerdict.Favourable, Comment = "Utile." };

    internal static async Task<RecordCheckpoint> CheckpointAsync(FabriqueApp app, bool renewed)
    {
        var task = await AskAsync(app, "Fabrique.HoldCheckpoint", await LaunchAsync(app, withTeam: true));
        return new RecordCheckpoint { TaskId = task.Id, Version = task.Version, Renewed = renewed, Reason = "Vu ensemble." };
    }

    internal static async Task<Guid> LaunchAsync(FabriqueApp app, bool withTeam)
    {
        var id = Id(app);
        var day = ParisTime.DayOf(app.Now);
        var product = Product.Launch(id, $"essai.{id:N}", "Essai", "Un essai.", applicationId: null, (await PersonAsync(app, "agent")).Id, Id(app), day);
        if (withTeam)
        {
            product.NameTeam(Id(app), await PersonAsync(app, "coach"), Id(app), await PersonAsync(app, "membre"), Guid.CreateVersion7(), app.Now);
            product.StartFirstCycle(Id(app), day);
        }

        await SaveAsync(app, product);
        return id;
    }

    /// <summary>The task that one activity opens about a product.</summary>
    internal static async Task<WorkItem> AskAsync(FabriqueApp app, string activity, Guid productId)
    {
        var id = $"essai-{Id(app):N}";
        await app.PublishAsync(id, [], [Drawing.Node("ask", activity)]);
        var started = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(
            new StartRequest(id) { CorrelationId = new Subject(ProductSubject.SubjectCode, productId).ToCorrelationId() }, Token);
        return await TaskOfAsync(app, started.Id);
    }

    private static Task<WorkItem> TaskOfAsync(FabriqueApp app, string instanceId) =>
        app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instanceId && item.Status == WorkItemStatus.Open));

    internal static async Task<WorkItem> TaskAsync(FabriqueApp app, Guid subjectId, string? account)
    {
        var assignee = account is null ? (Guid?)null : (await PersonAsync(app, account)).Id;
        return await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.SubjectId == subjectId && item.Status == WorkItemStatus.Open && item.AssigneeId == assignee));
    }

    internal static Task<StaffMember> PersonAsync(FabriqueApp app, string account)
    {
        var directoryId = DemoAccounts.Find(account)!.DirectoryId;
        return app.ReadAsync(db => db.StaffMembers.SingleAsync(person => person.DirectoryId == directoryId));
    }

    internal static Task<int> SaveAsync(FabriqueApp app, object row) => app.ReadAsync(db =>
    {
        db.Add(row);
        return db.SaveChangesAsync();
    });

    private static AppointmentTerms Terms(FabriqueApp app, int hour) =>
        new("Jalon d’un essai", AppointmentTime.On(ParisTime.DayOf(app.Now).AddDays(7), new TimeOnly(hour, 0), new TimeOnly(hour + 1, 0)), "Salle des cartes", "");

    private static PlanAppointment MeetingAbout(FabriqueApp app, Guid productId) =>
        new() { About = new Subject(ProductSubject.SubjectCode, productId), Terms = Terms(app, 10), People = [], Others = ["Daphné Lavande", "virgile.menthe@fabrique.example"] };

    /// <summary>A meeting of its own, to which the coach and the developer are invited.</summary>
    internal static async Task<Appointment> MeetingAsync(FabriqueApp app)
    {
        var input = MeetingAbout(app, await LaunchAsync(app, withTeam: true));
        var planned = await app.ActAsync("equipe", services => services.GetRequiredService<PlanAppointmentHandler>().HandleAsync(input, Token));
        return await app.ReadAsync(db => db.Appointments.SingleAsync(appointment => appointment.Id == planned.Value!.Id));
    }

    /// <summary>What a calendar answers, as a mail brings it.</summary>
    internal static ReadCalendarReply Reply(string uid, int sequence, string address, string answer, DateTime at) => new(
        $"BEGIN:VCALENDAR\r\nPRODID:-//Essai//FR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nATTENDEE;PARTSTAT={answer}:mailto:{address}\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\nDTSTAMP:{at:yyyyMMdd'T'HHmmss'Z'}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        address);

    /// <summary>An address that somebody's calendar reads.</summary>
    /// <returns>The version that it has.</returns>
    internal static async Task<int> FeedAsync(FabriqueApp app, string account)
    {
        await ForgetFeedAsync(app, account);
        Assert.True((await app.ActAsync(account, services => services.GetRequiredService<MakeFeedAddressHandler>().HandleAsync(new MakeFeedAddress(FeedSecret.New(), Version: null), Token))).IsDone);
        var person = (await PersonAsync(app, account)).Id;
        return await app.ReadAsync(db => db.CalendarFeeds.Where(feed => feed.StaffMemberId == person).Select(feed => feed.Version).SingleAsync());
    }

    private static async Task ForgetFeedAsync(FabriqueApp app, string account)
    {
        var person = (await PersonAsync(app, account)).Id;
        await app.ReadAsync(db => db.CalendarFeeds.Where(feed => feed.StaffMemberId == person).ExecuteDeleteAsync());
    }

    /// <summary>A procedure of its own, that waits for somebody.</summary>
    /// <summary>A procedure with an instance that waits.</summary>
    internal static async Task<string> RunningAsync(FabriqueApp app)
    {
        var procedure = Procedure(app);
        await Publisher(app).PublishAsync(procedure);
        await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest(procedure.DefinitionId), Token);
        return procedure.DefinitionId;
    }

    internal static WorkflowDocument Procedure(FabriqueApp app) => Drawing.Document(
        $"essai-{Id(app):N}",
        [
            Drawing.Node(
                "ask",
                "Fabrique.Task",
                ("title", Drawing.Literal("Essayer")),
                ("assignee", Drawing.Literal(AppRoles.Team)),
                ("outcomes", Drawing.Json("""["Fait"]"""))),
        ]);

    internal static WorkflowDocument Changed(WorkflowDocument document, string description)
    {
        var changed = WorkflowDocument.Parse(document.Model.ToJsonString());
        changed.Model["description"] = description;
        return changed;
    }

    internal static async Task<(WorkflowVersion First, WorkflowVersion Second)> PublishTwiceAsync(FabriqueApp app)
    {
        var procedure = Procedure(app);
        return (await Publisher(app).PublishAsync(procedure), await Publisher(app).PublishAsync(Changed(procedure, "Autrement.")));
    }

    /// <summary>Ours is in force, and an upgrade brings another.</summary>
    internal static async Task<(WorkflowVersion Ours, WorkflowVersion Shipped)> UpgradeAsync(FabriqueApp app)
    {
        var procedure = Procedure(app);
        await ShipAsync(app, procedure);
        var ours = await Publisher(app).PublishAsync(Changed(procedure, "La nôtre."));
        return (ours, await ShipAsync(app, Changed(procedure, "La leur.")));
    }

    private static async Task<WorkflowVersion> ShipAsync(FabriqueApp app, WorkflowDocument document)
    {
        var folder = Directory.CreateTempSubdirectory("fabrique-release-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory(document.DefinitionId).FullName, $"{document.DefinitionId}.json"), document.Model.ToJsonString());
            return Assert.Single(await Publisher(app).PublishShippedAsync(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
