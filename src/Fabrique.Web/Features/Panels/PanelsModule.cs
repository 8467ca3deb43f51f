using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Panels.AdmitMember;
using Fabrique.Web.Features.Panels.Anonymise;
using Fabrique.Web.Features.Panels.Announce;
using Fabrique.Web.Features.Panels.Assign;
using Fabrique.Web.Features.Panels.Await;
using Fabrique.Web.Features.Panels.ChangeRules;
using Fabrique.Web.Features.Panels.ConductPanel;
using Fabrique.Web.Features.Panels.ConstituteJury;
using Fabrique.Web.Features.Panels.DelegateSeat;
using Fabrique.Web.Features.Panels.Deliberate;
using Fabrique.Web.Features.Panels.Minutes;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Features.Panels.Recuse;
using Fabrique.Web.Features.Panels.RemoveMember;
using Fabrique.Web.Features.Panels.Results;
using Fabrique.Web.Features.Panels.Score;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Features.Panels.Sessions.Plan;
using Fabrique.Web.Features.Panels.Sessions.Tell;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.Web.Features.Panels;

/// <summary>« Jurys »: who judges the applications of a call, who has no part in which, and how they vote.</summary>
public sealed class PanelsModule : FabriqueModule
{
    /// <summary>Who reads all of them.</summary>
    public const string ReadersPolicy = "panel-readers";

    private const string WhileTheCall = "tant que l’appel est conservé, c’est-à-dire tant que le service fonctionne";

    public override string Code => "jurys";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Subject(new PanelSubject())
            .Simulate<PanelSimulation>()
            .Activity<ComposePanel>()
            .Activity<ShareItems>()
            .Activity<CollectAssessments>()
            .Activity<HoldHearing>()
            .Activity<DeliberationStep>()
            .Activity<PublishDecisions>()
            .Activity<AwaitJury>()
            .Activity<AwaitPlace>()
            .Activity<OfferPlace>()
            .Rule<JuryRule>()
            .Due<DueDecisions>(DueDecisions.SourceName, RecurringJobs.EveryMinute, 47, "Publier les décisions des jurys à la fin de leur embargo")
            .Subject(new SessionSubject(new PanelSubject()))
            .Policy(new ModulePolicy(ReadersPolicy, AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor))
            .Navigate(new NavigationEntry("Jurys", PanelLinks.All, 65, NavigationEntry.Holding(AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor)))
            .Space<MyPanels>()
            .Keep(new PersonalData(
                "Les membres d’un jury",
                "Nom, qualité, compétences, jours et motif de départ, présidence et secrétariat, suppléances, noms de qui les a inscrites ou terminées",
                "Les membres des jurys, leurs suppléantes et suppléants, l’équipe de la Fabrique",
                "Savoir qui pouvait siéger et voter, et quel jour",
                WhileTheCall,
                FinalDisposition.Archiving).In<Panel>().In<PanelMember>().In<PanelDelegation>())
            .Keep(new PersonalData(
                "Les déports",
                "Nom, candidature, nature du conflit d’intérêts et motif, lus de la personne et de qui conduit ou organise le jury ; noms de qui l’a enregistré ou levé",
                "Les membres des jurys",
                "Que personne ne juge là où son impartialité peut être mise en cause, et pouvoir le montrer",
                WhileTheCall,
                FinalDisposition.Archiving).In<Recusal>())
            .Keep(new PersonalData(
                "Les évaluations des jurys",
                "Nom, candidatures confiées, notes et commentaires par critère, dates",
                "Les membres des jurys",
                "Classer les candidatures, et rendre compte de ce classement",
                WhileTheCall,
                FinalDisposition.Archiving).In<Assignment>().In<Assessment>())
            .Keep(new PersonalData(
                "Les versions anonymisées",
                "Réponses d’une candidature sans les noms, noms de qui les a préparées et relues, dates",
                "Les personnes qui candidatent, l’équipe de la Fabrique, le secrétariat des jurys",
                "Que le jury évalue une idée sans savoir de qui elle est",
                WhileTheCall,
                FinalDisposition.Archiving).In<AnonymisedReading>())
            .Keep(new PersonalData(
                "Les séances et les votes",
                "Arrivées et départs, notes prises pendant les auditions, sièges tenus, votes nominatifs ; d’un vote à bulletins secrets, qui a voté, jamais ce qui a été voté",
                "Les membres des jurys, les personnes auditionnées",
                "Établir le quorum, ce qui a été dit et le résultat des votes",
                WhileTheCall,
                FinalDisposition.Archiving).In<HearingSession>().In<AgendaItem>().In<AttendanceEvent>().In<Ballot>().In<NamedVote>().In<BallotSeat>().In<VoterMark>())
            .Keep(new PersonalData(
                "Les suites données aux décisions des jurys",
                "Réponse à la décision, échange demandé, place acceptée ou rendue, dates, noms de qui l’a écrit ou demandé",
                "Les personnes qui candidatent",
                "Tenir la liste d’attente, et entendre les personnes dont la candidature est décidée",
                WhileTheCall,
                FinalDisposition.Archiving).In<BatchedDecision>())
            .Keep(new PersonalData(
                "Les délibérations et les procès-verbaux",
                "Décisions et motifs, textes successifs, noms de qui les a enregistrés, écrits, publiés et signés, dates",
                "Les membres des jurys, les personnes qui candidatent",
                "Décider, et rendre compte des décisions",
                WhileTheCall,
                FinalDisposition.Archiving).In<Decision>().In<DecisionBatch>().In<DeliberationMinutes>().In<MinutesVersion>().In<MinutesSignature>());
        foreach (var kind in PanelTasks.All)
        {
            module.Task(kind);
        }

        foreach (var tag in SessionFacts.Tags.Concat(HearingFacts.Tags))
        {
            module.Tag(tag);
        }

        module.Services.AddSignalR();
        module.Services
            .AddSingleton(SessionScreensPace.Usual)
            .AddSingleton<SessionScreens>()
            .AddSingleton(new ModuleEndpoint(SessionHub.Map))
            .AddScoped<SessionReader>()
            .AddScoped<SessionPlanner>()
            .AddScoped<Convocation>()
            .AddScoped<ItemFiles>()
            .AddScoped<CallItemHandler>()
            .AddScoped<CancelSessionHandler>()
            .AddScoped<ConveneSessionHandler>()
            .AddScoped<LeadSessionHandler>()
            .AddScoped<PlanSessionHandler>()
            .AddScoped<RecordAttendanceHandler>()
            .AddScoped<ReplanSessionHandler>()
            .AddScoped<RunTimerHandler>()
            .AddScoped<WaiveQuorumHandler>()
            .AddScoped<WriteNotesHandler>();
        module.Services
            .AddScoped<CallManagementSection, JuryOfCall>()
            .AddScoped<ApplicationSection, ResultOfApplication>()
            .AddScoped<ApplicationWithdrawal, JuryWithdrawal>()
            .AddScoped<PanelSignals>()
            .AddScoped<AnnouncementReader>()
            .AddScoped<DecisionRelease>()
            .AddScoped<JuryLetters>()
            .AddScoped<JuryPlaces>()
            .AddScoped<ResultDesk>()
            .AddScoped<AnswerPlaceHandler>()
            .AddScoped<AskToTalkHandler>()
            .AddScoped<GiveUpPlaceHandler>()
            .AddScoped<PostponeDecisionsHandler>()
            .AddScoped<PrepareDecisionsHandler>()
            .AddScoped<ReleaseDecisionsHandler>()
            .AddScoped<ReplyToDecisionHandler>()
            .AddScoped<ApplicationReading, JurorsReading>()
            .AddScoped<PanelReader>()
            .AddScoped<BallotDesk>()
            .AddScoped<DeliberationReader>()
            .AddScoped<MinutesReader>()
            .AddScoped<ScoringDesk>()
            .AddScoped<AnonymityDesk>()
            .AddScoped<UnnamedReader>()
            .AddScoped<SaveReadingHandler>()
            .AddScoped<ScoringReader>()
            .AddScoped<PanelStory>()
            .AddSingleton<UrnKeys>()
            .AddScoped<AdmitMemberHandler>()
            .AddScoped<AnnulBallotHandler>()
            .AddScoped<AssignByHandHandler>()
            .AddScoped<BeginDeliberationHandler>()
            .AddScoped<CastVoteHandler>()
            .AddScoped<ChangeCompetencesHandler>()
            .AddScoped<DrawConstraints>()
            .AddScoped<ChangeGridHandler>()
            .AddScoped<ChangeRulesHandler>()
            .AddScoped<CloseBallotHandler>()
            .AddScoped<ConcludeDeliberationHandler>()
            .AddScoped<ConductPanelHandler>()
            .AddScoped<ConstituteJuryHandler>()
            .AddScoped<DecideItemHandler>()
            .AddScoped<DelegateSeatHandler>()
            .AddScoped<DrawAssignmentsHandler>()
            .AddScoped<EndSeatDelegationHandler>()
            .AddScoped<EnterRecusalHandler>()
            .AddScoped<GiveCastingVoteHandler>()
            .AddScoped<GiveScoreHandler>()
            .AddScoped<OpenBallotHandler>()
            .AddScoped<RemoveMemberHandler>()
            .AddScoped<ReopenDeliberationHandler>()
            .AddScoped<ReviseGridHandler>()
            .AddScoped<ReviseMinutesHandler>()
            .AddScoped<SignMinutesHandler>()
            .AddScoped<SubmitAssessmentHandler>()
            .AddScoped<WithdrawRecusalHandler>()
            .AddScoped<WriteMinutesHandler>();
    }
}
