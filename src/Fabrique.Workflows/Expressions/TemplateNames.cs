using System.Collections.Frozen;
using Fluid;
using Fluid.Ast;

namespace Fabrique.Workflows.Expressions;

/// <summary>Reads what a Liquid template names. A name that it gives a value anywhere counts as its own everywhere.</summary>
internal sealed class TemplateNames : AstVisitor
{
    private const string Variables = "Variables";

    /// <summary>What every template finds, beside the variables.</summary>
    private static readonly FrozenSet<string> Given = new[]
    {
        Variables, "Input", "Configuration", "CorrelationId", "WorkflowDefinitionId", "WorkflowDefinitionVersionId", "WorkflowDefinitionVersion", "WorkflowInstanceId", "forloop", "tablerowloop",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly ExpressionNames _names = new() { FindsVariablesByName = true };
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    private bool _hasMacros;

    private TemplateNames()
    {
    }

    /// <param name="template">The template.</param>
    /// <param name="isFilter">Whether a filter exists.</param>
    public static ExpressionNames Of(IFluidTemplate template, Func<string, bool> isFilter)
    {
        var reader = new TemplateNames();
        reader.VisitTemplate(template);
        reader._names.Others.RemoveWhere(name => reader._hasMacros || reader._own.Contains(name) || Given.Contains(name));
        reader._names.Filters.RemoveWhere(name => isFilter(name));
        return reader._names;
    }

    protected override Fluid.Ast.Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (memberExpression.Segments is [IdentifierSegment first, ..])
        {
            if (first.Identifier != Variables)
            {
                _names.Others.Add(first.Identifier);
            }
            else if (memberExpression.Segments is [_, IdentifierSegment variable, ..])
            {
                _names.Read.Add(variable.Identifier);
            }
        }

        return base.VisitMemberExpression(memberExpression);
    }

    protected override Fluid.Ast.Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        _names.Filters.Add(filterExpression.Name);
        return base.VisitFilterExpression(filterExpression);
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        _own.Add(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement)
    {
        _own.Add(captureStatement.Identifier);
        return base.VisitCaptureStatement(captureStatement);
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        _own.Add(forStatement.Identifier);
        return base.VisitForStatement(forStatement);
    }

    protected override Statement VisitIncrementStatement(IncrementStatement incrementStatement)
    {
        _own.Add(incrementStatement.Identifier);
        return base.VisitIncrementStatement(incrementStatement);
    }

    protected override Statement VisitDecrementStatement(DecrementStatement decrementStatement)
    {
        _own.Add(decrementStatement.Identifier);
        return base.VisitDecrementStatement(decrementStatement);
    }

    protected override Statement VisitTableRowStatement(TableRowStatement tableRowStatement)
    {
        _own.Add(tableRowStatement.Identifier);
        return base.VisitTableRowStatement(tableRowStatement);
    }

    protected override Statement VisitMacroStatement(MacroStatement macroStatement)
    {
        _hasMacros = true;
        return base.VisitMacroStatement(macroStatement);
    }
}
