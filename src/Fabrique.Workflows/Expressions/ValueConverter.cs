using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Fabrique.Workflows.Expressions;

/// <summary>Turns what expressions and JSON give into what activities and variables declare.</summary>
internal static class ValueConverter
{
    /// <summary>Begins the name of a value's type in the state of an instance.</summary>
    private const string TypeMark = "§";

    public static T? To<T>(object? value) => Convert(value, typeof(T)) is T converted ? converted : default;

    /// <exception cref="InvalidCastException">The value has no such form.</exception>
    public static object? Convert(object? value, Type target)
    {
        var type = Nullable.GetUnderlyingType(target) ?? target;
        if (value is JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            value = null;
        }

        if (value is null)
        {
            return null;
        }

        if (type == typeof(object) || type.IsInstanceOfType(value))
        {
            return value is JsonElement element && type == typeof(object) ? Unwrap(element) : value;
        }

        try
        {
            return ConvertKnown(value, type);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new UnfitValueException(new WorkflowMessage(MessageCodes.UnfitValue, Shorten(ToText(value)), ValueTypes.AliasOf(type)), exception);
        }
    }

    /// <summary>The small set of forms that the state of an instance may hold.</summary>
    public static object? Normalize(object? value) => value switch
    {
        null => null,
        string or bool or int or long or double or decimal or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or byte[] => value,
        short or byte or sbyte or ushort or uint => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float single => (double)single,
        Enum symbol => symbol.ToString(),
        JsonElement element => Unwrap(element),
        JsonNode node => Unwrap(JsonSerializer.SerializeToElement(node, JsonText.Compact)),
        _ => JsonSerializer.SerializeToElement(value, value.GetType(), JsonText.Values),
    };

    /// <summary>Converts to a declared type, then to a form that the state of an instance may hold.</summary>
    /// <exception cref="InvalidCastException">The value has no such form.</exception>
    public static object? ToStored(object? value, Type type) => Normalize(Convert(value, type));

    public static object? Unwrap(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble(),
        _ => element.Clone(),
    };

    public static string ToText(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime instant => AsUtc(instant).UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => System.Convert.ToBase64String(bytes),
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement element => element.GetRawText(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, value.GetType(), JsonText.Values),
    };

    /// <summary>Writes a value whose type is known where it is read back: <see cref="Convert"/> understands the form.</summary>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            default:
                writer.WriteStringValue(ToText(value));
                break;
        }
    }

    /// <summary>Writes a value of any type so that <see cref="ReadAny"/> gives the same again: what JSON has no form for carries the name of its type.</summary>
    public static void WriteAny(Utf8JsonWriter writer, object? value)
    {
        if (value is DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or decimal or byte[] or double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity))
        {
            writer.WriteStartObject();
            writer.WriteString(TypeMark + ValueTypes.AliasOf(value.GetType()), ToText(value));
            writer.WriteEndObject();
            return;
        }

        Write(writer, value);
    }

    public static object? ReadAny(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 1)
        {
            var only = element.EnumerateObject().First();
            if (only.Name.StartsWith(TypeMark, StringComparison.Ordinal) && only.Value.ValueKind == JsonValueKind.String && ValueTypes.Find(only.Name[1..]) is var type && type != typeof(object))
            {
                return Convert(only.Value, type);
            }
        }

        return Unwrap(element);
    }

    public static JsonElement? ToElement(object? value)
    {
        if (value is null)
        {
            return null;
        }

        return value is JsonElement element ? element.Clone() : JsonSerializer.SerializeToElement(value, value.GetType(), JsonText.Values);
    }

    private static object? ConvertKnown(object value, Type type)
    {
        if (value is JsonNode node)
        {
            value = JsonSerializer.SerializeToElement(node, JsonText.Compact);
        }

        if (type != typeof(string) && value is string blank && string.IsNullOrWhiteSpace(blank))
        {
            return null;
        }

        if (type == typeof(JsonElement))
        {
            return value is string json && LooksLikeJson(json) ? JsonSerializer.Deserialize<JsonElement>(json) : ToElement(value)!.Value;
        }

        if (type == typeof(string))
        {
            return ToText(value);
        }

        if (type == typeof(IReadOnlyDictionary<string, string>) || type == typeof(IReadOnlyDictionary<string, object>))
        {
            return Map(value, type);
        }

        if (type.IsArray && type != typeof(byte[]))
        {
            return List(value, type.GetElementType()!);
        }

        if (type == typeof(decimal) && value is JsonElement { ValueKind: JsonValueKind.Number } exact)
        {
            return exact.GetDecimal();
        }

        if (type == typeof(byte[]) && value is JsonElement { ValueKind: JsonValueKind.String } base64)
        {
            return base64.GetBytesFromBase64();
        }

        if (type == typeof(byte[]) && value is JsonElement { ValueKind: JsonValueKind.Array } numbers)
        {
            return numbers.EnumerateArray().Select(number => number.GetByte()).ToArray();
        }

        if (value is JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array } tree)
        {
            return tree.Deserialize(type, JsonText.Values);
        }

        if (value is JsonElement scalar)
        {
            value = Unwrap(scalar)!;
            if (type.IsInstanceOfType(value))
            {
                return value;
            }
        }

        if (value is string text)
        {
            return Parse(text, type);
        }

        if (type.IsEnum)
        {
            return Enum.ToObject(type, System.Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }

        return (value, Type.GetTypeCode(type)) switch
        {
            (DateTimeOffset instant, TypeCode.DateTime) => instant.UtcDateTime,
            (DateTime instant, TypeCode.Object) when type == typeof(DateTimeOffset) => AsUtc(instant),
            (DateTime instant, TypeCode.Object) when type == typeof(DateOnly) => WallClock.DayOf(AsUtc(instant)),
            (DateTimeOffset instant, TypeCode.Object) when type == typeof(DateOnly) => WallClock.DayOf(instant),
            (DateOnly day, TypeCode.DateTime) => WallClock.At(day.ToDateTime(TimeOnly.MinValue)).UtcDateTime,
            (DateOnly day, TypeCode.Object) when type == typeof(DateTimeOffset) => WallClock.At(day.ToDateTime(TimeOnly.MinValue)),
            (double number, TypeCode.Int32 or TypeCode.Int64 or TypeCode.Int16 or TypeCode.Byte) when number != Math.Truncate(number) =>
                throw new FormatException("Not a whole number."),
            (_, TypeCode.Object) => JsonSerializer.SerializeToElement(value, value.GetType(), JsonText.Values).Deserialize(type, JsonText.Values),
            _ => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        };
    }

    private static JsonElement Map(object value, Type type)
    {
        var element = value is string text ? JsonSerializer.Deserialize<JsonElement>(text) : ToElement(value)!.Value;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Not an object.");
        }

        return type == typeof(IReadOnlyDictionary<string, object>)
            ? element
            : JsonSerializer.SerializeToElement(element.EnumerateObject().ToDictionary(property => property.Name, property => Unwrap(property.Value) is { } item ? ToText(item) : null), JsonText.Compact);
    }

    /// <summary>A list, its elements converted one by one.</summary>
    private static Array List(object value, Type item)
    {
        var element = value switch
        {
            string text when text.TrimStart() is ['[', ..] => JsonSerializer.Deserialize<JsonElement>(text),
            _ => ToElement(value)!.Value,
        };
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("Not a list.");
        }

        var list = Array.CreateInstance(item.IsInterface ? typeof(JsonElement) : item, element.GetArrayLength());
        var index = 0;
        foreach (var one in element.EnumerateArray())
        {
            list.SetValue(Convert(one, item), index++);
        }

        return list;
    }

    private static object? Parse(string text, Type type)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }

        if (type.IsEnum)
        {
            return Enum.Parse(type, trimmed, ignoreCase: true);
        }

        if (type == typeof(TimeSpan))
        {
            return trimmed[0] == 'P' || trimmed.StartsWith("-P", StringComparison.Ordinal)
                ? XmlConvert.ToTimeSpan(trimmed)
                : TimeSpan.Parse(trimmed, CultureInfo.InvariantCulture);
        }

        if (type == typeof(DateTimeOffset))
        {
            return WallClock.Parse(trimmed);
        }

        if (type == typeof(DateTime))
        {
            return WallClock.Parse(trimmed).UtcDateTime;
        }

        if (type == typeof(DateOnly))
        {
            return trimmed.Length == 10
                ? DateOnly.ParseExact(trimmed, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                : WallClock.DayOf(WallClock.Parse(trimmed));
        }

        if (type == typeof(TimeOnly))
        {
            return TimeOnly.Parse(trimmed, CultureInfo.InvariantCulture);
        }

        if (type == typeof(Guid))
        {
            return Guid.Parse(trimmed);
        }

        if (type == typeof(byte[]))
        {
            return System.Convert.FromBase64String(trimmed);
        }

        // No grouping of thousands: « 1,5 » is not fifteen.
        if (type == typeof(double) || type == typeof(float))
        {
            var number = double.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture);
            return type == typeof(double) ? number : (float)number;
        }

        if (type == typeof(decimal))
        {
            return decimal.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        if (Type.GetTypeCode(type) is var code and not TypeCode.Object)
        {
            return code is TypeCode.Boolean && trimmed is "0" or "1" ? trimmed == "1" : System.Convert.ChangeType(trimmed, type, CultureInfo.InvariantCulture);
        }

        if (type == typeof(JsonNode) || type == typeof(JsonObject))
        {
            return JsonNode.Parse(trimmed);
        }

        return LooksLikeJson(trimmed)
            ? JsonSerializer.Deserialize(trimmed, type, JsonText.Values)
            : JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(trimmed), type, JsonText.Values);
    }

    public static DateTimeOffset AsUtc(DateTime instant) =>
        new(instant.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(instant, DateTimeKind.Utc) : instant.ToUniversalTime());

    private static bool LooksLikeJson(string text) => text.TrimStart() is ['{' or '[' or '"', ..];

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
