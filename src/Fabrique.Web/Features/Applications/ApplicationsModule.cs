using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.CollectOpinions;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.RemindDrafts;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Simulation;

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
            .Activity<CollectOpinions.CollectOpinions>()
            .Rule<OpinionsRule>()
            .Activity<DecideApplication>()
            .Activity<RemindDrafts.RemindDrafts>()
            .Due<DraftReminders>(DraftReminders.SourceName, RecurringJobs.EveryMinute, 45, "Rappeler les brouillons avant la clôture d’un appel")
            .Space<MyApplications>()
            .Keep(new PersonalData(
                "Les candidatures, brouillons compris",
                "Nom de la personne, réponses au formulaire, dates, décision, son motif et la personne qui l’a prise",
                "La personne qui candidate, celle qui décide, et celles dont parlent les réponses",
                "Recevoir et instruire la candidature, rendre compte de la décision",
                "tant que le service fonctionne, retirées et non retenues comprises",
                FinalDisposition.Archiving).In<Application>().In<SubmittedAnswer>())
            .Keep(new PersonalData(
                "Les avis",
                "Nom de la personne consultée, nom de qui l’a donné à sa place, avis, commentaire, date",
                "Les personnes dont l’avis est demandé, leurs suppléantes et suppléants",
                "Éclairer et motiver la décision",
                "tant que la candidature est conservée",
                FinalDisposition.Archiving).In<Opinion>())
            .Today<TodayDrafts>()
            .Navigate(new NavigationEntry("Instruction", ApplicationLinks.Screening, 60, NavigationEntry.Holding(AppRoles.Team, AppRoles.Administrator)));
        foreach (var kind in ApplicationTasks.All)
        {
            module.Task(kind);
        }

        module.Services
            .AddScoped<ApplicationLoader>()
            .AddScoped<CallSection, MyApplicationsToCall>()
            .AddScoped<GiveOpinionHandler>()
            .AddScoped<OpinionReader>()
            .AddScoped<RecordDecisionHandler>()
            .AddScoped<SaveApplicationHandler>()
            .AddScoped<WithdrawApplicationHandler>();
    }
}
