namespace Fabrique.Domain.Forms.Kinds;

/// <summary>An answer that names something known elsewhere.</summary>
internal abstract class ReferenceKind(string code, string label) : FieldKind(code, label)
{
    public override bool IsReference => true;

    internal override IEnumerable<(FieldKind Kind, string Text)> FindNames(FormField field, TypedAnswers typed) => Clean(typed.Text) is { Length: > 0 } text ? [(this, text)] : [];

    internal override FormValue? Read(FormField field, TypedAnswers typed, FormReferences references, ICollection<FormProblem> problems)
    {
        var text = Clean(typed.Text);
        if (text.Length == 0)
        {
            return null;
        }

        var found = references.Find(this, text);
        if (found?.Value is { } value && WhyNot(field, value) is null)
        {
            return value;
        }

        problems.Add(new FormProblem(typed.Path, found is { Candidates: { Count: > 0 } candidates }
            ? new Refusal("answer-ambiguous", $"« {field.Label} » : précisez laquelle de ces réponses vous voulez : {string.Join(" ; ", candidates)}.")
            : Unreadable(field)));
        return null;
    }

    private protected override FormValue? Parse(FormField field, string text) => null;
}

internal sealed class TerritoryKind(string code, string label) : ReferenceKind(code, label)
{
    private protected override string Expected => Code switch
    {
        "region" => "écrivez le nom d’une région, par exemple Bretagne.",
        "department" => "écrivez le nom ou le numéro d’un département, par exemple Finistère ou 29.",
        _ => "écrivez le nom d’une commune, avec son département si elle n’est pas seule à le porter, par exemple Saint-Denis (93).",
    };

    public override bool IsTerritory => true;

    public override string Write(FormValue value) => value is TerritoryValue place ? place.Name : Text.Write(value);

    public override object? ToPlain(FormField field, FormValue? value) => value is TerritoryValue place
        ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = place.Code, ["name"] = place.Name, ["within"] = place.Within.ToList<object?>() }
        : base.ToPlain(field, value);

    internal override FormValue Example(FormField field) => Code switch
    {
        "region" => new TerritoryValue("R53", "Bretagne", new([])),
        "department" => new TerritoryValue("29", "Finistère (29)", new(["R53"])),
        _ => new TerritoryValue("29019", "Brest (29)", new(["29", "R53"])),
    };

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is TerritoryValue { Code: var code } && LevelOf(code) == Code ? null : Unreadable(field);

    private static string LevelOf(string code) => code.StartsWith('R') ? "region" : code.Length == 5 ? "commune" : "department";
}

internal sealed class PersonKind(string code, string label) : ReferenceKind(code, label)
{
    private protected override string Expected => "écrivez le nom ou l’adresse électronique d’une personne de l’annuaire.";

    public override string Write(FormValue value) => value is PersonValue person ? person.Name : Text.Write(value);

    // Two people may have one name: what is typed again is who they are.
    public override IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) =>
        value is PersonValue person ? [new(field.Key, $"{person.Name} [{person.Id:N}]")] : base.WriteParts(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is PersonValue person
        ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = person.Id, ["name"] = person.Name }
        : base.ToPlain(field, value);

    internal override FormValue Example(FormField field) => new PersonValue(Guid.Empty, "Dominique Petit");

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is PersonValue ? null : Unreadable(field);
}

internal sealed class UnitKind(string code, string label) : ReferenceKind(code, label)
{
    private protected override string Expected => "choisissez une direction ou un service de la liste.";

    public override string Write(FormValue value) => value is UnitValue unit ? unit.Name : Text.Write(value);

    public override IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) =>
        value is UnitValue unit ? [new(field.Key, $"{unit.Name} [{unit.Id:N}]")] : base.WriteParts(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is UnitValue unit
        ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = unit.Id, ["name"] = unit.Name }
        : base.ToPlain(field, value);

    internal override FormValue Example(FormField field) => new UnitValue(Guid.Empty, "Une direction");

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is UnitValue ? null : Unreadable(field);
}

/// <summary>Files of the store, typed as their identifiers separated by spaces.</summary>
internal sealed class FileKind(string code, string label) : ReferenceKind(code, label)
{
    /// <summary>To one question.</summary>
    public const int MostFiles = 20;

    private protected override string Expected => $"une pièce n’a pas été retrouvée, ou il y en a plus de {MostFiles}. Joignez-la de nouveau.";

    public override string Write(FormValue value) => value is FilesValue files ? string.Join(", ", files.Files.Select(file => file.Name)) : Text.Write(value);

    public override IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) =>
        value is FilesValue files ? [new(field.Key, string.Join(' ', files.Files.Select(file => file.Id.ToString("N"))))] : base.WriteParts(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is FilesValue files ? files.Files.Select(file => file.Name).ToList<object?>() : base.ToPlain(field, value);

    internal override IEnumerable<(FieldKind Kind, string Text)> FindNames(FormField field, TypedAnswers typed) => IdsIn(typed).Select(id => ((FieldKind)this, id));

    internal override FormValue? Read(FormField field, TypedAnswers typed, FormReferences references, ICollection<FormProblem> problems)
    {
        var ids = IdsIn(typed);
        if (ids.Count == 0)
        {
            return null;
        }

        var found = ids.Select(id => references.Find(this, id)?.Value).OfType<FilesValue>().SelectMany(value => value.Files).ToList();
        if (found.Count == ids.Count && found.Count <= MostFiles)
        {
            return new FilesValue(new(found));
        }

        problems.Add(new FormProblem(typed.Path, Unreadable(field)));
        return null;
    }

    internal override FormValue Example(FormField field) => new FilesValue(new([new FormFile(Guid.Empty, "piece.pdf")]));

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is FilesValue { Files.Count: > 0 and <= MostFiles } ? null : Unreadable(field);

    private protected override string WhenMissing(string label) => $"Joignez un fichier à « {label} ».";

    private List<string> IdsIn(TypedAnswers typed) => [.. Clean(typed.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
