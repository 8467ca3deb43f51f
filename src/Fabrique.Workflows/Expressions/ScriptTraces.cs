using System.Collections.Frozen;
using Acornima;
using Acornima.Ast;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// Tells which scripts cannot leave anything behind in their engine, by what their text is made of: such an engine may serve the same script again. What is not known to
/// be harmless is not: it only costs the making of an engine.
/// </summary>
internal static class ScriptTraces
{
    /// <summary>Objects of the language that a script may name. None of them, nor what they give, changes the engine when it is called.</summary>
    private static readonly FrozenSet<string> Globals = new[]
    {
        "variables", "undefined", "NaN", "Infinity", "Math", "JSON", "String", "Number", "Boolean", "Array", "Date", "parseInt", "parseFloat", "isNaN", "isFinite",
        "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Members by which a script reaches what all evaluations of an engine share, calls something on it, or leaves something to be done later.</summary>
    private static readonly FrozenSet<string> Shared = new[]
    {
        "constructor", "prototype", "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "call", "apply", "bind", "caller", "callee", "arguments", "fromAsync", "then",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether nothing of one evaluation can be met by the next.</summary>
    /// <param name="program">The script, as it is executed.</param>
    /// <param name="isFunction">Whether a name is a function that the runtime gives.</param>
    public static bool LeavesNone(Script program, Func<string, bool> isFunction) => new Reader(isFunction).IsHarmless(program);

    /// <summary>The same script as the text of a function, which an engine reads once and calls each time. Only of one that leaves no trace: it is made of expressions.</summary>
    /// <param name="source">The text of the script.</param>
    /// <param name="program">The same, parsed.</param>
    public static string ToFunction(string source, Script program) =>
        $"() => ({string.Join(",\n", program.Body.Cast<ExpressionStatement>().Select(statement => $"({source[statement.Expression.Start..statement.Expression.End]}\n)"))})";

    private sealed class Reader(Func<string, bool> isFunction)
    {
        private HashSet<string> _locals = new(StringComparer.Ordinal);

        public bool IsHarmless(Script program)
        {
            // A name declared by the script itself would be declared twice.
            foreach (var statement in program.Body)
            {
                if (statement is not ExpressionStatement)
                {
                    return false;
                }
            }

            return All(program.Body);
        }

        private bool All<T>(in NodeList<T> nodes)
            where T : Node?
        {
            foreach (var node in nodes)
            {
                if (node is not null && !Is(node))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Is(Node node) => node switch
        {
            ExpressionStatement statement => Is(statement.Expression),
            NumericLiteral or StringLiteral or BooleanLiteral or NullLiteral => true,
            TemplateLiteral template => All(template.Expressions),
            Identifier identifier => _locals.Contains(identifier.Name) || Globals.Contains(identifier.Name) || isFunction(identifier.Name),
            MemberExpression member => Is(member.Object) && Names(member),
            CallExpression call => Is(call.Callee) && All(call.Arguments),
            NewExpression { Callee: Identifier { Name: "Date" } } made => !_locals.Contains("Date") && All(made.Arguments),
            ChainExpression chain => Is(chain.Expression),
            ParenthesizedExpression inner => Is(inner.Expression),
            SpreadElement spread => Is(spread.Argument),
            SequenceExpression sequence => All(sequence.Expressions),
            ConditionalExpression choice => Is(choice.Test) && Is(choice.Consequent) && Is(choice.Alternate),
            AssignmentExpression assignment => IsVariable(assignment.Left) && Is(assignment.Right),
            UpdateExpression update => IsVariable(update.Argument),
            UnaryExpression unary => unary.Operator != Operator.Delete && Is(unary.Argument),
            BinaryExpression binary => Is(binary.Left) && Is(binary.Right),
            ArrayExpression list => All(list.Elements),
            ObjectExpression made => Properties(made),
            ArrowFunctionExpression function => Within(() => Function(function)),
            BlockStatement block => Within(() => All(block.Body)),
            ReturnStatement end => end.Argument is null || Is(end.Argument),
            IfStatement choice => Is(choice.Test) && Is(choice.Consequent) && (choice.Alternate is null || Is(choice.Alternate)),
            VariableDeclaration declaration => Declares(declaration),
            _ => false,
        };

        private static bool Names(MemberExpression member) => member switch
        {
            { Computed: false, Property: Identifier name } => !Shared.Contains(name.Name),
            { Computed: true, Property: NumericLiteral } => true,
            { Computed: true, Property: StringLiteral name } => !Shared.Contains(name.Value),
            _ => false,
        };

        /// <summary>Only the object of variables is written to, which is made for each evaluation: what it holds may be shared.</summary>
        private bool IsVariable(Node node) => node is MemberExpression { Object: Identifier { Name: "variables" } } member && !_locals.Contains("variables") && Names(member);

        private bool Properties(ObjectExpression made)
        {
            foreach (var member in made.Properties)
            {
                var isHarmless = member switch
                {
                    ObjectProperty { Kind: PropertyKind.Init, Computed: false, Method: false } property =>
                        property.Key is not Identifier { Name: "__proto__" } and not StringLiteral { Value: "__proto__" } && Is(property.Value),
                    SpreadElement spread => Is(spread.Argument),
                    _ => false,
                };
                if (!isHarmless)
                {
                    return false;
                }
            }

            return true;
        }

        private bool Function(ArrowFunctionExpression function)
        {
            if (function.Async)
            {
                return false;
            }

            foreach (var parameter in function.Params)
            {
                if (!Declares(parameter))
                {
                    return false;
                }
            }

            return Is(function.Body);
        }

        private bool Declares(VariableDeclaration declaration)
        {
            foreach (var declared in declaration.Declarations)
            {
                if ((declared.Init is not null && !Is(declared.Init)) || !Declares(declared.Id))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>A name means what it was declared as only within: outside it may be one that all scripts share.</summary>
        private bool Within(Func<bool> isHarmless)
        {
            var outside = _locals;
            _locals = new HashSet<string>(outside, StringComparer.Ordinal);
            var answer = isHarmless();
            _locals = outside;
            return answer;
        }

        private bool Declares(Node name)
        {
            if (name is not Identifier identifier || Globals.Contains(identifier.Name))
            {
                return false;
            }

            _locals.Add(identifier.Name);
            return true;
        }
    }
}
