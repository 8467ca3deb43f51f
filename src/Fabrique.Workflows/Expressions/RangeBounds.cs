using System.Globalization;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace Fabrique.Workflows.Expressions;

/// <summary>Bounds the ranges of a template: Fluid lists one whole before its first step is counted.</summary>
internal sealed class RangeBounds(int longest) : AstRewriter
{
    protected override Fluid.Ast.Expression VisitRangeExpression(RangeExpression rangeExpression) => new BoundedRange(rangeExpression, longest);

    private sealed class BoundedRange(RangeExpression range, int longest) : Fluid.Ast.Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var from = (await range.From.EvaluateAsync(context)).ToNumberValue();
            var to = (await range.To.EvaluateAsync(context)).ToNumberValue();
            return to - from <= longest
                ? await range.EvaluateAsync(context)
                : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"L’intervalle de {from} à {to} est trop long."));
        }
    }
}
