using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Execution;

/// <summary>Values as the journal keeps them: no longer than allowed, and without secrets.</summary>
internal static class JournalText
{
    public const string Mask = "•••";

    private const string Ellipsis = "… ";
    private const string MaskJson = "\"" + Mask + "\"";
    private static readonly string[] SecretWords =
        ["authorization", "cookie", "password", "passwd", "motdepasse", "secret", "token", "apikey", "accesskey", "privatekey", "credential"];

    public static string Masked => MaskJson;

    /// <summary>Whether what carries this name, in a header or an object, is likely to be a secret.</summary>
    public static bool IsSecretName(string name)
    {
        Span<char> letters = stackalloc char[Math.Min(name.Length, 64)];
        var count = 0;
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character) && count < letters.Length)
            {
                letters[count++] = char.ToLowerInvariant(character);
            }
        }

        foreach (var word in SecretWords)
        {
            if (letters[..count].IndexOf(word, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces known secrets wherever they stand in a text.</summary>
    public static string Hide(string text, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>What stands for a value too long for its line.</summary>
    public static string Omitted(int length, WorkflowOptions options) => Quote(Ellipsis + options.Tell(new WorkflowMessage(MessageCodes.ValueCut, length)));

    /// <returns>JSON text; a value longer than the limit becomes a string that holds its beginning and tells its length.</returns>
    public static string Write(object? value, WorkflowOptions options, IReadOnlyList<string> secrets)
    {
        var limit = options.Journal.ValueLength;
        var plain = ValueConverter.Normalize(value);
        if (plain is string text)
        {
            return Quote(Shorten(Hide(text, secrets), options));
        }

        var buffer = new ArrayBufferWriter<byte>(128);
        using var writer = new Utf8JsonWriter(buffer, JsonText.Writing);
        if (plain is not JsonElement element)
        {
            ValueConverter.Write(writer, plain);
            writer.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }

        var isWhole = TryCopy(writer, element, options, secrets);
        writer.Flush();
        var written = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return isWhole && written.Length <= limit ? written : Quote(Cut(written, Encoding.UTF8.GetCharCount(JsonMarshal.GetRawUtf8Value(element)), options));
    }

    /// <summary>Copies until the limit is passed: a huge value costs no more than a long one.</summary>
    private static bool TryCopy(Utf8JsonWriter writer, JsonElement element, WorkflowOptions options, IReadOnlyList<string> secrets)
    {
        if (writer.BytesCommitted + writer.BytesPending > options.Journal.ValueLength)
        {
            return false;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var isNamedSecret = NamesSecret(element);
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (IsSecretName(property.Name) || (isNamedSecret && property.NameEquals(ValueOf(property.Name))))
                    {
                        writer.WriteStringValue(Mask);
                    }
                    else if (!TryCopy(writer, property.Value, options, secrets))
                    {
                        return false;
                    }
                }

                writer.WriteEndObject();
                return true;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    if (!TryCopy(writer, item, options, secrets))
                    {
                        return false;
                    }
                }

                writer.WriteEndArray();
                return true;
            case JsonValueKind.String:
                writer.WriteStringValue(Shorten(Hide(element.GetString()!, secrets), options));
                return true;
            default:
                element.WriteTo(writer);
                return true;
        }
    }

    /// <summary>Headers are often a list of <c>{name, value}</c>: the name then tells what the value is.</summary>
    private static bool NamesSecret(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String
                && (property.Name.Equals("name", StringComparison.OrdinalIgnoreCase) || property.Name.Equals("key", StringComparison.OrdinalIgnoreCase))
                && IsSecretName(property.Value.GetString()!))
            {
                return true;
            }
        }

        return false;
    }

    private static string ValueOf(string name) => name.Equals("value", StringComparison.OrdinalIgnoreCase) ? name : "";

    private static string Shorten(string text, WorkflowOptions options) => text.Length <= options.Journal.ValueLength ? text : Cut(text, text.Length, options);

    private static string Cut(string text, int length, WorkflowOptions options)
    {
        var end = Math.Min(options.Journal.ValueLength, text.Length);
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return string.Concat(text.AsSpan(0, end), Ellipsis, options.Tell(new WorkflowMessage(MessageCodes.ValueCut, length)));
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, JsonText.Compact);
}
