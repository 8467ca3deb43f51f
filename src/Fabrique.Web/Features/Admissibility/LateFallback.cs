using Fabrique.Web.Kernel.Activities;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Admissibility;

/// <summary>What a drawing does when the team says nothing in the time given.</summary>
internal static class LateFallback
{
    /// <summary>Name of the input.</summary>
    public const string Input = "WhenLate";

    public const string Stay = "Stay";
    public const string Continue = "Continue";

    public const string Help = "Continuer d’attendre, avec les relances, ou continuer par « Sans réponse ».";

    /// <summary>Of the bookmark that ends the wait.</summary>
    public const string DeadlineName = "Fabrique.Deadline";

    public static IReadOnlyList<Choice> Choices { get; } = [new(Stay, "Continuer d’attendre"), new(Continue, "Continuer par « Sans réponse »")];

    /// <summary>Ends the wait at the end of the time given, when the drawing says so.</summary>
    public static void WaitAtMost(ActivityContext context, DateTime dueAt)
    {
        if (context.GetInput<string>(Input) == Continue)
        {
            context.Wait(new Bookmark(DeadlineName, context.ActivityInstanceId) { DueAt = dueAt });
        }
    }

    /// <summary>What may come of the wait, as it is drawn.</summary>
    public static IReadOnlyList<PossibleAnswer> AnswersOf(DrawnActivity activity, IReadOnlyList<PossibleAnswer> answers) =>
        activity.TryGetWritten<string>(Input, out var written) && written == Continue ? answers : [.. answers.Where(answer => !answer.ComesByItself)];
}
