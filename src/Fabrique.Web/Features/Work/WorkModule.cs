using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Work;

/// <summary>« Tâches »: the lists of what is asked of people, and the tasks that administrators draw.</summary>
public sealed class WorkModule : FabriqueModule
{
    public override string Code => "taches";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Task(new TaskKind(DrawnTask.Code, "Tâche", "une tâche, à la charge", "") { IsTitledByDrawing = true })
            .Activity<DoTask.DoTask>()
            .Rule<TaskRule>()
            .Space<MyTasks>()
            .Today<TodayTasks>()
            .Navigate(new NavigationEntry("Tâches", TaskLinks.All, 50, NavigationEntry.SignedIn));
        module.Services
            .AddScoped<CompleteTaskHandler>()
            .AddScoped<TaskLists>();
    }
}
