namespace Fabrique.Domain.Forms;

/// <summary>What two people made, at the same time, of the same answers.</summary>
/// <param name="Answers">What both changed: of a question that only one of them changed, what they made of it; of one that both did, what is kept already.</param>
/// <param name="Conflicts">Keys of the questions that both changed, and not alike; in the order of the form.</param>
public sealed record FormMerge(FormAnswers Answers, IReadOnlyList<string> Conflicts)
{
    /// <param name="form">That all are answers to.</param>
    /// <param name="from">What both began from.</param>
    /// <param name="mine">What is about to be kept.</param>
    /// <param name="kept">What the other kept meanwhile.</param>
    public static FormMerge Of(Form form, FormAnswers from, FormAnswers mine, FormAnswers kept)
    {
        var values = new List<KeyValuePair<string, FormValue>>();
        var conflicts = new List<string>();
        foreach (var field in form.Questions)
        {
            var (before, my, their) = (from[field.Key], mine[field.Key], kept[field.Key]);
            var isMine = my != before && their == before;
            if (my != before && their != before && my != their)
            {
                conflicts.Add(field.Key);
            }

            if ((isMine ? my : their) is { } value)
            {
                values.Add(new(field.Key, value));
            }
        }

        return new FormMerge(new FormAnswers(form.Code, form.Version, values).With(kept.Former), conflicts);
    }
}
