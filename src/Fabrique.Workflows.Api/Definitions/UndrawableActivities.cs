using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Finds what Studio cannot draw. One such activity is enough for it to show an empty drawing, without a word, and what is drawn next would replace everything. Seen with
/// Studio 3.8.2: lists that make ports and do not read as lists, and two ports of one name.
/// </summary>
internal static class UndrawableActivities
{
    /// <summary>What is wrong with one activity.</summary>
    /// <param name="activity">Its JSON.</param>
    /// <param name="type">Its kind; null when nobody knows it.</param>
    /// <returns>The end of a sentence that says what to do; null when Studio can draw it.</returns>
    public static string? ProblemOf(JsonObject activity, ActivityType? type) => type is null
        ? null
        : type.Inputs.Where(input => input.UIHint == InputAttribute.DrawnOutcomes).Select(input => ProblemOfTexts(activity, input)).FirstOrDefault(problem => problem is not null) ?? type.TypeName switch
        {
            "Elsa.FlowSendHttpRequest" => ProblemOfCodes(activity, type),
            "Elsa.FlowSwitch" => ProblemOfCases(activity, "cases", areTold: true),
            "Elsa.Switch" => ProblemOfCases(activity, "cases", areTold: false),
            "Elsa.SendHttpRequest" => ProblemOfCases(activity, "expectedStatusCodes", areTold: false)
                ?? (activity["expectedStatusCodes"].Objects().Any(option => option.Number("statusCode") is null) ? "chaque code de réponse est un nombre" : null),
            _ => null,
        };

    private static string? ProblemOfTexts(JsonObject activity, InputAttribute input)
    {
        var property = JsonNamingPolicy.CamelCase.ConvertName(input.Name);
        if (!activity.ContainsKey(property) || activity[property] is null)
        {
            return null;
        }

        var texts = Expression(activity, property) is { } expression ? ListOf(expression["value"])?.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).ToList() : null;
        return texts is null || texts.Contains(null)
            ? $"« {input.DisplayName} » est une liste de textes, écrits un par un et sans code"
            : ProblemOfRepetition(texts!, input.DisplayName);
    }

    private static string? ProblemOfCodes(JsonObject activity, ActivityType type)
    {
        const string Property = "expectedStatusCodes";
        if (activity[Property] is null)
        {
            return null;
        }

        var name = type.Inputs.Single(input => input.Name == "ExpectedStatusCodes").DisplayName;
        var expression = Expression(activity, Property);
        if (expression is not null && expression.Text("type") is not (null or "Literal" or "Object" or "Json"))
        {
            return null;
        }

        var codes = expression is null ? null : ListOf(expression["value"])?.Select(item => item?.ToString() ?? "").ToList();
        if (codes is null)
        {
            return $"« {name} » est une liste de nombres. Écrivez-les un par un";
        }

        return codes.Find(code => !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } wrong
            ? $"« {wrong} » n’est pas un code de réponse, qui est un nombre. Retirez-le de « {name} »"
            : ProblemOfRepetition(codes, name);
    }

    private static string? ProblemOfCases(JsonObject activity, string property, bool areTold)
    {
        if (activity[property] is null)
        {
            return null;
        }

        if (activity[property] is not JsonArray cases || cases.Any(option => option is not JsonObject))
        {
            return "les cas ne se lisent pas. Supprimez cette étape, puis dessinez-la à nouveau";
        }

        return areTold && Repeated(cases.Objects().Select(option => option.Text("label") ?? "")) is { } label ? $"deux cas portent le nom « {label} ». Donnez à chacun le sien" : null;
    }

    private static string? ProblemOfRepetition(IEnumerable<string> texts, string name) => Repeated(texts) is { } text ? $"« {text} » est deux fois dans « {name} ». Retirez-en un" : null;

    private static string? Repeated(IEnumerable<string> texts) => texts.GroupBy(text => text, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any())?.Key;

    private static JsonObject? Expression(JsonObject activity, string property) => (activity[property] as JsonObject)?["expression"] as JsonObject;

    /// <summary>A list as such, or as the JSON text that Studio writes.</summary>
    private static JsonArray? ListOf(JsonNode? value)
    {
        if (value is JsonArray list)
        {
            return list;
        }

        try
        {
            return value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? JsonNode.Parse(text) as JsonArray : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
