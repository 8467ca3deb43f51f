using Fabrique.Data;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>How procedures ask people for something, and recall it.</summary>
public sealed class TasksModule : FabriqueModule
{
    public override string Code => "demandes";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Choose(new ActivityChoices("Assignee", services => TaskAssignees.Known(services.GetRequiredService<SubjectTypes>())))
            .Choose(new ActivityChoices("EscalateTo", services => [new Choice("", "Personne"), .. TaskAssignees.Known(services.GetRequiredService<SubjectTypes>())]))
            .Choose(new ActivityChoices(HumanTask.PolicyInput, ReadPolicies) { IsClosed = true })
            .Due<TaskReminders>("reminders", RecurringJobs.EveryMinute, 40, "Relancer les personnes dont une tâche est attendue")
            .Due<StrandedTasks>("stranded-tasks", RecurringJobs.EveryNight, 35, "Faire reprendre les tâches qui n’attendent plus personne");
        foreach (var tag in TaskFacts.Tags.Concat(EntrustedFacts.Tags))
        {
            module.Tag(tag);
        }

        module.Services
            .AddMemoryCache()
            .AddScoped<TaskAssignees>()
            .AddScoped<TaskPolicies>()
            .AddScoped<TaskJudges>()
            .AddScoped<TaskHolders>()
            .AddScoped<Departures>()
            .AddScoped<Substitutions>()
            .AddScoped<OrganisationReader>()
            .AddScoped<FormReader>()
            .AddScoped<FormCopier>()
            .AddScoped<FormReferenceSource, PeopleReferences>()
            .AddScoped<FormReferenceSource, PlaceReferences>()
            .AddScoped<TaskLoader>()
            .AddScoped<TaskStories>()
            .AddScoped<TaskServices>();
    }

    private static IReadOnlyList<Choice> ReadPolicies(IServiceProvider services)
    {
        var subjects = services.GetRequiredService<SubjectTypes>();

        // A file is verified from the command line without any database.
        using var scope = services.CreateScope();
        var policies = scope.ServiceProvider.GetService<FabriqueDbContext>() is { } db ? db.ReminderPolicies.AsNoTracking().OrderBy(policy => policy.Name).ToList() : [];
        return [new Choice("", "Aucune : les relances écrites dans « Relances »"), .. policies.Select(policy => new Choice(policy.Name, $"{policy.Name} ({policy.Tell(name => TaskAssignees.LabelOf(name, subjects))})"))];
    }
}
