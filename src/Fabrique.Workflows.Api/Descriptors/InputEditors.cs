using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>What Studio's editors need to know of an input: the values to choose from, the language of its code.</summary>
/// <param name="sources">Values supplied by the host, the first that knows an input first.</param>
internal sealed class InputEditors(IEnumerable<IActivityOptions> sources)
{
    private readonly IReadOnlyList<IActivityOptions> _sources = [.. sources];

    public async Task<JsonObject> SpecifyAsync(string activityType, InputAttribute input, CancellationToken cancellationToken)
    {
        var specifications = new JsonObject();
        switch (input.UIHint)
        {
            case "dropdown" when await OptionsAsync(activityType, input, cancellationToken) is { Count: > 0 } options:
                specifications["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = Items(options) } };
                break;
            case "checklist" when await OptionsAsync(activityType, input, cancellationToken) is { Count: > 0 } options:
                specifications["checklist"] = new JsonObject { ["checkList"] = new JsonObject { ["items"] = Items(options), ["isFlagsEnum"] = false } };
                break;
            case "radiolist" when await OptionsAsync(activityType, input, cancellationToken) is { Count: > 0 } options:
                specifications["radiolist"] = new JsonObject { ["radioList"] = new JsonObject { ["items"] = Items(options), ["isFlagsEnum"] = false } };
                break;
        }

        if (input.Language is { } language)
        {
            specifications["code-editor"] = new JsonObject { ["language"] = language };
        }

        return specifications;
    }

    private async Task<IReadOnlyList<SelectOption>> OptionsAsync(string activityType, InputAttribute input, CancellationToken cancellationToken)
    {
        foreach (var source in _sources)
        {
            if (await source.GetOptionsAsync(activityType, input.Name, cancellationToken) is { } options)
            {
                return options;
            }
        }

        return [.. input.Options.Select((value, index) => new SelectOption(index < input.OptionNames.Length ? input.OptionNames[index] : value, value))];
    }

    private static JsonArray Items(IReadOnlyList<SelectOption> options) => [.. options.Select(option => new JsonObject { ["text"] = option.Text, ["value"] = option.Value })];
}
