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
        MethodBase method => Of(method),
        Type nested => Of(nested),
        _ => [],
    });

    private static IEnumerable<string> Of(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var methodArguments = method is MethodInfo { IsGenericMethod: true } info ? info.GetGenericArguments() : null;
        for (var position = 0; position < code.Length;)
        {
            var value = code[position] == 0xFE ? (short)(0xFE00 | code[position + 1]) : code[position];
            var operation = Codes[value];
            position += operation.Size;
            if (operation.OperandType is OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(code, position), typeArguments, methodArguments)!.Name;
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
