using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>What the inputs that our activities share must be: reminders that can be read, delays that make sense, values of their list.</summary>
internal sealed class InputRule(ChoiceLists choices) : DrawingRule
{
    public static readonly ProblemCode UnreadableReminders = new("unreadable-reminders");
    public static readonly ProblemCode DelayOutOfRange = new("delay-out-of-range");
    public static readonly ProblemCode ValueNotInList = new("value-not-in-list");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (OurActivities.Has(activity, "Reminders") && activity.TryGetWritten<string>("Reminders", out var reminders) && ReminderText.Read(reminders ?? "", out _) is { } unreadable)
        {
            yield return new DrawingFault(UnreadableReminders, unreadable);
        }

        if (OurActivities.Has(activity, "WorkingDays") && activity.TryGetWritten<int>("WorkingDays", out var days) && WorkingDelay.ProblemOf(days, least: 0) is { } problem)
        {
            yield return new DrawingFault(DelayOutOfRange, problem);
        }

        foreach (var input in OurActivities.IsOurs(activity.Type.TypeName) ? activity.Type.Inputs.Where(input => input.Type == typeof(string)) : [])
        {
            if (activity.TryGetWritten<string>(input.Name, out var value) && value is { Length: > 0 } && choices.Refuses(input.Name, value))
            {
                yield return new DrawingFault(ValueNotInList, $"« {value} » n’est pas une valeur de « {input.DisplayName} » : choisissez dans la liste");
            }
        }
    }
}
