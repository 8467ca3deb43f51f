using System.Text;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// The engine looks at its limits between statements, but one expression may join many long texts. In the text of a script every operand of an addition and every
/// part of a template is handed to a function that counts the letters, before they are copied.
/// </summary>
internal static class ScriptMeasure
{
    private const string Name = "measured";

    /// <summary>Letters that one evaluation has handed over.</summary>
    public sealed class Counter
    {
        public long Letters { get; set; }

        public void Begin() => Letters = 0;
    }

    /// <summary>Puts the function around the operands.</summary>
    /// <param name="source">Text of the script.</param>
    /// <param name="program">The same, parsed.</param>
    /// <returns>The new text and the name of the function; no name when there is nothing to measure.</returns>
    public static (string Text, string? Name) Rewrite(string source, Script program)
    {
        var marks = new List<(int At, bool IsEnd)>();
        var open = new Stack<Node>([program]);
        while (open.TryPop(out var node))
        {
            foreach (var operand in Operands(node).Where(operand => operand is not Literal))
            {
                marks.Add((operand.Start, false));
                marks.Add((operand.End, true));
            }

            foreach (var child in node.ChildNodes)
            {
                open.Push(child);
            }
        }

        if (marks.Count == 0)
        {
            return (source, null);
        }

        var name = Name;
        while (source.Contains(name, StringComparison.Ordinal))
        {
            name += "_";
        }

        var text = new StringBuilder();
        var at = 0;
        foreach (var (position, isEnd) in marks.OrderBy(mark => mark.At))
        {
            text.Append(source, at, position - at).Append(isEnd ? "))" : $"{name}((");
            at = position;
        }

        return (text.Append(source, at, source.Length - at).ToString(), name);
    }

    /// <summary>Gives an engine the function.</summary>
    public static Counter Define(Engine engine, string name, long memoryBytes)
    {
        var counter = new Counter();
        var function = new ClrFunction(engine, name, (_, arguments) =>
        {
            if (arguments[0] is JsString text && (counter.Letters += text.Length) * sizeof(char) > memoryBytes)
            {
                throw ScriptFailure.Memory(memoryBytes);
            }

            return arguments[0];
        });
        engine.Global.FastSetProperty(name, new PropertyDescriptor(function, writable: false, enumerable: false, configurable: false));
        return counter;
    }

    /// <summary>What is copied into a new text: both sides of an addition, except a sum of sums, which was measured; what an assignment appends; parts of templates.</summary>
    private static IEnumerable<Node> Operands(Node node) => node switch
    {
        BinaryExpression { Operator: Acornima.Operator.Addition } sum => sum.Left is BinaryExpression { Operator: Acornima.Operator.Addition } ? [sum.Right] : [sum.Left, sum.Right],
        AssignmentExpression { Operator: Acornima.Operator.AdditionAssignment } append => [append.Right],
        TemplateLiteral template => template.Expressions,
        _ => [],
    };
}
