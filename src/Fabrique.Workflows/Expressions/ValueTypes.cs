using System.Collections.Frozen;
using System.Text.Json;

namespace Fabrique.Workflows.Expressions;

/// <summary>Elsa's aliases of value types.</summary>
internal static class ValueTypes
{
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
        ["Double"] = typeof(double),
        ["Decimal"] = typeof(decimal),
        ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTime),
        ["DateTimeOffset"] = typeof(DateTimeOffset),
        ["DateOnly"] = typeof(DateOnly),
        ["TimeOnly"] = typeof(TimeOnly),
        ["TimeSpan"] = typeof(TimeSpan),
        ["JSON"] = typeof(JsonElement),
        ["JsonElement"] = typeof(JsonElement),
        ["JsonNode"] = typeof(JsonElement),
        ["JsonObject"] = typeof(JsonElement),
        ["StringDictionary"] = typeof(JsonElement),
        ["ObjectDictionary"] = typeof(JsonElement),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The CLR type of an alias; <see cref="object"/> when the alias is unknown or names a collection.</summary>
    public static Type Find(string? alias, bool isArray = false) =>
        !isArray && alias is not null && Aliases.TryGetValue(alias, out var type) ? type : typeof(object);

    public static string AliasOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(long) ? "Long" : bare.Name;
    }
}
