using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Workflows.Api;

namespace Fabrique.Web.Platform.Studio;

/// <summary>What the inputs of our activities may be given, as the person who draws reads it.</summary>
internal sealed class PickLists(ChoiceLists lists) : IActivityOptions
{
    public ValueTask<IReadOnlyList<SelectOption>?> GetOptionsAsync(string activityType, string inputName, CancellationToken cancellationToken) =>
        new(OurActivities.IsOurs(activityType) && lists.Of(inputName) is { } choices ? [.. choices.Select(choice => new SelectOption(choice.Text, choice.Value))] : null);
}
