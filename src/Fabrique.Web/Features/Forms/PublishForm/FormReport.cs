using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Forms.PublishForm;

/// <summary>What a version of a form changes, and for whom.</summary>
/// <param name="Effects">On each draft.</param>
/// <param name="SubmittedCount">How many applications were submitted already: they stay as they are.</param>
public sealed record FormReport(IReadOnlyList<RebaseEffect> Effects, int SubmittedCount)
{
    /// <summary>How many answers lose their place, by question; most first.</summary>
    public IReadOnlyList<(string Label, int Drafts)> SetAside => Count(effect => effect.SetAside);

    /// <summary>How many drafts are asked something that they did not lack, by question; most first.</summary>
    public IReadOnlyList<(string Label, int Drafts)> AskedAnew => Count(effect => effect.AskedAnew);

    public int Told => Effects.Count(effect => effect.IsFelt);

    public int Incomplete => Effects.Count(effect => effect.BecomesIncomplete);

    public int Ineligible => Effects.Count(effect => effect.BecomesIneligible);

    private List<(string Label, int Drafts)> Count(Func<RebaseEffect, IReadOnlyList<string>> labels) =>
        [.. Effects.SelectMany(effect => labels(effect).Distinct(StringComparer.Ordinal)).GroupBy(label => label, StringComparer.Ordinal).Select(same => (same.Key, same.Count())).OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
}
