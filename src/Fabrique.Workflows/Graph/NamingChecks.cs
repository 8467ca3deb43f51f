using System.Collections.Frozen;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>An expression that names something.</summary>
/// <param name="Node">The activity whose it is.</param>
/// <param name="Names">What it names.</param>
/// <param name="Inputs">The inputs that its definition declares.</param>
internal sealed record NamingExpression(ActivityNode Node, ExpressionNames Names, ArgumentDeclaration[] Inputs);

/// <summary>What expressions name and nothing gives them. Done once all activities are known: a script may read what a later one gives.</summary>
internal static class NamingChecks
{
    /// <summary>Variables that loops give to their body without declaring them.</summary>
    private static readonly FrozenSet<string> LoopVariables = FrozenSet.ToFrozenSet(["CurrentValue", "CurrentIndex"], StringComparer.Ordinal);

    public static void Report(IReadOnlyList<NamingExpression> expressions, IReadOnlyCollection<ActivityNode> nodes, GraphCompiler compiler)
    {
        var made = expressions.SelectMany(expression => expression.Names.Written.Select(name => (expression.Node.Composite, name))).ToHashSet();
        foreach (var activity in expressions.GroupBy(expression => expression.Node))
        {
            var node = activity.Key;
            foreach (var name in Named(activity, names => names.Read).Where(name => IsUndeclared(node, name, compiler) && !made.Contains((node.Composite, name))))
            {
                compiler.Report(node, ProblemCodes.UndeclaredVariable, name);
            }

            foreach (var name in Named(activity, names => names.Written).Where(name => IsUndeclared(node, name, compiler)))
            {
                compiler.Warn(node, ProblemCodes.UndeclaredVariable, name);
            }

            foreach (var name in Named(activity, names => names.Functions).Where(name => !activity.Any(expression => IsAccessor(expression, name, made, nodes, compiler))))
            {
                compiler.Warn(node, ProblemCodes.UnknownFunction, name);
            }

            foreach (var name in Named(activity, names => names.FindsVariablesByName ? [] : names.Others))
            {
                compiler.Warn(node, IsUndeclared(node, name, compiler) ? ProblemCodes.UnknownName : ProblemCodes.BareVariable, name);
            }

            foreach (var name in Named(activity, names => names.FindsVariablesByName ? names.Others : []).Where(name => IsUndeclared(node, name, compiler) && !made.Contains((node.Composite, name))))
            {
                compiler.Warn(node, ProblemCodes.UnknownName, name);
            }

            foreach (var name in Named(activity, names => names.Filters))
            {
                compiler.Warn(node, ProblemCodes.UnknownFilter, name);
            }
        }
    }

    private static IEnumerable<string> Named(IEnumerable<NamingExpression> expressions, Func<ExpressionNames, IEnumerable<string>> names) =>
        expressions.SelectMany(expression => names(expression.Names)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static bool IsUndeclared(ActivityNode node, string name, GraphCompiler compiler) => !LoopVariables.Contains(name) && compiler.FindVariable(node, null, name) is null;

    /// <summary>Whether a function reads or sets a variable, or reads an input or an output of an activity.</summary>
    private static bool IsAccessor(NamingExpression expression, string function, HashSet<(ActivityNode? Composite, string Name)> made, IReadOnlyCollection<ActivityNode> nodes, GraphCompiler compiler)
    {
        var node = expression.Node;
        var isReader = function.StartsWith("get", StringComparison.Ordinal);
        if (!isReader && !function.StartsWith("set", StringComparison.Ordinal))
        {
            return false;
        }

        bool IsOf(string name) => ScriptRun.AccessorOf(name) == function[3..];
        return compiler.FindVariable(node, variable => IsOf(variable.Name)) is not null
            || LoopVariables.Any(IsOf)
            || made.Any(variable => variable.Composite == node.Composite && IsOf(variable.Name))
            || (isReader && Array.Exists(expression.Inputs, input => IsOf(input.Name)))
            || ScriptRun.OutputsIn(function).Any(read => nodes.Any(other => other.Composite == node.Composite && (other.LocalId == read.Activity || string.Equals(other.Name, read.Activity, StringComparison.OrdinalIgnoreCase))));
    }
}
