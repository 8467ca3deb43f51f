using System.Globalization;

namespace Fabrique.Domain.Forms.Kinds;

/// <summary>What stands between questions, and is not answered.</summary>
internal sealed class TitleKind(string code, string label) : FieldKind(code, label)
{
    private protected override string Expected => "ne demande pas de réponse.";

    public override bool IsQuestion => false;

    public override Refusal? Read(FormField field, string? typed, out FormValue? value)
    {
        value = null;
        return null;
    }

    public override string Write(FormValue value) => Text.Write(value);

    internal override FormValue Example(FormField field) => throw new InvalidOperationException($"{field.Key} is no question.");

    internal override Refusal? WhyNot(FormField field, FormValue value) => Unreadable(field);

    public override bool IsAnswered(FormValue? value) => false;

    internal override IEnumerable<FormProblem> Missing(FormField field, string path, FormValue? value, Func<string, (FormField Field, FormValue? Value)?> above) => [];

    private protected override FormValue? Parse(FormField field, string text) => null;
}

/// <summary>Questions asked as often as the person wants: <c>usagers.0.nom</c>, <c>usagers.1.nom</c>. A row in which nothing is answered is none.</summary>
internal sealed class RepetitionKind(string code, string label) : FieldKind(code, label)
{
    public const int MostRows = 30;

    private protected override string Expected => $"répondez {MostRows} fois au plus.";

    public override bool HasFields => true;

    public override string Write(FormValue value) => Text.Write(value);

    public override IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) => value is RowsValue rows
        ? rows.Rows.SelectMany((row, rank) => field.Fields
            .Where(inner => row[inner.Key] is not null)
            .SelectMany(inner => inner.Kind.WriteParts(inner, row[inner.Key]!))
            .Select(part => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"{field.Key}.{rank}.{part.Key}"), part.Value)))
        : base.WriteParts(field, value);

    public override string? Show(FormField field, FormValue? value) => value is RowsValue rows
        ? string.Join('\n', rows.Rows.Select(row => string.Join(" ; ", field.Fields
            .Select(inner => (inner.Label, Text: inner.Kind.IsQuestion ? inner.Kind.Show(inner, row[inner.Key]) : null))
            .Where(told => told.Text is not null)
            .Select(told => $"{told.Label} : {told.Text}"))))
        : base.Show(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is RowsValue rows
        ? rows.Rows.Select(row => field.Fields.Where(inner => inner.Kind.IsQuestion).ToDictionary(inner => inner.Key, inner => inner.Kind.ToPlain(inner, row[inner.Key]), StringComparer.Ordinal)).ToList<object?>()
        : base.ToPlain(field, value);

    internal override IEnumerable<(FieldKind Kind, string Text)> FindNames(FormField field, TypedAnswers typed) =>
        typed.Rows.SelectMany(row => field.Fields.SelectMany(inner => inner.Kind.FindNames(inner, typed[row][inner.Key])));

    internal override FormValue? Read(FormField field, TypedAnswers typed, FormReferences references, ICollection<FormProblem> problems)
    {
        var rows = new List<FormRow>();
        foreach (var number in typed.Rows)
        {
            var found = new List<FormProblem>();
            var values = new List<KeyValuePair<string, FormValue>>();
            foreach (var inner in field.Fields)
            {
                if (inner.Kind.Read(inner, typed[number][inner.Key], references, found) is { } value)
                {
                    values.Add(new(inner.Key, value));
                }
            }

            if (found.Count > 0 || values.Exists(pair => pair.Value is not TickValue { IsTicked: false }))
            {
                rows.Add(new FormRow(values));
                found.ForEach(problems.Add);
            }
        }

        if (rows.Count > MostRows)
        {
            problems.Add(new FormProblem(typed.Path, Unreadable(field)));
            return null;
        }

        return rows.Count > 0 ? new RowsValue(new(rows)) : null;
    }

    internal override FormValue Example(FormField field) =>
        new RowsValue(new([new FormRow(field.Fields.Where(inner => inner.Kind.IsQuestion).Select(inner => KeyValuePair.Create(inner.Key, inner.Kind.Example(inner))))]));

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is not RowsValue { Rows: { Count: > 0 and <= MostRows } rows }
        ? Unreadable(field)
        : rows.SelectMany(row => row.Values.Select(pair => field.Fields.FirstOrDefault(inner => inner.Key == pair.Key) is { } inner ? inner.Kind.WhyNot(inner, pair.Value) : Unreadable(field))).FirstOrDefault(refusal => refusal is not null);

    internal override IEnumerable<FormProblem> Missing(FormField field, string path, FormValue? value, Func<string, (FormField Field, FormValue? Value)?> above)
    {
        if (value is not RowsValue { Rows: var rows })
        {
            return base.Missing(field, path, value, above);
        }

        return rows.SelectMany((row, rank) =>
        {
            var shown = FormSight.Of(field.Fields, key => row[key], above);
            return field.Fields.Where(inner => shown.Contains(inner.Key)).SelectMany(inner =>
                inner.Kind.Missing(inner, string.Create(CultureInfo.InvariantCulture, $"{path}.{rank}.{inner.Key}"), row[inner.Key], shown.Answer));
        });
    }

    private protected override FormValue? Parse(FormField field, string text) => null;
}
