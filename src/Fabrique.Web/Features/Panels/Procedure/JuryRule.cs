using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Await;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>The numbers that a drawing may give about a jury.</summary>
internal sealed class JuryRule : DrawingRule
{
    public static readonly ProblemCode Number = new("jury-number");

    private const int MostMembers = 100;
    private const int MostListDays = 730;

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        (string Input, Func<int, string?> Problem)[] inputs = activity.Type.Activity switch
        {
            ComposePanel => [(ComposePanel.VotingMembers, ProblemOfMembers), (ComposePanel.Quorum, ProblemOfQuorum)],
            ShareItems => [(ShareItems.Reviewers, ProblemOfReviewers)],
            CollectAssessments => [(CollectAssessments.WarningDays, ProblemOfDays)],
            PublishDecisions => [(PublishDecisions.ReplyDays, ProblemOfReply), (PublishDecisions.AnswerDays, ProblemOfAnswer)],
            AwaitPlace => [(AwaitPlace.Days, ProblemOfList)],
            _ => [],
        };
        foreach (var (input, problem) in inputs)
        {
            if (activity.TryGetWritten<int>(input, out var number) && problem(number) is { } told)
            {
                yield return new DrawingFault(Number, told);
            }
        }
    }

    internal static string? ProblemOfMembers(int number) => number is < 1 or > MostMembers ? $"le nombre de membres qui votent va de 1 à {MostMembers}, pas {number}" : null;

    internal static string? ProblemOfReviewers(int number) => number is < 1 or > Assign.DrawAssignmentsHandler.MostReviewers ? $"une candidature a de 1 à {Assign.DrawAssignmentsHandler.MostReviewers} évaluations, pas {number}" : null;

    internal static string? ProblemOfQuorum(int percent) => percent is < 0 or > 100 ? $"le quorum va de 0 à 100 %, pas {percent}" : null;

    internal static string? ProblemOfReply(int days) => days is < 0 or > DecisionBatch.LongestReplyDays ? $"le droit de réponse va de 0 à {DecisionBatch.LongestReplyDays} jours ouvrés, pas {days}" : null;

    internal static string? ProblemOfAnswer(int days) => days is < 1 or > DecisionBatch.LongestAnswerDays ? $"le délai pour prendre une place va de 1 à {DecisionBatch.LongestAnswerDays} jours ouvrés, pas {days}" : null;

    internal static string? ProblemOfDays(int days) => Kernel.Activities.WorkingDelay.ProblemOf(days, least: 0);

    internal static string? ProblemOfList(int days) => days is < 1 or > MostListDays ? $"la liste d’attente dure de 1 à {MostListDays} jours, pas {days}" : null;
}
