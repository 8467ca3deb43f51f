using System.Reflection;

namespace Fabrique.Web.Tests.Architecture;

/// <summary>Reads in the compiled code which types of an assembly a type uses: what it derives from, declares, calls and names.</summary>
internal static class UsedTypes
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static HashSet<Type> Of(IEnumerable<Type> users, Assembly assembly) =>
        [.. users.SelectMany(Named).SelectMany(Parts).Where(used => used.Assembly == assembly).Select(used => used.IsGenericType ? used.GetGenericTypeDefinition() : used)];

    private static IEnumerable<Type> Named(Type type) =>
    [
        .. type.BaseType is { } derived ? [derived] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. Attributes(type),
        .. type.GetMembers(Own).SelectMany(member => member is Type ? [] : Attributes(member).Concat(member switch
        {
            FieldInfo field => [field.FieldType],
            MethodBase method => Named(method),
            _ => [],
        })),
    ];

    private static IEnumerable<Type> Named(MethodBase method) =>
    [
        .. method is MethodInfo { ReturnType: var returned } ? [returned] : Type.EmptyTypes,
        .. method.GetParameters().SelectMany(parameter => Attributes(parameter).Append(parameter.ParameterType)),
        .. method.GetMethodBody()?.LocalVariables.Select(variable => variable.LocalType) ?? [],
        .. method.GetMethodBody()?.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType!) ?? [],
        .. CalledMethods.NamedBy(method).SelectMany(Named),
    ];

    private static IEnumerable<Type> Named(MemberInfo named) => named switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodInfo called => [called.DeclaringType!, called.ReturnType, .. called.IsGenericMethod ? called.GetGenericArguments() : []],
        _ => [named.DeclaringType!],
    };

    private static IEnumerable<Type> Attributes(ICustomAttributeProvider member) => (member switch
    {
        ParameterInfo parameter => parameter.CustomAttributes,
        MemberInfo declared => declared.CustomAttributes,
        _ => [],
    }).SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Append(attribute.AttributeType));

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : type.DeclaringType is { } around && !type.IsGenericParameter ? [type, around] : [type];
}
