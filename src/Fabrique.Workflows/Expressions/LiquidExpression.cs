using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fluid;
using Fluid.Filters;
using Fluid.Values;

namespace Fabrique.Workflows.Expressions;

/// <summary>A Liquid template over variables, inputs and the identity of the instance; it reads JSON values only, never members of host objects.</summary>
internal sealed class LiquidExpression : Expression
{
    private static readonly FluidParser Parser = new();
    private static readonly FilterCollection Filters = AddFilters(new TemplateOptions().Filters);
    private readonly IFluidTemplate _template;
    private readonly ExpressionLimits _limits;
    private readonly LiquidBounds _bounds;
    private readonly ScriptSource _source;

    private LiquidExpression(IFluidTemplate template, string source, ExpressionLimits limits)
    {
        _bounds = new LiquidBounds(limits);
        Names = TemplateNames.Of(template, name => Filters.TryGetValue(name, out _));
        _template = _bounds.VisitTemplate(template);
        _source = new ScriptSource(source, "Variables");
        _limits = limits;
    }

    public override ExpressionNames Names { get; }

    /// <exception cref="FormatException">The text is not a template.</exception>
    public static LiquidExpression Compile(string source, ExpressionLimits limits) =>
        Parser.TryParse(source, out var template, out var error)
            ? new LiquidExpression(template, source, limits)
            : throw new UnreadableTextException(MessageOf(error));

    public override async ValueTask<object?> EvaluateAsync(IExpressionScope scope)
    {
        var context = new TemplateContext(Options(scope), StringComparer.Ordinal);
        _bounds.Begin(context);
        Define(context, scope);
        try
        {
            await using var text = new LiquidText(_bounds, context);
            await _template.RenderAsync(text, NullEncoder.Default, context);
            return text.ToString();
        }
        catch (Exception exception) when (exception is not PermanentFailureException)
        {
            throw new PermanentFailureException(
                exception.Message.StartsWith("The maximum ", StringComparison.Ordinal)
                    ? new WorkflowMessage(MessageCodes.TemplateTooLong, _limits.LiquidSteps)
                    : exception is ITold ? WorkflowMessage.Of(exception) : new WorkflowMessage(MessageCodes.TemplateStopped, exception.Message),
                exception);
        }
    }

    /// <summary>What the parser says ends with the place, and may go on with the source.</summary>
    private static WorkflowMessage MessageOf(string error)
    {
        var said = error.AsSpan()[..(error.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : error.Length)];
        return said.LastIndexOf(" at (") is > 0 and var at && said[(at + 5)..].TrimEnd(')') is var place && place.IndexOf(':') is > 0 and var colon
            && int.TryParse(place[..colon], CultureInfo.InvariantCulture, out var line) && int.TryParse(place[(colon + 1)..], CultureInfo.InvariantCulture, out var column)
            ? new WorkflowMessage(MessageCodes.TemplateUnreadable, said[..at].ToString(), line, column)
            : new WorkflowMessage(MessageCodes.TemplateStopped, said.ToString());
    }

    private TemplateOptions Options(IExpressionScope scope)
    {
        var options = new TemplateOptions
        {
            MaxSteps = _limits.LiquidSteps,
            MaxRecursion = _limits.RecursionDepth,
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = WallClock.Zone,
            Now = () => WallClock.Show(scope.Clock.GetUtcNow()),
        };
        AddFilters(options.Filters);
        _bounds.Guard(options.Filters);
        return options;
    }

    private static FilterCollection AddFilters(FilterCollection filters)
    {
        filters.AddFilter("date", (input, arguments, context) => MiscFilters.Date(Shown(input), arguments, context));
        filters.AddFilter("format_date", (input, arguments, context) => MiscFilters.FormatDate(Shown(input), arguments, context));
        filters.AddFilter("base64", (input, _, _) => new StringValue(Convert.ToBase64String(Encoding.UTF8.GetBytes(input.ToStringValue()))));
        filters.AddFilter("json", (input, _, _) => new StringValue(JsonSerializer.Serialize(Plain(input), JsonText.Values)));
        filters.AddFilter("keys", (input, _, _) => new ArrayValue(input.ToObjectValue() is IFluidIndexable map
            ? [.. map.Keys.Select(key => (FluidValue)new StringValue(key))]
            : []));
        return filters;
    }

    private void Define(TemplateContext context, IExpressionScope scope)
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in scope.VariableNames)
        {
            if (!_source.NamesVariablesOnly || Mentions(name))
            {
                scope.TryGetVariable(null, name, out var value);
                variables[name] = Plain(value);
                context.SetValue(name, variables[name]!);
            }
        }

        context.SetValue("Variables", variables);
        if (_source.Mentions("Input"))
        {
            context.SetValue("Input", scope.WorkflowInput.ToDictionary(input => input.Key, input => Plain(input.Value), StringComparer.Ordinal));
        }

        if (_limits.Configuration is { } configuration)
        {
            context.SetValue("Configuration", new ConfigurationValue(configuration, ""));
        }

        context.SetValue("CorrelationId", scope.CorrelationId ?? "");
        context.SetValue("WorkflowDefinitionId", scope.DefinitionId);
        context.SetValue("WorkflowDefinitionVersionId", scope.DefinitionVersionId);
        context.SetValue("WorkflowDefinitionVersion", scope.DefinitionVersion);
        context.SetValue("WorkflowInstanceId", scope.InstanceId);
    }

    /// <summary>Names may hold a hyphen in Liquid, not in the words of the source.</summary>
    private bool Mentions(string name) => _source.Mentions(name) || name.Any(letter => !char.IsLetterOrDigit(letter) && letter != '_');

    private static object? Plain(FluidValue value) => value switch
    {
        NilValue => null,
        ArrayValue list => list.Values.Select(Plain).ToList(),
        NumberValue number => number.ToNumberValue() is var whole && whole == decimal.Truncate(whole) ? decimal.Truncate(whole) : whole,
        _ => value.ToObjectValue() is IFluidIndexable map
            ? map.Keys.ToDictionary(key => key, key => map.TryGetValue(key, out var item) ? Plain(item) : null, StringComparer.Ordinal)
            : value.ToObjectValue(),
    };

    private static object? Plain(object? value) => value switch
    {
        JsonElement element => Plain(element),
        byte[] bytes => Convert.ToBase64String(bytes),
        DateTime instant => WallClock.Show(ValueConverter.AsUtc(instant)),
        DateTimeOffset instant => WallClock.Show(instant),
        DateOnly or TimeOnly or TimeSpan or Guid => ValueConverter.ToText(value),
        _ => value,
    };

    /// <summary>A text that is a day and an hour, as facts and JSON write them, at the hour of the wall.</summary>
    private static FluidValue Shown(FluidValue value) =>
        value.Type == FluidValues.String && value.ToStringValue() is { Length: > 10 and < 40 } text && DayBegins(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? new DateTimeValue(WallClock.Show(WallClock.Parse(text)))
            : value;

    private static bool DayBegins(string text) => DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(property => property.Name, property => Plain(property.Value), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        _ => ValueConverter.Unwrap(element),
    };

    /// <summary>A setting, or the section that a longer path goes through.</summary>
    private sealed class ConfigurationValue(Func<string, string?> configuration, string path) : FluidValue
    {
        public override FluidValues Type => FluidValues.Object;

        public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context)
        {
            var inner = path.Length == 0 ? name : $"{path}:{name}";
            return new(configuration(inner) is { } value ? new StringValue(value) : new ConfigurationValue(configuration, inner));
        }

        public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

        public override bool ToBooleanValue() => configuration(path) is not null;

        public override decimal ToNumberValue() => 0;

        public override string ToStringValue() => "";

        public override object ToObjectValue() => "";

        public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo) => ValueTask.CompletedTask;
    }
}
