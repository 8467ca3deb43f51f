using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>Bodies of HTTP messages, from and to the values that workflows hold.</summary>
internal static class HttpContents
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Writes a value: a text as it is, a form's fields when asked, anything else as JSON.</summary>
    /// <returns>The bytes and their content type.</returns>
    public static (byte[] Bytes, string ContentType) Write(object content, string? contentType)
    {
        var type = string.IsNullOrWhiteSpace(contentType) ? content is string ? "text/plain; charset=utf-8" : Json : contentType.Trim();
        if (content is JsonElement { ValueKind: JsonValueKind.Object } fields && MediaType(type) == Form)
        {
            var pairs = fields.EnumerateObject().SelectMany(field => field.Value.ValueKind == JsonValueKind.Array
                ? field.Value.EnumerateArray().Select(item => Pair(field.Name, item))
                : [Pair(field.Name, field.Value)]);
            return (Encoding.ASCII.GetBytes(string.Join('&', pairs)), type);
        }

        return (Encoding.UTF8.GetBytes(ValueConverter.ToText(content)), type);
    }

    /// <summary>Reads a body: JSON as a value, text as text, anything else as base64; null when it is empty.</summary>
    /// <param name="content">The body.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="isStrict">Whether JSON that does not read is an error; it is given as a text otherwise.</param>
    /// <exception cref="FormatException">The JSON does not read.</exception>
    public static object? Read(byte[] content, MediaTypeHeaderValue? contentType, bool isStrict = false)
    {
        if (content.Length == 0)
        {
            return null;
        }

        var type = contentType?.MediaType ?? "";
        if (IsJson(type))
        {
            try
            {
                return ValueConverter.Unwrap(JsonSerializer.Deserialize<JsonElement>(content, JsonText.Values));
            }
            catch (JsonException exception)
            {
                return isStrict ? throw new FormatException(exception.Message, exception) : Text(content, contentType);
            }
        }

        return IsText(type) ? Text(content, contentType) : Convert.ToBase64String(content);
    }

    public static bool IsJson(string mediaType) =>
        mediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("/xml", StringComparison.OrdinalIgnoreCase)
        || mediaType.EndsWith("+xml", StringComparison.OrdinalIgnoreCase) || mediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    private static string MediaType(string contentType) => contentType.Split(';')[0].Trim().ToLowerInvariant();

    private static string Text(byte[] content, MediaTypeHeaderValue? contentType)
    {
        var encoding = Encoding.UTF8;
        try
        {
            if (contentType?.CharSet is { Length: > 0 } name)
            {
                encoding = Encoding.GetEncoding(name.Trim('"'));
            }
        }
        catch (ArgumentException)
        {
            // An unknown encoding is read as the one that most texts are in.
        }

        return encoding.GetString(content);
    }

    private static string Pair(string name, JsonElement value) =>
        $"{WebUtility.UrlEncode(name)}={(ValueConverter.Unwrap(value) is { } given ? WebUtility.UrlEncode(ValueConverter.ToText(given)) : "")}";
}
