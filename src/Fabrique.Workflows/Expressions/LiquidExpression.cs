using System.Globalization;
using System.Text.Json;
using Fluid;
using Fluid.Values;

namespace Fabrique.Workflows.Expressions;

/// <summary>A Liquid template over variables, inputs and the identity of the instance; it reads JSON values only, never members of host objects.</summary>
internal sealed class LiquidExpression : Expression
{
    private static readonly FluidParser Parser = new();
    private readonly IFluidTemplate _template;
    private readonly ExpressionLimits _limits;

    private LiquidExpression(IFluidTemplate template, ExpressionLimits limits)
    {
        _template = template;
        _limits = limits;
    }

    /// <exception cref="FormatException">The text is not a template.</exception>
    public static LiquidExpression Compile(string source, ExpressionLimits limits) =>
        Parser.TryParse(source, out var template, out var error)
            ? new LiquidExpression(new RangeBounds(limits.LiquidSteps).VisitTemplate(template), limits)
            : throw new FormatException(error);

    public override async ValueTask<object?> EvaluateAsync(IExpressionScope scope)
    {
        var options = new TemplateOptions
        {
            MaxSteps = _limits.LiquidSteps,
            MaxRecursion = _limits.RecursionDepth,
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = _limits.TimeZone,
            Now = () => scope.Clock.GetUtcNow(),
        };
        options.Filters.AddFilter("base64", (input, _, _) => new StringValue(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(input.ToStringValue()))));
        options.Filters.AddFilter("json", (input, _, _) => new StringValue(JsonSerializer.Serialize(input.ToObjectValue(), JsonText.Values)));
        options.Filters.AddFilter("keys", (input, _, _) => new ArrayValue(input.ToObjectValue() is IDictionary<string, object?> map
            ? [.. map.Keys.Select(key => (FluidValue)new StringValue(key))]
            : []));
        var context = new TemplateContext(options, StringComparer.Ordinal);
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in scope.VariableNames)
        {
            scope.TryGetVariable(null, name, out var value);
            variables[name] = Plain(value);
            context.SetValue(name, variables[name]!);
        }

        context.SetValue("Variables", variables);
        context.SetValue("Input", scope.WorkflowInput.ToDictionary(input => input.Key, input => Plain(input.Value), StringComparer.Ordinal));
        context.SetValue("CorrelationId", scope.CorrelationId ?? "");
        context.SetValue("WorkflowDefinitionId", scope.DefinitionId);
        context.SetValue("WorkflowDefinitionVersionId", scope.DefinitionVersionId);
        context.SetValue("WorkflowDefinitionVersion", scope.DefinitionVersion);
        context.SetValue("WorkflowInstanceId", scope.InstanceId);
        try
        {
            return await _template.RenderAsync(context);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FluidException)
        {
            throw new PermanentFailureException(exception.Message, exception);
        }
    }

    private static object? Plain(object? value) => value is JsonElement element ? Plain(element) : value;

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(property => property.Name, property => Plain(property.Value), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        _ => ValueConverter.Unwrap(element),
    };
}
