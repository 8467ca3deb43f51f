using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Tests;

public sealed class ValueConverterTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char[' ', 'ﾟ'].Where(letter => !char.IsSurrogate(letter)), 0, 20];
    private static readonly Gen<TimeSpan> Duration = Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000].Select(TimeSpan.FromTicks);
    private static readonly Gen<DateTime> Instant = Gen.Long[DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks].Select(ticks => new DateTime(ticks, DateTimeKind.Utc));

    private static readonly Dictionary<string, Gen<object?>> Values = new(StringComparer.Ordinal)
    {
        ["String"] = Text.Select(text => (object?)text),
        ["Boolean"] = Gen.Bool.Select(flag => (object?)flag),
        ["Int32"] = Gen.Int.Select(number => (object?)number),
        ["Long"] = Gen.Long.Select(number => (object?)number),
        ["Single"] = Gen.Float.Select(number => (object?)number),
        ["Double"] = Gen.Double.Select(number => (object?)number),
        ["Decimal"] = Gen.Decimal.Select(number => (object?)number),
        ["Guid"] = Gen.Guid.Select(guid => (object?)guid),
        ["DateTime"] = Instant.Select(instant => (object?)instant),
        ["DateTimeOffset"] = Gen.Select(Instant, Gen.Int[-12, 12]).Select((instant, hours) => (object?)new DateTimeOffset(instant).AddDays(-1).ToOffset(TimeSpan.FromHours(hours))),
        ["DateOnly"] = Instant.Select(instant => (object?)DateOnly.FromDateTime(instant)),
        ["TimeOnly"] = Instant.Select(instant => (object?)TimeOnly.FromDateTime(instant)),
        ["TimeSpan"] = Duration.Select(duration => (object?)duration),
        ["ByteArray"] = Gen.Byte.Array[0, 40].Select(bytes => (object?)bytes),
        ["StringDictionary"] = Gen.Dictionary(Text, Text)[0, 4].Select(map => (object?)map),
        ["ObjectDictionary"] = Gen.Dictionary(Text, Gen.Int)[0, 4].Select(map => (object?)map),
        ["JSON"] = Gen.Int.Array[0, 4].Select(list => (object?)JsonSerializer.SerializeToElement(new { list })),
        ["Int32[]"] = Gen.Int.Array[0, 4].Select(list => (object?)list),
        ["List<String>"] = Text.Array[0, 4].Select(list => (object?)list),
        ["DateTimeOffset[]"] = Instant.Array[0, 4].Select(list => (object?)list),
        ["TimeSpan[]"] = Duration.Array[0, 4].Select(list => (object?)list),
        ["StringDictionary[]"] = Gen.Dictionary(Text, Text)[0, 2].Array[0, 3].Select(list => (object?)list),
    };

    public static TheoryData<string> Aliases() => new(Values.Keys);

    [Theory, MemberData(nameof(Aliases))]
    public void Value_of_a_declared_type_comes_back_from_the_state(string alias)
    {
        var declaration = new VariableDeclaration("v", "v", ValueTypes.Find(alias), null);
        Assert.NotEqual(typeof(object), declaration.Type);
        Values[alias].Sample(
            value =>
            {
                var stored = ValueConverter.ToStored(value, declaration.Type);
                return AreEqual(stored, ThroughState(declaration, stored));
            },
            iter: 300);
    }

    [Theory, MemberData(nameof(Aliases))]
    public void Value_of_any_type_comes_back_from_an_object_variable(string alias)
    {
        var declaration = new VariableDeclaration("v", "v", typeof(object), null);
        Values[alias].Sample(
            value =>
            {
                var stored = ValueConverter.ToStored(value, declaration.Type);
                return AreEqual(stored, ThroughState(declaration, stored));
            },
            iter: 300);
    }

    [Theory]
    [InlineData("Int32", "12", "12")]
    [InlineData("Int32", " -7 ", "-7")]
    [InlineData("Int64", "9223372036854775807", "9223372036854775807")]
    [InlineData("System.Int32, System.Private.CoreLib", "3", "3")]
    [InlineData("Double", "1.5", "1.5")]
    [InlineData("Single", "0.5", "0.5")]
    [InlineData("Decimal", "79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("Boolean", "True", "true")]
    [InlineData("Boolean", "0", "false")]
    [InlineData("Guid", "{00000000-0000-0000-0000-000000000001}", "00000000-0000-0000-0000-000000000001")]
    [InlineData("DateTime", "2026-01-05T10:00:00+02:00", "2026-01-05T08:00:00.0000000Z")]
    [InlineData("DateTimeOffset", "2026-01-05T10:00:00+02:00", "2026-01-05T10:00:00.0000000+02:00")]
    [InlineData("DateTimeOffset", "2026-01-05", "2026-01-05T00:00:00.0000000+01:00")]
    [InlineData("DateTime", "2026-07-05T10:00:00", "2026-07-05T08:00:00.0000000Z")]
    [InlineData("DateOnly", "2026-01-05", "2026-01-05")]
    [InlineData("TimeOnly", "10:30", "10:30:00.0000000")]
    [InlineData("TimeSpan", "1.02:03:04", "1.02:03:04")]
    [InlineData("TimeSpan", "P1DT2H", "1.02:00:00")]
    [InlineData("TimeSpan", "P6M", "180.00:00:00")]
    [InlineData("ByteArray", "w6k=", "w6k=")]
    [InlineData("Object", "[1]", "[1]")]
    [InlineData("ObjectDictionary", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":1}}")]
    [InlineData("StringDictionary", "{\"a\":1,\"b\":\"x\"}", "{\"a\":\"1\",\"b\":\"x\"}")]
    [InlineData("Int32[]", "[\"1\",2]", "[1,2]")]
    [InlineData("List<String>", "[1,true]", "[\"1\",\"true\"]")]
    public void Literal_converts(string alias, string literal, string expected)
    {
        var constant = ExpressionCompiler.Literal(JsonValue.Create(literal), ValueTypes.Find(alias));

        Assert.Equal(expected, ValueConverter.ToText(ValueConverter.Normalize(constant.Value)!));
    }

    [Theory]
    [InlineData("Int32", "douze")]
    [InlineData("Int32", "1.5")]
    [InlineData("Int32", "3000000000")]
    [InlineData("Double", "1,5")]
    [InlineData("Decimal", "1,5")]
    [InlineData("Boolean", "oui")]
    [InlineData("Guid", "x")]
    [InlineData("DateTimeOffset", "hier")]
    [InlineData("DateOnly", "05/01/2026")]
    [InlineData("TimeSpan", "longtemps")]
    [InlineData("ByteArray", "!")]
    [InlineData("StringDictionary", "[1]")]
    [InlineData("ObjectDictionary", "\"x\"")]
    [InlineData("Int32[]", "[1,\"x\"]")]
    [InlineData("Int32[]", "1")]
    public void Literal_that_does_not_convert_is_refused(string alias, string literal) =>
        Assert.ThrowsAny<FormatException>(() => ExpressionCompiler.Literal(JsonValue.Create(literal), ValueTypes.Find(alias)));

    [Theory]
    [InlineData("Int32")]
    [InlineData("Guid")]
    [InlineData("JSON")]
    [InlineData("ObjectDictionary")]
    [InlineData("Int32[]")]
    public void Empty_literal_is_no_value(string alias) => Assert.Null(ExpressionCompiler.Literal(JsonValue.Create(" "), ValueTypes.Find(alias)).Value);

    [Fact]
    public void Every_alias_of_the_reference_is_known()
    {
        foreach (var alias in (string[])
            ["String", "Boolean", "Int32", "Long", "Single", "Double", "Decimal", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "StringDictionary", "ObjectDictionary", "JSON", "JsonElement", "JsonNode", "JsonObject", "ByteArray", "Stream"])
        {
            Assert.NotEqual(typeof(object), ValueTypes.Find(alias));
            Assert.Equal(ValueTypes.Find(alias), ValueTypes.Find(ValueTypes.AliasOf(ValueTypes.Find(alias))));
            Assert.Equal(ValueTypes.Find(alias, isArray: true), ValueTypes.Find(alias + "[]"));
        }
    }

    private static object? ThroughState(VariableDeclaration declaration, object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writing))
        {
            writer.WriteStartObject();
            StateText.WriteValues(writer, "v", [declaration], [value]);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan));
        return StateText.ReadValues(document.RootElement, "v", [declaration])[0];
    }

    private static bool AreEqual(object? first, object? second) => (first, second) switch
    {
        (JsonElement one, JsonElement two) => JsonElement.DeepEquals(one, two),
        (byte[] one, byte[] two) => one.AsSpan().SequenceEqual(two),
        (DateTimeOffset one, DateTimeOffset two) => one.EqualsExact(two),
        (int or long, int or long) => Convert.ToInt64(first, CultureInfo.InvariantCulture) == Convert.ToInt64(second, CultureInfo.InvariantCulture),
        (double one, long two) => one == two,
        _ => Equals(first, second) && first?.GetType() == second?.GetType(),
    };
}
