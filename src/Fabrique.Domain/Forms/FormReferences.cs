namespace Fabrique.Domain.Forms;

/// <summary>What a name that was typed stands for: one thing, none, or several among which the person has to choose.</summary>
/// <param name="Value">What it stands for; null when it is none or several.</param>
/// <param name="Candidates">What it may stand for, to be typed instead.</param>
public sealed record FormReference(FormValue? Value, IReadOnlyList<string> Candidates);

/// <summary>What the names typed in a form stand for, looked up beforehand: people, organisation units, places, files.</summary>
public sealed class FormReferences
{
    private readonly Dictionary<(string Kind, string Text), FormReference> found;

    /// <param name="found">By the code of the kind of the field, and the text as it was typed.</param>
    public FormReferences(IEnumerable<KeyValuePair<(string Kind, string Text), FormReference>> found) => this.found = new(found);

    /// <summary>Nothing was looked up: every name is unknown.</summary>
    public static FormReferences None { get; } = new([]);

    public FormReference? Find(FieldKind kind, string text) => found.GetValueOrDefault((kind.Code, text));
}
