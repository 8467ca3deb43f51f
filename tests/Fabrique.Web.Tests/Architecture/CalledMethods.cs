using System.Reflection;
using System.Reflection.Emit;

namespace Fabrique.Web.Tests.Architecture;

/// <summary>Reads in the compiled code which methods a type calls, its lambdas and asynchronous methods included.</summary>
internal static class CalledMethods
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<string> Of(Type type) => type.GetMembers(Own).SelectMany(member => member switch
    {
        MethodBase method => NamedBy(method).OfType<MethodBase>().Select(called => called.Name),
        Type nested => Of(nested),
        _ => [],
    });

    /// <summary>The methods, fields and types that the code of a method names.</summary>
    public static IEnumerable<MemberInfo> NamedBy(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var methodArguments = method is MethodInfo { IsGenericMethod: true } info ? info.GetGenericArguments() : null;
        for (var position = 0; position < code.Length;)
        {
            var value = code[position] == 0xFE ? (short)(0xFE00 | code[position + 1]) : code[position];
            var operation = Codes[value];
            position += operation.Size;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, position), typeArguments, methodArguments)!;
            }

            position += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, position)),
                _ => 4,
            };
        }
    }
}
