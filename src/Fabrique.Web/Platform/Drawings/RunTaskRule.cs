using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>Elsa's RunTask asks a program. In an incubator, somebody is meant.</summary>
internal sealed class RunTaskRule : DrawingRule
{
    public static readonly ProblemCode TaskOfAProgram = new("task-of-a-program");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity) => activity.Type.TypeName == "Elsa.RunTask"
        ? [new DrawingFault(TaskOfAProgram, "cette étape demande une tâche à un programme, et personne ne la verra dans ses tâches", ProblemSeverity.Warning)]
        : [];
}
