using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Work.DoTask;

/// <summary>What an administrator may have drawn wrong in a « Tâche », and whom any step of ours is asked of, where it is written; what an expression gives is looked at when the task is asked.</summary>
internal sealed class TaskRule(SubjectTypes subjects) : DrawingRule
{
    public static readonly ProblemCode TitleLength = new("task-title-length");
    public static readonly ProblemCode InstructionsLength = new("task-instructions-length");
    public static readonly ProblemCode UnknownPerson = new("task-unknown-person");
    public static readonly ProblemCode EscalationDelay = new("task-escalation-delay");
    public static readonly ProblemCode Outcomes = new("task-outcomes");
    public static readonly ProblemCode UnreadableForm = new("task-unreadable-form");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (!OurActivities.IsOurs(activity.Type.TypeName))
        {
            return [];
        }

        (ProblemCode Code, string? Reason)[] problems = activity.Type.TypeName != DoTask.TypeName ? [(UnknownPerson, ProblemOfPerson(activity, "Assignee"))] :
        [
            (TitleLength, Written<string>(activity, "Title") is { Length: > 0 } title ? DoTask.ProblemOfTitle(Texts.Line(title)) : null),
            (InstructionsLength, Written<string>(activity, "Instructions") is { } instructions ? DoTask.ProblemOfInstructions(instructions) : null),
            (UnknownPerson, ProblemOfPerson(activity, "Assignee")),
            (UnknownPerson, ProblemOfPerson(activity, "EscalateTo")),
            (EscalationDelay, Written<string>(activity, "EscalateTo") is { Length: > 0 } && activity.TryGetWritten<int>("EscalateAfter", out var days) ? WorkingDelay.ProblemOf(days, least: 1) : null),
            (Outcomes, Written<string[]>(activity, "Outcomes") is { } outcomes ? TaskSheet.ProblemOf(outcomes) : null),
            (UnreadableForm, Written<string>(activity, "Form") is { } form ? DoTask.ProblemOfForm(form, out _) : null),
        ];
        return problems.Where(problem => problem.Reason is not null).Select(problem => new DrawingFault(problem.Code, problem.Reason!));
    }

    private string? ProblemOfPerson(DrawnActivity activity, string input) => Written<string>(activity, input) is { Length: > 0 } name && !TaskAssignees.MayName(name, subjects)
        ? $"« {name} » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste"
        : null;

    private static T? Written<T>(DrawnActivity activity, string input)
        where T : class => activity.TryGetWritten<T>(input, out var value) ? value : null;
}
