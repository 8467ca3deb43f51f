namespace Fabrique.Workflows.Api;

/// <summary>
/// Supplies, while the application runs, the values that the person who draws chooses from. Register as many as there are subjects; the first that knows an
/// input answers for it.
/// </summary>
public interface IActivityOptions
{
    /// <summary>Lists the values of an input.</summary>
    /// <param name="activityType">Type name of the activity.</param>
    /// <param name="inputName">Name of the input, in PascalCase.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The values in the order in which they are shown, or null when this object knows nothing of the input.</returns>
    ValueTask<IReadOnlyList<SelectOption>?> GetOptionsAsync(string activityType, string inputName, CancellationToken cancellationToken);
}

/// <summary>One value of a pick-list.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Value">What the definition holds.</param>
public sealed record SelectOption(string Text, string Value);
