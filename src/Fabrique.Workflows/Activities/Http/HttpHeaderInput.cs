using System.Text.Json;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>Headers that a definition gives as a JSON object: a text each, or a list of texts.</summary>
internal static class HttpHeaderInput
{
    public static IEnumerable<(string Name, string Value)> Read(object? value, string input) => ValueConverter.To<JsonElement>(value) switch
    {
        { ValueKind: JsonValueKind.Object } headers => headers.EnumerateObject().SelectMany(header => header.Value.ValueKind == JsonValueKind.Array
            ? header.Value.EnumerateArray().Select(item => (header.Name, Text(item)))
            : [(header.Name, Text(header.Value))]),
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.String } text when string.IsNullOrWhiteSpace(text.GetString()) => [],
        _ => throw new PermanentFailureException(new WorkflowMessage(MessageCodes.HeadersNotAnObject, input)),
    };

    public static string Checked(string name, string value) =>
        name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal)) && !value.AsSpan().ContainsAny('\r', '\n', '\0')
            ? value
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.HeaderUnfit, name));

    private static string Text(JsonElement value) => ValueConverter.Unwrap(value) is { } given ? ValueConverter.ToText(given) : "";
}
