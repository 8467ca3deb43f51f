using System.Globalization;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;

namespace Fabrique.Web.Features.Work;

/// <summary>How the answers to the form of a task are read out.</summary>
public static class TaskAnswerLabels
{
    /// <summary>What was answered to a question of a task; empty when nothing was.</summary>
    public static string Of(TaskField field, TaskAnswer answer) => (field.Kind, answer.Value) switch
    {
        (TaskFieldKind.Checkbox, var ticked) => ticked is "true" ? "Oui" : "Non",
        (TaskFieldKind.Date, { Length: > 0 } day) => FrenchDate.Day(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        (TaskFieldKind.Number, var number) => number.Replace('.', ','),
        _ => answer.Value,
    };
}
