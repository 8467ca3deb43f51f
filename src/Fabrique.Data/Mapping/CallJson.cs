using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fabrique.Domain.Calls;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Mapping;

/// <summary>
/// Lists of a call as JSON, the same text on both engines.
/// <code>
/// ["Le problème est mesuré"]                                   criteria
/// [{"Question":"Qui ?","Answer":"Tout agent."}]                questions
/// ["0199…"]                                                    units
/// </code>
/// </summary>
internal static class CallJson
{
    public static readonly ValueConverter<IReadOnlyList<string>, string> Texts = Of<string>();

    public static readonly ValueComparer<IReadOnlyList<string>> SameTexts = Same<string>();

    public static readonly ValueConverter<IReadOnlyList<CallQuestion>, string> Questions = Of<CallQuestion>();

    public static readonly ValueComparer<IReadOnlyList<CallQuestion>> SameQuestions = Same<CallQuestion>();

    public static readonly ValueConverter<IReadOnlyList<Guid>, string> Units = Of<Guid>();

    public static readonly ValueComparer<IReadOnlyList<Guid>> SameUnits = Same<Guid>();

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static ValueConverter<IReadOnlyList<T>, string> Of<T>() => new(list => Write(list), json => Read<T>(json));

    private static ValueComparer<IReadOnlyList<T>> Same<T>() => new((one, other) => Write(one!) == Write(other!), list => Write(list).GetHashCode(StringComparison.Ordinal), list => list);

    private static string Write<T>(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, Options);

    private static List<T> Read<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, Options) ?? [];
}
