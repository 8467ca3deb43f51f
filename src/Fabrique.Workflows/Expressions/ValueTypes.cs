using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fabrique.Workflows.Expressions;

/// <summary>Elsa's aliases of value types.</summary>
internal static partial class ValueTypes
{
    private const string Unregistered = "UnregisteredClrType:";

    private static readonly FrozenDictionary<string, Type> Aliases = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Object"] = typeof(object),
        ["String"] = typeof(string),
        ["Boolean"] = typeof(bool),
        ["Bool"] = typeof(bool),
        ["Int16"] = typeof(short),
        ["Int32"] = typeof(int),
        ["Int"] = typeof(int),
        ["Int64"] = typeof(long),
        ["Long"] = typeof(long),
        ["Single"] = typeof(float),
        ["Float"] = typeof(float),
        ["Double"] = typeof(double),
        ["Decimal"] = typeof(decimal),
        ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTime),
        ["DateTimeOffset"] = typeof(DateTimeOffset),
        ["DateOnly"] = typeof(DateOnly),
        ["TimeOnly"] = typeof(TimeOnly),
        ["TimeSpan"] = typeof(TimeSpan),
        ["ByteArray"] = typeof(byte[]),
        ["Byte[]"] = typeof(byte[]),
        ["Stream"] = typeof(byte[]),
        ["JSON"] = typeof(JsonElement),
        ["JsonElement"] = typeof(JsonElement),
        ["JsonNode"] = typeof(JsonElement),
        ["JsonObject"] = typeof(JsonElement),
        ["StringDictionary"] = typeof(IReadOnlyDictionary<string, string>),
        ["ObjectDictionary"] = typeof(IReadOnlyDictionary<string, object>),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(long)] = "Long",
        [typeof(byte[])] = "ByteArray",
        [typeof(JsonElement)] = "JSON",
        [typeof(IReadOnlyDictionary<string, string>)] = "StringDictionary",
        [typeof(IReadOnlyDictionary<string, object>)] = "ObjectDictionary",
    }.ToFrozenDictionary();

    /// <summary>The CLR type of an alias, of a list of it, or of a full CLR name; <see cref="object"/> when it is unknown.</summary>
    public static Type Find(string? alias, bool isArray = false)
    {
        if (isArray)
        {
            return Find(alias).MakeArrayType();
        }

        if (alias is null)
        {
            return typeof(object);
        }

        if (alias.StartsWith(Unregistered, StringComparison.Ordinal))
        {
            return Find(alias[Unregistered.Length..]);
        }

        var generic = ClrGeneric().Match(alias);
        if (generic.Success)
        {
            return Find($"{generic.Groups["name"].Value}<{generic.Groups["item"].Value}>");
        }

        if (Aliases.TryGetValue(alias, out var type) || Aliases.TryGetValue(ClrName(alias), out type))
        {
            return type;
        }

        if (MapName().IsMatch(alias))
        {
            return typeof(IReadOnlyDictionary<string, object>);
        }

        if (NullableName().Match(alias) is { Success: true } nullable)
        {
            return Find(nullable.Groups["item"].Value);
        }

        var list = ListName().Match(alias);
        return list.Success ? Find(list.Groups["item"].Value).MakeArrayType() : typeof(object);
    }

    public static string AliasOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return Names.GetValueOrDefault(bare) ?? (bare.IsArray ? $"{AliasOf(bare.GetElementType()!)}[]" : bare.Name);
    }

    /// <summary>"System.Int32, System.Private.CoreLib" is Int32; names of other namespaces stay as they are.</summary>
    private static string ClrName(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) && name.Split(',')[0] is var bare && bare.LastIndexOf('.') is var dot ? bare[(dot + 1)..] : name;

    /// <summary>A generic CLR name: its simple name and its first argument.</summary>
    [GeneratedRegex(@"^System\.(?:\w+\.)*(?<name>\w+)`\d\[\[(?<item>[^,\]]+(?:\[\])?)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ClrGeneric();

    [GeneratedRegex(@"^I?(?:ReadOnly)?Dictionary(?:<.*>)?$|^System\.Dynamic\.ExpandoObject\b|^ExpandoObject$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex MapName();

    [GeneratedRegex(@"^(?:Nullable<(?<item>[^<>]+)>|(?<item>\w+)\?)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NullableName();

    [GeneratedRegex(@"^(?:I?(?:List|Collection|Enumerable|ReadOnlyList|ReadOnlyCollection|HashSet)<(?<item>[^<>]+)>|(?<item>[^\[\]]+)\[\])$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ListName();
}
