using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Work.CommentTask;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Features.Work.TeamTasks;
using Fabrique.Web.Features.Work.WatchTasks;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Work;

/// <summary>« Tâches »: the lists of what is asked of people, and the tasks that administrators draw.</summary>
public sealed class WorkModule : FabriqueModule
{
    /// <summary>Policy of those who read everybody’s tasks.</summary>
    public const string EverybodysReader = "everybodys-tasks-reader";

    public override string Code => "taches";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Task(new TaskKind(DrawnTask.Code, "Tâche", "une tâche, à la charge", "") { IsTitledByDrawing = true })
            .Activity<DoTask.DoTask>()
            .Rule<TaskRule>()
            .Space<MyTasks>()
            .Keep(new PersonalData(
                "Les tâches et leurs relances",
                "Nom de la personne à qui c’est demandé, de celles qui s’en chargent, la confient, la commentent ou la font, échéance, dates, commentaires, ce qui en est résulté",
                "Les personnes à qui une procédure demande quelque chose, et celles qui agissent pour elles",
                "Faire avancer les procédures, relancer, savoir qui a fait quoi",
                "tant que le service fonctionne, faites et annulées comprises",
                FinalDisposition.Destruction).In<WorkItem>().In<TaskComment>())
            .Today<TodayTasks>()
            .Policy(new ModulePolicy(EverybodysReader, AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor))
            .Navigate(new NavigationEntry("Tâches", TaskLinks.All, 50, NavigationEntry.SignedIn));
        foreach (var tag in CommentFacts.Tags)
        {
            module.Tag(tag);
        }

        module.Services
            .AddScoped<CompleteTaskHandler>()
            .AddScoped<ClaimTaskHandler>()
            .AddScoped<ReleaseTaskHandler>()
            .AddScoped<DelegateTaskHandler>()
            .AddScoped<TakeBackTaskHandler>()
            .AddScoped<HandBackTaskHandler>()
            .AddScoped<ReassignTasksHandler>()
            .AddScoped<CommentTaskHandler>()
            .AddScoped<TaskLists>()
            .AddSingleton(TaskWatchPace.Usual)
            .AddSingleton<TaskWatch>();
    }
}
