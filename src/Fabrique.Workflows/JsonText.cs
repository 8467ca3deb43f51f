using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fabrique.Workflows;

/// <summary>How the library reads and writes JSON: accents stay readable and short, names stay as they are.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>For values that activities and callers hand over: camelCase, as the web expects.</summary>
    public static readonly JsonSerializerOptions Values = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 64 };

    /// <summary>For what was once written here: as deep as values of a definition may be, and the state around them.</summary>
    public static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
