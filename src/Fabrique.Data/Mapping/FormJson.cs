using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Mapping;

/// <summary>
/// Forms and answers as JSON, the same text on both engines. Nothing is fatal to read: what this program does not understand is kept, to be shown.
/// <code>
/// {}                                                                      no form, no answer
/// {"shape":1,"code":"drawn","version":1,"fields":[{"key":"avis","label":"Avis","kind":"choice","required":true,"choices":[{"key":"oui","label":"Oui"}]}]}
/// {"text":"Avis : choix (Oui | Non)"}                                     a form asked before shapes had a number: the text that an administrator wrote
/// {"form":"drawn","version":1,"values":{"avis":{"choice":"oui"},"jour":{"date":"2026-12-31"},"montant":12.50,"lu":true,"suite":"Rien."}}
/// [{"Label":"Avis","Value":"Oui"}]                                        answers to such a text, in its order
/// </code>
/// </summary>
internal static class FormJson
{
    public static readonly ValueConverter<Form, string> Forms = new(form => Write(form), json => ReadForm(json));

    public static readonly ValueConverter<FormAnswers, string> Answers = new(answers => Write(answers), json => ReadAnswers(json));

    private const int Shape = 1;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static string Write(Form form)
    {
        if (form.Code.Length == 0)
        {
            return form.UnreadText.Length == 0 ? "{}" : form.UnreadText;
        }

        return new JsonObject
        {
            ["shape"] = Shape,
            ["code"] = form.Code,
            ["version"] = form.Version,
            ["fields"] = new JsonArray([.. form.Fields.Select(Write)]),
        }.ToJsonString(Options);
    }

    private static JsonObject Write(FormField field)
    {
        var json = new JsonObject { ["key"] = field.Key, ["label"] = field.Label, ["kind"] = field.Kind.Code };
        Add("hint", field.Hint);
        Add("required", field.IsRequired ? true : null);
        Add("choices", field.Choices.Count == 0 ? null : new JsonArray([.. field.Choices.Select(choice => new JsonObject { ["key"] = choice.Key, ["label"] = choice.Label })]));
        Add("maximumLength", field.MaximumLength);
        Add("lines", field.Lines == FormField.DefaultLines ? null : field.Lines);
        Add("whenMissing", field.WhenMissing);
        return json;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }

    private static Form ReadForm(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.TryGetProperty("text", out var text) ? ReadText(text.GetString()!)
                : !root.TryGetProperty("shape", out var shape) ? Form.None
                : shape.GetInt32() == Shape ? new Form(root.GetProperty("code").GetString()!, root.GetProperty("version").GetInt32(), [.. root.GetProperty("fields").EnumerateArray().Select(ReadField)])
                : Form.Unread(json);
        }
        catch (Exception unknown) when (unknown is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return Form.Unread(json);
        }
    }

    private static Form ReadText(string text) => FormText.Read(text, out var form) is null ? form : Form.Unread(text);

    private static FormField ReadField(JsonElement json)
    {
        var kind = FieldKind.Of(json.GetProperty("kind").GetString()!);
        return new FormField(json.GetProperty("key").GetString()!, json.GetProperty("label").GetString()!, kind)
        {
            Hint = Find("hint")?.GetString(),
            IsRequired = Find("required")?.GetBoolean() ?? false,
            Choices = kind.HasChoices ? [.. json.GetProperty("choices").EnumerateArray().Select(choice => new FormChoice(choice.GetProperty("key").GetString()!, choice.GetProperty("label").GetString()!))] : [],
            MaximumLength = Find("maximumLength")?.GetInt32(),
            Lines = Find("lines")?.GetInt32() ?? FormField.DefaultLines,
            WhenMissing = Find("whenMissing")?.GetString(),
        };

        JsonElement? Find(string name) => json.TryGetProperty(name, out var found) ? found : null;
    }

    private static string Write(FormAnswers answers)
    {
        if (answers.Equals(FormAnswers.None))
        {
            return "{}";
        }

        return new JsonObject
        {
            ["form"] = answers.FormCode,
            ["version"] = answers.FormVersion,
            ["values"] = new JsonObject(answers.Values.Select(pair => KeyValuePair.Create(pair.Key, Write(pair.Value)))),
        }.ToJsonString(Options);
    }

    private static JsonNode? Write(FormValue value) => value switch
    {
        TextValue text => text.Text,
        NumberValue number => number.Number,
        TickValue tick => tick.IsTicked,
        DateValue date => new JsonObject { ["date"] = date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        ChoiceValue choice => new JsonObject { ["choice"] = choice.Key },
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static FormAnswers ReadAnswers(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind is JsonValueKind.Array)
        {
            return ReadLabelled([.. root.EnumerateArray()]);
        }

        return root.TryGetProperty("values", out var values)
            ? new FormAnswers(
                root.GetProperty("form").GetString()!,
                root.GetProperty("version").GetInt32(),
                values.EnumerateObject().Where(value => value.Value.ValueKind is not JsonValueKind.Null).Select(value => KeyValuePair.Create(value.Name, ReadValue(value.Value))))
            : FormAnswers.None;
    }

    // Their form says what they are: see Form.Adopt.
    private static FormAnswers ReadLabelled(JsonElement[] answers) => new(
        "",
        0,
        FormText.KeysOf(answers.Select(answer => answer.GetProperty("Label").GetString()!))
            .Zip(answers, (key, answer) => (Key: key, Text: answer.GetProperty("Value").GetString()!))
            .Where(pair => pair.Text.Length > 0)
            .Select(pair => KeyValuePair.Create<string, FormValue>(pair.Key, new TextValue(pair.Text))));

    private static FormValue ReadValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new TextValue(json.GetString()!),
        JsonValueKind.Number when json.TryGetDecimal(out var number) => new NumberValue(number),
        JsonValueKind.True or JsonValueKind.False => new TickValue(json.GetBoolean()),
        JsonValueKind.Object when json.TryGetProperty("date", out var date) && DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => new DateValue(day),
        JsonValueKind.Object when json.TryGetProperty("choice", out var choice) => new ChoiceValue(choice.GetString()!),
        _ => new TextValue(json.GetRawText()),
    };
}
