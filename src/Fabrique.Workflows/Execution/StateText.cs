using System.Text.Json;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>The small JSON forms shared by the parts of an instance's state.</summary>
internal static class StateText
{
    public static void WriteMap(Utf8JsonWriter writer, string name, Dictionary<string, object?> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            writer.WritePropertyName(key);
            ValueConverter.WriteAny(writer, value);
        }

        writer.WriteEndObject();
    }

    public static void ReadMap(JsonElement json, string name, Dictionary<string, object?> map)
    {
        if (json.TryGetProperty(name, out var values))
        {
            foreach (var property in values.EnumerateObject())
            {
                map[property.Name] = ValueConverter.ReadAny(property.Value);
            }
        }
    }

    /// <summary>Writes the values that differ from their defaults, by position.</summary>
    public static void WriteValues(Utf8JsonWriter writer, string name, VariableDeclaration[] declarations, object?[] values)
    {
        var started = false;
        for (var index = 0; index < values.Length; index++)
        {
            if (!declarations[index].IsKept || Equals(values[index], declarations[index].Default))
            {
                continue;
            }

            if (!started)
            {
                writer.WriteStartObject(name);
                started = true;
            }

            writer.WritePropertyName(declarations[index].Id);
            if (declarations[index].Type == typeof(object))
            {
                ValueConverter.WriteAny(writer, values[index]);
            }
            else
            {
                ValueConverter.Write(writer, values[index]);
            }
        }

        if (started)
        {
            writer.WriteEndObject();
        }
    }

    public static object?[] ReadValues(JsonElement json, string name, VariableDeclaration[] declarations)
    {
        var values = Defaults(declarations);
        if (json.TryGetProperty(name, out var stored))
        {
            for (var index = 0; index < declarations.Length; index++)
            {
                if (stored.TryGetProperty(declarations[index].Id, out var value))
                {
                    values[index] = Read(value, declarations[index].Type);
                }
            }
        }

        return values;
    }

    /// <summary>A version that an instance moved to may declare another type: the value is then kept as it is.</summary>
    private static object? Read(JsonElement value, Type type)
    {
        try
        {
            return type == typeof(object) ? ValueConverter.ReadAny(value) : ValueConverter.ToStored(value, type);
        }
        catch (InvalidCastException)
        {
            return ValueConverter.ReadAny(value);
        }
    }

    public static void WriteIteration(Utf8JsonWriter writer, object?[]? values)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartArray("k");
        foreach (var value in values)
        {
            ValueConverter.WriteAny(writer, value);
        }

        writer.WriteEndArray();
    }

    public static object?[]? ReadIteration(JsonElement json) =>
        json.TryGetProperty("k", out var values) ? [.. values.EnumerateArray().Select(ValueConverter.ReadAny)] : null;

    public static object?[] Defaults(VariableDeclaration[] declarations)
    {
        var values = declarations.Length == 0 ? [] : new object?[declarations.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = declarations[index].Default;
        }

        return values;
    }
}
