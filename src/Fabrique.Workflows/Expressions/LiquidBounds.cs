using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Fabrique.Workflows.Expressions;

/// <summary>Bounds what Fluid does in one go: it lists a range whole before its first step is counted, and a filter may double its input at every step.</summary>
internal sealed class LiquidBounds(ExpressionLimits limits) : AstRewriter
{
    private const string Time = "time";

    private long Letters => limits.MemoryBytes / sizeof(char);

    public void Begin(TemplateContext context)
    {
        var time = new ScriptTime(limits.Timeout);
        time.Reset();
        context.AmbientValues[Time] = time;
    }

    public void CheckTime(TemplateContext context)
    {
        if (((ScriptTime)context.AmbientValues[Time]).IsOver)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.TemplateTooSlow, limits.Timeout.TotalMilliseconds));
        }
    }

    public void CheckLetters(double letters)
    {
        if (letters > Letters)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.TemplateTooLarge, Math.Max(limits.MemoryBytes / 1024d / 1024d, 0.1)));
        }
    }

    /// <summary>Puts a check before the filters whose result may be the product of their inputs.</summary>
    public void Guard(FilterCollection filters)
    {
        Guard(filters, "replace", (input, arguments) => (double)input.ToStringValue().Length * Math.Max(1, arguments.At(1).ToStringValue().Length));
        Guard(filters, "join", (input, arguments) => (double)Count(input) * arguments.At(0).ToStringValue().Length);
    }

    protected override Fluid.Ast.Expression VisitRangeExpression(RangeExpression rangeExpression) => new BoundedRange(rangeExpression, this);

    protected override Fluid.Ast.Expression VisitFilterExpression(FilterExpression filterExpression) =>
        new BoundedFilter(base.VisitFilterExpression(filterExpression), this);

    private static int Count(FluidValue value) => value is ArrayValue array ? array.Values.Count : 1;

    private void Guard(FilterCollection filters, string name, Func<FluidValue, FilterArguments, double> measure)
    {
        if (!filters.TryGetValue(name, out var original))
        {
            throw new InvalidOperationException($"Fluid has no filter {name}.");
        }

        filters.AddFilter(name, (input, arguments, context) =>
        {
            if (measure(input, arguments) > Letters)
            {
                Measure(name, input, arguments);
            }

            return original(input, arguments, context);
        });
    }

    /// <summary>The product was only the worst case: counts.</summary>
    private void Measure(string name, FluidValue input, FilterArguments arguments)
    {
        if (name == "replace" && arguments.At(0).ToStringValue() is { Length: > 0 } searched)
        {
            var text = input.ToStringValue();
            var found = text.AsSpan().Count(searched);
            CheckLetters(text.Length + ((double)found * arguments.At(1).ToStringValue().Length));
            return;
        }

        CheckLetters(double.MaxValue);
    }

    private sealed class BoundedRange(RangeExpression range, LiquidBounds bounds) : Fluid.Ast.Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var from = (await range.From.EvaluateAsync(context)).ToNumberValue();
            var to = (await range.To.EvaluateAsync(context)).ToNumberValue();
            return to - from <= bounds.Steps
                ? await range.EvaluateAsync(context)
                : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.TemplateRangeTooLong, from, to, bounds.Steps));
        }
    }

    private sealed class BoundedFilter(Fluid.Ast.Expression filter, LiquidBounds bounds) : Fluid.Ast.Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            bounds.CheckTime(context);
            var value = await filter.EvaluateAsync(context);
            if (value is StringValue text)
            {
                bounds.CheckLetters(text.ToStringValue().Length);
            }
            else if (value is ArrayValue array && array.Values.Count > bounds.Steps)
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.TemplateListTooLong, bounds.Steps));
            }

            return value;
        }
    }

    private int Steps => limits.LiquidSteps;
}
