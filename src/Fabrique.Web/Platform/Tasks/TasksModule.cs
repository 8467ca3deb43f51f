using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>How procedures ask people for something, and recall it.</summary>
public sealed class TasksModule : FabriqueModule
{
    private static readonly Choice[] Reminders =
    [
        new("", "Aucune relance"),
        new("J-1, J+2", "La veille, puis deux jours après (J-1, J+2)"),
        new("J-2, J", "Deux jours avant, puis le jour même (J-2, J)"),
        new("J-5, J-2, J", "Cinq et deux jours avant, puis le jour même (J-5, J-2, J)"),
        new("J-7, J-2, J+3", "Une semaine et deux jours avant, puis trois jours après (J-7, J-2, J+3)"),
        new("J-15, J-7, J-1, J+3", "Quinze jours, une semaine et la veille, puis trois jours après (J-15, J-7, J-1, J+3)"),
    ];

    public override string Code => "demandes";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Choose(new ActivityChoices("Reminders", _ => Reminders))
            .Choose(new ActivityChoices("Assignee", services => TaskAssignees.Known(services.GetRequiredService<SubjectTypes>())))
            .Choose(new ActivityChoices("EscalateTo", services => [new Choice("", "Personne"), .. TaskAssignees.Known(services.GetRequiredService<SubjectTypes>())]))
            .Due<TaskReminders>("reminders", RecurringJobs.EveryMinute, 40);
        foreach (var tag in TaskFacts.Tags)
        {
            module.Tag(tag);
        }

        module.Services
            .AddScoped<TaskAssignees>()
            .AddScoped<TaskJudges>()
            .AddScoped<TaskLoader>()
            .AddScoped<TaskServices>();
    }
}
