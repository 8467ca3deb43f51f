namespace Fabrique.Domain.Forms;

/// <summary>What of a list of fields is asked, given the answers: a rule reads what stands before it, and what is not asked has no answer.</summary>
public sealed class FormSight
{
    private readonly Dictionary<string, (FormField Field, FormValue? Value)> asked = new(StringComparer.Ordinal);
    private readonly Func<string, (FormField Field, FormValue? Value)?> above;

    private FormSight(Func<string, (FormField Field, FormValue? Value)?> above) => this.above = above;

    /// <param name="fields">In order.</param>
    /// <param name="answer">The answer kept, by key, asked or not.</param>
    /// <param name="above">What may be read beside these fields.</param>
    internal static FormSight Of(IReadOnlyList<FormField> fields, Func<string, FormValue?> answer, Func<string, (FormField Field, FormValue? Value)?> above)
    {
        var sight = new FormSight(above);
        var isSectionAsked = true;
        foreach (var field in fields)
        {
            var holds = field.VisibleWhen?.Holds(sight.Answer) ?? true;
            if (field.Kind == FieldKind.Section)
            {
                isSectionAsked = holds;
            }

            if (holds && isSectionAsked)
            {
                sight.asked.Add(field.Key, (field, answer(field.Key)));
            }
        }

        return sight;
    }

    public bool Contains(string key) => asked.ContainsKey(key);

    /// <summary>A question that is asked, and its answer; null when it is not asked.</summary>
    public (FormField Field, FormValue? Value)? Answer(string key) => asked.TryGetValue(key, out var found) ? found : above(key);
}
