using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Expressions;

/// <summary>Compiles the <c>{type, value}</c> form of expressions.</summary>
internal sealed class ExpressionCompiler(ExpressionLimits limits)
{
    /// <returns>Null when the expression is not set.</returns>
    /// <exception cref="FormatException">The expression cannot be understood.</exception>
    public Expression? Compile(JsonObject expression, Type target)
    {
        var type = (string?)expression["type"] ?? "Literal";
        var value = expression["value"];
        if (value is null || (value is JsonValue scalar && scalar.TryGetValue<string>(out var text) && text.Length == 0 && type != "Literal"))
        {
            return null;
        }

        return type switch
        {
            "Literal" => Literal(value, target),
            "Object" or "Json" => Json(value, target),
            "Variable" => new VariableExpression(ExpressionReference.Of(value)),
            "Input" => new WorkflowInputExpression(ExpressionReference.Of(value).ToString()),
            "JavaScript" => JavaScript(value.ToString()),
            "Liquid" => LiquidExpression.Compile(value.ToString(), limits),
            _ => throw new UnreadableTextException(ElsewhereActivities.MessageOfLanguage(type)),
        };
    }

    public JavaScriptExpression JavaScript(string source) => JavaScriptExpression.Compile(source, limits);

    public static ConstantExpression Literal(JsonNode value, Type target)
    {
        var plain = value is JsonValue ? ValueConverter.Unwrap(JsonSerializer.SerializeToElement(value, JsonText.Compact)) : ValueConverter.Normalize(value);
        return new ConstantExpression(Checked(plain, target));
    }

    private static ConstantExpression Json(JsonNode value, Type target)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text))
        {
            return Literal(value, target);
        }

        try
        {
            return new ConstantExpression(Checked(ValueConverter.Unwrap(JsonSerializer.Deserialize<JsonElement>(text)), target));
        }
        catch (JsonException exception)
        {
            throw new UnreadableTextException(new WorkflowMessage(MessageCodes.NotJson, (exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1), exception);
        }
    }

    private static object? Checked(object? value, Type target)
    {
        try
        {
            return ValueConverter.Convert(value, target);
        }
        catch (InvalidCastException exception)
        {
            throw new UnreadableTextException(WorkflowMessage.Of(exception), exception);
        }
    }
}
