using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

/// <summary>What a version of the form changes for a draft.</summary>
/// <param name="SetAside">The questions whose answers lose their place; kept all the same.</param>
/// <param name="AskedAnew">The questions that lack an answer, and did not.</param>
/// <param name="BecomesIncomplete">Whether it could be submitted as far as it is complete, and no longer can.</param>
/// <param name="BecomesIneligible">Whether its answers allowed the person to apply, and no longer do.</param>
public sealed record RebaseEffect(IReadOnlyList<string> SetAside, IReadOnlyList<string> AskedAnew, bool BecomesIncomplete, bool BecomesIneligible)
{
    private const int MostNamed = 3;

    /// <summary>Whether it is worth being told to the person.</summary>
    public bool IsFelt => SetAside.Count > 0 || AskedAnew.Count > 0;

    /// <summary>What the person reads in the timeline of their application.</summary>
    public string Sentence => Texts.Clip($"Le formulaire de l’appel a changé : {string.Join(" ; ", Parts())}.", Timeline.TimelineEntry.SentenceLength);

    /// <param name="draft">The application.</param>
    /// <param name="form">What it is carried to.</param>
    public static RebaseEffect Of(Application draft, Form form)
    {
        var (before, answers) = (draft.Form, draft.Answers);
        var after = form.Rebase(answers, before);
        var kept = answers.Former.ToHashSet();
        var (lacked, lacks) = (before.MissingFor(answers), form.MissingFor(after));
        var known = lacked.Select(problem => problem.Key).ToHashSet(StringComparer.Ordinal);
        return new RebaseEffect(
            [.. form.FormerOf(after).Where(former => !kept.Contains(former) && after[former.Key] is null or RowsValue && IsAnswer(former)).Select(former => former.Label)],
            [.. lacks.Where(problem => !known.Contains(problem.Key)).Select(problem => form.Find(problem.Key.Split('.')[0])!.Label).Distinct(StringComparer.Ordinal)],
            lacked.Count == 0 && lacks.Count > 0,
            before.WhyNotEligible(answers) is null && form.WhyNotEligible(after) is not null);

        bool IsAnswer(FormerAnswer former) => before.Find(former.Key) is { } field && field.Kind.IsAnswered(former.Value);
    }

    private IEnumerable<string> Parts()
    {
        if (SetAside.Count > 0)
        {
            yield return $"{(SetAside.Count == 1 ? "votre réponse à" : "vos réponses à")} {Name(SetAside)} {(SetAside.Count == 1 ? "n’y a plus sa place et reste conservée" : "n’y ont plus leur place et restent conservées")} avec votre candidature";
        }

        if (AskedAnew.Count > 0)
        {
            yield return $"{(AskedAnew.Count == 1 ? "une réponse vous est demandée" : "des réponses vous sont demandées")} à {Name(AskedAnew)}";
        }
    }

    private static string Name(IReadOnlyList<string> labels)
    {
        var named = string.Join(", ", labels.Take(MostNamed).Select(label => $"« {Texts.Clip(label, 60)} »"));
        return labels.Count > MostNamed ? $"{named} et {labels.Count - MostNamed} autres questions" : named;
    }
}
