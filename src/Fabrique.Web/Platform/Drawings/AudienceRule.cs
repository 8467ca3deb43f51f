using Fabrique.Domain.People;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>How many people a drawing asks or writes to by a role: nobody, or a crowd, is seldom meant.</summary>
/// <param name="holders">How many people hold each role.</param>
internal sealed class AudienceRule(IReadOnlyDictionary<string, int> holders) : DrawingRule
{
    public static readonly ProblemCode NobodyThere = new("nobody-there");
    public static readonly ProblemCode Crowd = new("crowd");
    public static readonly ProblemCode TooFew = new("too-few-people");

    /// <summary>More people than this are written to only once somebody has confirmed it.</summary>
    public const int Most = 30;

    private static readonly string[] Inputs = ["Assignee", "EscalateTo", "Recipients"];

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (ProblemOfOpinions(activity) is { } problem)
        {
            yield return problem;
        }

        foreach (var input in Inputs)
        {
            if (!OurActivities.Has(activity, input) || !activity.TryGetWritten<string>(input, out var written) || RoleOf(written) is not { } role)
            {
                continue;
            }

            var label = activity.Type.Inputs.First(declared => declared.Name == input).DisplayName;
            var people = holders.GetValueOrDefault(role);
            if (people == 0)
            {
                yield return new DrawingFault(NobodyThere, $"« {label} » désigne le rôle {role}, que personne ne tient en ce moment", ProblemSeverity.Warning);
            }
            else if (people > Most)
            {
                yield return new DrawingFault(Crowd, $"« {label} » désigne {people} personnes (le rôle {role}) : toutes seraient prévenues", ProblemSeverity.Warning);
            }
        }
    }

    private DrawingFault? ProblemOfOpinions(DrawnActivity activity)
    {
        if (!OurActivities.Has(activity, "OpinionsNeeded") || !activity.TryGetWritten<int>("OpinionsNeeded", out var needed))
        {
            return null;
        }

        var directors = holders.GetValueOrDefault(AppRoles.Director);
        return needed <= directors
            ? null
            : new DrawingFault(
                TooFew,
                $"{needed} avis sont nécessaires, et {(directors == 0 ? "personne ne tient" : directors == 1 ? "une seule personne tient" : $"{directors} personnes seulement tiennent")} le rôle {AppRoles.Director} en ce moment",
                ProblemSeverity.Warning);
    }

    private static string? RoleOf(string? written) => written is SubjectMessages.Team ? AppRoles.Team : written is not null && AppRoles.All.Contains(written, StringComparer.Ordinal) ? written : null;
}
