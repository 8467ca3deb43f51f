using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Bundle;
using Fabrique.Web.Features.Applications.CollectOpinions;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.Departure;
using Fabrique.Web.Features.Applications.Funnel;
using Fabrique.Web.Features.Applications.GiveApproval;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.History;
using Fabrique.Web.Features.Applications.NameManager;
using Fabrique.Web.Features.Applications.RemindDrafts;
using Fabrique.Web.Features.Applications.RequestApproval;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Features.Applications.SettleRefusal;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Simulation;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Applications;

/// <summary>« Candidatures ».</summary>
public sealed class ApplicationsModule : FabriqueModule
{
    /// <summary>The toolbox category of what those who judge are asked.</summary>
    public const string JuryCategory = "Jury";

    public override string Code => "candidatures";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Subject(new ApplicationSubject())
            .Simulate<ApplicationSimulation>()
            .Activity<RequestHierarchicalApproval>()
            .Rule<ApprovalRule>()
            .Choose(new ActivityChoices(RequestHierarchicalApproval.WithoutManager, _ => RequestHierarchicalApproval.Fallbacks) { IsClosed = true })
            .Activity<SettleRefusedApproval>()
            .Activity<CollectOpinions.CollectOpinions>()
            .Rule<OpinionsRule>()
            .Activity<DecideApplication>()
            .Activity<RemindDrafts.RemindDrafts>()
            .Due<DraftReminders>(DraftReminders.SourceName, RecurringJobs.EveryMinute, 45, "Rappeler les brouillons avant la clôture d’un appel")
            .Space<MyInvitations>()
            .Space<MyApplications>()
            .Keep(new PersonalData(
                "Les candidatures, brouillons compris",
                "Nom de la personne, réponses au formulaire, dates, décision, son motif et la personne qui l’a prise",
                "La personne qui candidate, celle qui décide, et celles dont parlent les réponses",
                "Recevoir et instruire la candidature, rendre compte de la décision",
                "tant que le service fonctionne, retirées et non retenues comprises",
                FinalDisposition.Archiving).In<Application>().In<SubmittedAnswer>())
            .Keep(new PersonalData(
                "Les équipes des candidatures et ce que chacun y a écrit",
                "Nom ou adresse électronique des personnes invitées, droits, dates ; versions successives des réponses, avec leur auteur",
                "Les personnes qui portent une candidature à plusieurs, ou y sont invitées",
                "Écrire une candidature à plusieurs, savoir qui a changé quoi, revenir en arrière",
                "tant que la candidature est conservée",
                FinalDisposition.Destruction).In<CoApplicant>().In<ApplicationRevision>())
            .Keep(new PersonalData(
                "Les avis",
                "Nom de la personne consultée, nom de qui l’a donné à sa place, avis, commentaire, date",
                "Les personnes dont l’avis est demandé, leurs suppléantes et suppléants",
                "Éclairer et motiver la décision",
                "tant que la candidature est conservée",
                FinalDisposition.Archiving).In<Opinion>())
            .Keep(new PersonalData(
                "Les visas hiérarchiques",
                "Nom du responsable, nom de qui l’a donné à sa place, visa, réserve ou motif, temps libéré, dates, nom de qui a passé outre et son motif",
                "Les responsables hiérarchiques des personnes qui candidatent, leurs suppléantes et suppléants, l’équipe de la Fabrique",
                "Savoir si le service de la personne est d’accord pour qu’elle candidate, et combien de temps il peut libérer",
                "tant que la candidature est conservée",
                FinalDisposition.Archiving).In<HierarchicalApproval>())
            .Today<TodayInvitations>()
            .Today<TodayDrafts>();
        foreach (var tag in ShareFacts.Tags)
        {
            module.Tag(tag);
        }

        foreach (var kind in ApplicationTasks.All)
        {
            module.Task(kind);
        }

        module.Services.AddOptions<InvitationOptions>().BindConfiguration(InvitationOptions.Section)
            .PostConfigure<DemoMode>((options, demo) => options.Domains = demo.IsOn && options.Domains.Count == 0 ? [InvitationOptions.DemoDomain] : options.Domains)
            .ValidateOnStart();
        module.Services
            .AddScoped<ApplicationLoader>()
            .AddScoped<PendingInvitations>()
            .AddSingleton<IValidateOptions<InvitationOptions>, InvitationOptionsValidator>()
            .AddScoped<CallManagementSection, FunnelOfCall>()
            .AddScoped<FileOwner, ApplicationFiles>()
            .AddScoped<CallSection, MyApplicationsToCall>()
            .AddScoped<ApprovalReader>()
            .AddScoped<GiveApprovalHandler>()
            .AddScoped<GiveOpinionHandler>()
            .AddScoped<LineManagers>()
            .AddScoped<NameManagerHandler>()
            .AddScoped<OpinionReader>()
            .AddScoped<RecordDecisionHandler>()
            .AddScoped<ApplicationDocuments>()
            .AddScoped<ApplicationProcedure>()
            .AddSingleton<ApplicationBundle>()
            .AddScoped<ApplicationWriter>()
            .AddScoped<ApplicationSubmission>()
            .AddScoped<SubmitApplicationHandler>()
            .AddScoped<SaveApplicationHandler>()
            .AddScoped<ShareMessages>()
            .AddScoped<ShareServices>()
            .AddScoped<InviteCoApplicantHandler>()
            .AddScoped<JoinApplicationHandler>()
            .AddScoped<GrantCoApplicantHandler>()
            .AddScoped<RemoveCoApplicantHandler>()
            .AddScoped<HandOverApplicationHandler>()
            .AddScoped<RestoreRevisionHandler>()
            .AddScoped<SettleDepartureHandler>()
            .AddScoped<SettleRefusalHandler>()
            .AddScoped<WithdrawApplicationHandler>();
    }
}
