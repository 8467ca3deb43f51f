using Fabrique.Domain.Work;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Work.DoTask;

/// <summary>What an administrator may have drawn wrong in a « Tâche », where it is written; what an expression gives is looked at when the task is asked.</summary>
internal sealed class TaskRule : DrawingRule
{
    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (activity.Type.TypeName != DoTask.TypeName)
        {
            return [];
        }

        string?[] problems =
        [
            Written<string>(activity, "Title") is { Length: > 0 } title ? DoTask.ProblemOfTitle(title) : null,
            Written<string>(activity, "Instructions") is { } instructions ? DoTask.ProblemOfInstructions(instructions) : null,
            ProblemOfPerson(activity, "Assignee"),
            ProblemOfPerson(activity, "EscalateTo"),
            Written<string>(activity, "EscalateTo") is { Length: > 0 } && activity.TryGetWritten<int>("EscalateAfter", out var days) ? DoTask.ProblemOfDays(days, least: 1) : null,
            Written<string[]>(activity, "Outcomes") is { } outcomes ? TaskSheet.ProblemOf(outcomes) : null,
            Written<string>(activity, "Form") is { } form ? DoTask.ProblemOfForm(form) : null,
        ];
        return problems.OfType<string>().Select(problem => new DrawingFault(problem));
    }

    private static string? ProblemOfPerson(DrawnActivity activity, string input) => Written<string>(activity, input) is { Length: > 0 } name && !TaskAssignees.MayName(name)
        ? $"« {name} » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste"
        : null;

    private static T? Written<T>(DrawnActivity activity, string input)
        where T : class => activity.TryGetWritten<T>(input, out var value) ? value : null;
}
