using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Kernel.Activities;

/// <summary>A value that an input of an activity may be given.</summary>
/// <param name="Value">As drawings hold it.</param>
/// <param name="Text">French.</param>
public sealed record Choice(string Value, string Text);

/// <summary>The values among which an input of our activities is chosen.</summary>
/// <param name="Input">Name of the input, the same in every activity that has it.</param>
/// <param name="Read">The values, in the order in which they are shown.</param>
public sealed record ActivityChoices(string Input, Func<IServiceProvider, IReadOnlyList<Choice>> Read)
{
    /// <summary>Whether nothing else can be given; otherwise they are suggestions.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>The lists of choices that the modules bring.</summary>
public sealed class ChoiceLists(IReadOnlyList<ActivityChoices> lists, IServiceProvider services)
{
    /// <returns>The values; null when the input is not chosen from a list.</returns>
    public IReadOnlyList<Choice>? Of(string input) => lists.FirstOrDefault(list => list.Input == input)?.Read(services);

    /// <summary>Whether an input that has a list is given none of its values.</summary>
    public bool Refuses(string input, string value) =>
        lists.FirstOrDefault(list => list.Input == input && list.IsClosed) is { } list && !list.Read(services).Any(choice => choice.Value == value);
}
