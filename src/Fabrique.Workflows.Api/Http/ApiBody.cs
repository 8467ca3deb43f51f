using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Reads bodies within the bound of the options.</summary>
internal static class ApiBody
{
    public static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256, AllowTrailingCommas = true, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the body as text; empty when there is none.</summary>
    /// <exception cref="RefusedException">It is too long.</exception>
    public static async Task<string> TextAsync(HttpContext context)
    {
        var maximum = context.RequestServices.GetRequiredService<WorkflowApiOptions>().MaximumBodyBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // Beyond the maximum it is refused while it is read; a server that cut it off would take the answer away from whoever still sends.
            feature.MaxRequestBodySize = 4L * maximum;
        }

        return await BoundedTextAsync(context.Request.Body, maximum, context.RequestAborted);
    }

    /// <summary>Reads a stream as UTF-8 text.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="left">How many bytes it may have.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <param name="maximum">How many bytes there may be in all, when it is not the first that is read.</param>
    /// <exception cref="RefusedException">It has more.</exception>
    public static async Task<string> BoundedTextAsync(Stream stream, int left, CancellationToken cancellationToken, int? maximum = null)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (bytes.Length + read > left)
            {
                throw TooLong(maximum ?? left);
            }

            bytes.Write(buffer, 0, read);
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    public static RefusedException TooLong(int maximum) =>
        new(StatusCodes.Status413PayloadTooLarge, $"Ce qui a été envoyé dépasse {maximum / 1024} ko : c’est trop pour une procédure. Vérifiez le fichier.");

    /// <summary>Reads a JSON object; an empty one when the body is empty.</summary>
    /// <exception cref="RefusedException">It is not a JSON object, or too long.</exception>
    public static async Task<JsonObject> ObjectAsync(HttpContext context) => Object(await TextAsync(context));

    /// <summary>Reads a value; its defaults when the body is empty.</summary>
    /// <exception cref="RefusedException">It has not the shape expected, or is too long.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : new()
    {
        var text = await TextAsync(context);
        try
        {
            return string.IsNullOrWhiteSpace(text) ? new T() : JsonSerializer.Deserialize<T>(text, ApiJson.Options) ?? new T();
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static JsonObject Object(string text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text, documentOptions: Reading) as JsonObject ?? throw new JsonException("An object was expected.");
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static RefusedException Unreadable(JsonException exception) =>
        new(StatusCodes.Status400BadRequest, $"Le JSON envoyé ne se lit pas. Détail technique : {exception.Message}");
}
