using System.Collections.Frozen;
using Acornima;
using Acornima.Ast;
using Jint;

namespace Fabrique.Workflows.Expressions;

/// <summary>Reads what a script names. A name that is declared anywhere in it counts as its own everywhere: rather say nothing than something false.</summary>
internal sealed class ScriptNames
{
    private const string Variables = "variables";

    private static readonly FrozenSet<string> Language = ReadLanguage();

    private readonly ExpressionNames _names = new();
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    private ScriptNames()
    {
    }

    public static ExpressionNames Of(Script program)
    {
        var reader = new ScriptNames();
        reader.Walk(program);
        var found = reader._names;
        found.Functions.RemoveWhere(reader.IsKnown);
        found.Others.RemoveWhere(name => reader.IsKnown(name) || found.Functions.Contains(name));
        if (reader._own.Contains(Variables))
        {
            found.Read.Clear();
            found.Written.Clear();
        }

        return found;
    }

    private static FrozenSet<string> ReadLanguage()
    {
        using var engine = new Engine();
        return engine.Global.GetOwnPropertyKeys(Jint.Runtime.Types.String).Select(key => key.ToString()).Append(Variables).Append("arguments").ToFrozenSet(StringComparer.Ordinal);
    }

    private bool IsKnown(string name) => _own.Contains(name) || Language.Contains(name) || ScriptRun.IsDefined(name);

    private void Walk(Node? node)
    {
        switch (node)
        {
            case null:
                break;
            case Identifier name:
                _names.Others.Add(name.Name);
                break;
            case CallExpression { Callee: Identifier called } call:
                _names.Functions.Add(called.Name);
                if (called.Name is "getVariable" or "setVariable" && call.Arguments is [StringLiteral variable, ..])
                {
                    (called.Name is "getVariable" ? _names.Read : _names.Written).Add(variable.Value);
                }

                WalkAll(call.Arguments);
                break;
            case AssignmentExpression assignment:
                if (assignment.Left is Identifier made)
                {
                    // Without a declaration it makes a global one.
                    _own.Add(made.Name);
                }
                else if (VariableOf(assignment.Left) is { } given)
                {
                    _names.Written.Add(given);
                    if (assignment.Operator != Operator.Assignment)
                    {
                        _names.Read.Add(given);
                    }
                }
                else
                {
                    Walk(assignment.Left);
                }

                Walk(assignment.Right);
                break;
            case MemberExpression member:
                if (VariableOf(member) is { } read)
                {
                    _names.Read.Add(read);
                    break;
                }

                Walk(member.Object);
                if (member.Computed)
                {
                    Walk(member.Property);
                }

                break;
            case UnaryExpression { Operator: Operator.TypeOf, Argument: Identifier asked }:
                _own.Add(asked.Name);
                break;
            case Property property:
                if (property.Computed)
                {
                    Walk(property.Key);
                }

                Walk(property.Value);
                break;
            case MethodDefinition method:
                if (method.Computed)
                {
                    Walk(method.Key);
                }

                Walk(method.Value);
                break;
            case PropertyDefinition field:
                if (field.Computed)
                {
                    Walk(field.Key);
                }

                Walk(field.Value);
                break;
            case VariableDeclarator declarator:
                Declare(declarator.Id);
                Walk(declarator.Init);
                break;
            case IFunction function:
                Declare(function.Id);
                foreach (var parameter in function.Params)
                {
                    Declare(parameter);
                }

                Walk(function.Body);
                break;
            case IClass type:
                Declare(type.Id);
                Walk(type.SuperClass);
                Walk(type.Body);
                break;
            case CatchClause caught:
                Declare(caught.Param);
                Walk(caught.Body);
                break;
            case LabeledStatement labelled:
                Walk(labelled.Body);
                break;
            case BreakStatement or ContinueStatement or MetaProperty:
                break;
            default:
                foreach (var child in node.ChildNodes)
                {
                    Walk(child);
                }

                break;
        }
    }

    private void WalkAll<T>(in NodeList<T> nodes)
        where T : Node?
    {
        foreach (var node in nodes)
        {
            Walk(node);
        }
    }

    /// <summary>Takes the names of a declaration, however it takes them apart.</summary>
    private void Declare(Node? pattern)
    {
        switch (pattern)
        {
            case null:
                break;
            case Identifier name:
                _own.Add(name.Name);
                break;
            case AssignmentPattern withDefault:
                Declare(withDefault.Left);
                Walk(withDefault.Right);
                break;
            case RestElement rest:
                Declare(rest.Argument);
                break;
            case Property property:
                Declare(property.Value);
                break;
            default:
                foreach (var child in pattern.ChildNodes)
                {
                    Declare(child);
                }

                break;
        }
    }

    private static string? VariableOf(Node node) => node is MemberExpression { Object: Identifier { Name: Variables } } member
        ? member switch
        {
            { Computed: false, Property: Identifier name } => name.Name,
            { Computed: true, Property: StringLiteral name } => name.Value,
            _ => null,
        }
        : null;
}
