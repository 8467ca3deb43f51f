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
/// A form may have rules, in <c>visibleWhen</c> of a field and in <c>eligibility</c>:
/// <code>
/// {"all":[{"at-least":"budget","value":"1000"},{"not":{"empty":"lieu"}}]}     "any" likewise; is, is-not, less, at-most, at-least, more
/// {"in":"lieu","code":"R53","name":"Bretagne"}
/// </code>
/// Other values:
/// <code>
/// {"choices":["a","b"]}  {"indicator":12,"unit":"jours","source":""}  {"territory":"29","name":"Finistère (29)","within":["R53"]}
/// {"person":"…","name":"…"}  {"organisation":"…","name":"…"}  {"files":[{"id":"…","name":"…"}]}  {"rows":[{"nom":"…"}]}
/// </code>
/// </summary>
internal static class FormJson
{
    public static readonly ValueConverter<Form, string> Forms = new(form => Write(form), json => ReadForm(json));

    public static readonly ValueConverter<FormAnswers, string> Answers = new(answers => Write(answers), json => ReadAnswers(json));

    private const int Shape = 1;
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly Dictionary<string, RuleComparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["is"] = RuleComparison.Is,
        ["is-not"] = RuleComparison.IsNot,
        ["less"] = RuleComparison.LessThan,
        ["at-most"] = RuleComparison.AtMost,
        ["at-least"] = RuleComparison.AtLeast,
        ["more"] = RuleComparison.MoreThan,
    };

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static string Write(Form form)
    {
        if (form.Code.Length == 0)
        {
            return form.UnreadText.Length == 0 ? "{}" : form.UnreadText;
        }

        var json = new JsonObject
        {
            ["shape"] = Shape,
            ["code"] = form.Code,
            ["version"] = form.Version,
            ["fields"] = new JsonArray([.. form.Fields.Select(Write)]),
        };
        if (form.Eligibility.Count > 0)
        {
            json["eligibility"] = new JsonArray([.. form.Eligibility.Select(rule => new JsonObject { ["rule"] = Write(rule.Rule), ["otherwise"] = rule.Otherwise })]);
        }

        return json.ToJsonString(Options);
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
        Add("example", field.Example);
        Add("maximumWords", field.MaximumWords);
        Add("frozenFrom", field.FrozenFrom is { } day ? Write(day) : null);
        Add("visibleWhen", field.VisibleWhen is { } rule ? Write(rule) : null);
        Add("fields", field.Fields.Count == 0 ? null : new JsonArray([.. field.Fields.Select(Write)]));
        return json;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }

    private static JsonObject Write(FormRule rule) => rule switch
    {
        GroupRule group => new JsonObject { [group.IsAll ? "all" : "any"] = new JsonArray([.. group.Rules.Select(Write)]) },
        NotRule not => new JsonObject { ["not"] = Write(not.Rule) },
        EmptyRule empty => new JsonObject { ["empty"] = empty.Key },
        TerritoryRule place => new JsonObject { ["in"] = place.Key, ["code"] = place.Code, ["name"] = place.Name },
        CompareRule compare => new JsonObject { [Comparisons.Single(pair => pair.Value == compare.Comparison).Key] = compare.Key, ["value"] = compare.Constant },
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static FormRule ReadRule(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var value = property.Value;
            switch (property.Name)
            {
                case "all" or "any":
                    return new GroupRule(property.Name is "all", new(value.EnumerateArray().Select(ReadRule)));
                case "not":
                    return new NotRule(ReadRule(value));
                case "empty":
                    return new EmptyRule(value.GetString()!);
                case "in":
                    return new TerritoryRule(value.GetString()!, json.GetProperty("code").GetString()!, json.GetProperty("name").GetString()!);
                case var name when Comparisons.TryGetValue(name, out var comparison):
                    return new CompareRule(value.GetString()!, comparison, json.GetProperty("value").GetString()!);
            }
        }

        throw new FormatException($"{json.GetRawText()} is no rule.");
    }

    private static Form ReadForm(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.TryGetProperty("text", out var text) ? ReadText(text.GetString()!)
                : !root.TryGetProperty("shape", out var shape) ? Form.None
                : shape.GetInt32() == Shape ? ReadShape(root)
                : Form.Unread(json);
        }
        catch (Exception unknown) when (unknown is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return Form.Unread(json);
        }
    }

    private static Form ReadShape(JsonElement root) => new(
        root.GetProperty("code").GetString()!,
        root.GetProperty("version").GetInt32(),
        [.. root.GetProperty("fields").EnumerateArray().Select(ReadField)],
        root.TryGetProperty("eligibility", out var rules) ? [.. rules.EnumerateArray().Select(rule => new EligibilityRule(ReadRule(rule.GetProperty("rule")), rule.GetProperty("otherwise").GetString()!))] : []);

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
            Example = Find("example")?.GetString(),
            MaximumWords = Find("maximumWords")?.GetInt32(),
            FrozenFrom = Find("frozenFrom") is { } day ? ReadDay(day) : null,
            VisibleWhen = Find("visibleWhen") is { } rule ? ReadRule(rule) : null,
            Fields = Find("fields") is { } fields ? [.. fields.EnumerateArray().Select(ReadField)] : [],
        };

        JsonElement? Find(string name) => json.TryGetProperty(name, out var found) ? found : null;
    }

    private static string Write(FormAnswers answers)
    {
        if (answers.Equals(FormAnswers.None))
        {
            return "{}";
        }

        var json = new JsonObject { ["form"] = answers.FormCode, ["version"] = answers.FormVersion, ["values"] = Write(answers.Values) };
        if (answers.Former.Count > 0)
        {
            json["former"] = new JsonArray([.. answers.Former.Select(answer =>
                new JsonObject { ["key"] = answer.Key, ["label"] = answer.Label, ["shown"] = answer.Shown, ["value"] = Write(answer.Value) })]);
        }

        return json.ToJsonString(Options);
    }

    private static JsonObject Write(IReadOnlyDictionary<string, FormValue> values) => new(values.Select(pair => KeyValuePair.Create(pair.Key, Write(pair.Value))));

    private static string Write(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static JsonNode? Write(FormValue value) => value switch
    {
        TextValue text => text.Text,
        NumberValue number => number.Number,
        TickValue tick => tick.IsTicked,
        DateValue date => new JsonObject { ["date"] = Write(date.Day) },
        ChoiceValue choice => new JsonObject { ["choice"] = choice.Key },
        ChoicesValue several => new JsonObject { ["choices"] = WriteTexts(several.Keys) },
        IndicatorValue indicator => new JsonObject { ["indicator"] = indicator.Number, ["unit"] = indicator.Unit, ["source"] = indicator.Source },
        TerritoryValue place => new JsonObject { ["territory"] = place.Code, ["name"] = place.Name, ["within"] = WriteTexts(place.Within) },
        PersonValue person => new JsonObject { ["person"] = person.Id, ["name"] = person.Name },
        UnitValue unit => new JsonObject { ["organisation"] = unit.Id, ["name"] = unit.Name },
        FilesValue files => new JsonObject { ["files"] = new JsonArray([.. files.Files.Select(file => new JsonObject { ["id"] = file.Id, ["name"] = file.Name })]) },
        RowsValue rows => new JsonObject { ["rows"] = new JsonArray([.. rows.Rows.Select(row => Write(row.Values))]) },
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static JsonArray WriteTexts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

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
                ReadValues(values))
            {
                Former = root.TryGetProperty("former", out var former)
                    ? [.. former.EnumerateArray().Select(answer => new FormerAnswer(
                        answer.GetProperty("key").GetString()!,
                        answer.GetProperty("label").GetString()!,
                        answer.GetProperty("shown").GetString()!,
                        ReadValue(answer.GetProperty("value"))))]
                    : [],
            }
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

    private static IEnumerable<KeyValuePair<string, FormValue>> ReadValues(JsonElement values) =>
        values.EnumerateObject().Where(value => value.Value.ValueKind is not JsonValueKind.Null).Select(value => KeyValuePair.Create(value.Name, ReadValue(value.Value)));

    private static FormValue ReadValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new TextValue(json.GetString()!),
        JsonValueKind.Number when json.TryGetDecimal(out var number) => new NumberValue(number),
        JsonValueKind.True or JsonValueKind.False => new TickValue(json.GetBoolean()),
        JsonValueKind.Object => ReadObject(json) ?? new TextValue(json.GetRawText()),
        _ => new TextValue(json.GetRawText()),
    };

    private static FormValue? ReadObject(JsonElement json)
    {
        try
        {
            foreach (var property in json.EnumerateObject())
            {
                var value = property.Value;
                switch (property.Name)
                {
                    case "date":
                        return new DateValue(ReadDay(value));
                    case "choice":
                        return new ChoiceValue(value.GetString()!);
                    case "choices":
                        return new ChoicesValue(ReadTexts(value));
                    case "indicator":
                        return new IndicatorValue(value.GetDecimal(), TextOf("unit"), TextOf("source"));
                    case "territory":
                        return new TerritoryValue(value.GetString()!, TextOf("name"), ReadTexts(json.GetProperty("within")));
                    case "person":
                        return new PersonValue(value.GetGuid(), TextOf("name"));
                    case "organisation":
                        return new UnitValue(value.GetGuid(), TextOf("name"));
                    case "files":
                        return new FilesValue(new(value.EnumerateArray().Select(file => new FormFile(file.GetProperty("id").GetGuid(), file.GetProperty("name").GetString()!))));
                    case "rows":
                        return new RowsValue(new(value.EnumerateArray().Select(row => new FormRow(ReadValues(row)))));
                }
            }
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Written by another program: shown as it is.
        }

        return null;

        string TextOf(string name) => json.GetProperty(name).GetString()!;
    }

    private static FormList<string> ReadTexts(JsonElement json) => new(json.EnumerateArray().Select(text => text.GetString()!));

    private static DateOnly ReadDay(JsonElement json) => DateOnly.ParseExact(json.GetString()!, DayFormat, CultureInfo.InvariantCulture);
}
