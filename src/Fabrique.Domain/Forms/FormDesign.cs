namespace Fabrique.Domain.Forms;

/// <summary>A form that the team makes: the text under work, and the versions that were published.</summary>
public sealed class FormDesign : IAggregate
{
    public const int TitleLength = 200;

    private readonly List<FormVersion> versions = [];

    private FormDesign()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>A slug: the code of its versions.</summary>
    public string Code { get; private init; } = "";

    public string Title { get; private set; } = "";

    /// <summary>Under work: what the next version will ask.</summary>
    public Form Draft { get; private set; } = Form.None;

    public DateTime ChangedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>From the first.</summary>
    public IReadOnlyList<FormVersion> Versions => [.. versions.OrderBy(version => version.Number)];

    /// <summary>What is asked of whoever begins now; null as long as nothing is published.</summary>
    public FormVersion? InForce => versions.MaxBy(version => version.Number);

    /// <summary>Whether the draft asks something else than what is in force.</summary>
    public bool HasChanges => InForce is null || !FormDifference.Between(InForce.Form, Draft).IsEmpty;

    /// <param name="id">Of the form.</param>
    /// <param name="code">A slug.</param>
    /// <param name="title">What the team calls it.</param>
    /// <param name="model">What it begins with: its questions and rules.</param>
    /// <param name="now">UTC.</param>
    public static FormDesign Start(Guid id, string code, string title, Form model, DateTime now) => new()
    {
        Id = id,
        Code = code,
        Title = title,
        Draft = new Form(code, 1, model.Fields, model.Eligibility),
        ChangedAt = now,
    };

    /// <summary>A form of which nothing is known but a version, without who published it: for what is tried elsewhere.</summary>
    public static FormDesign Of(FormVersion version, DateTime now)
    {
        var design = Start(version.DesignId, version.Form.Code, version.Form.Code, version.Form, now);
        design.versions.Add(new FormVersion(version.Id, version.DesignId, version.Form, version.PublishedAt, null));
        return design;
    }

    public void Rename(string title) => Title = title;

    /// <summary>Changes the draft. What was published stays as it is.</summary>
    /// <param name="edition">What changes.</param>
    /// <param name="now">UTC.</param>
    /// <param name="require">What the form has to ask whatever else it asks.</param>
    /// <returns>Why it cannot be; null once it is done.</returns>
    public Refusal? Change(FormEdition edition, DateTime now, params IReadOnlyList<FormRequirement> require)
    {
        var changed = Try(edition, require);
        if (!changed.IsDone)
        {
            return changed.Refusal;
        }

        Draft = changed.Value;
        ChangedAt = now;
        return null;
    }

    /// <summary>What the draft would ask after an edition, or why the edition cannot be. Nothing changes.</summary>
    /// <param name="edition">What would change.</param>
    /// <param name="require">What the form has to ask whatever else it asks.</param>
    public Outcome<Form> Try(FormEdition edition, params IReadOnlyList<FormRequirement> require)
    {
        var draft = new FormDraft(this, require);
        return edition.Apply(draft) is { } refusal ? refusal : new Form(Code, NextNumber, draft.Fields, draft.Eligibility);
    }

    /// <param name="require">What the form has to ask whatever else it asks.</param>
    public Refusal? MayBePublished(params IReadOnlyList<FormRequirement> require) => Draft.FindFaults() is [var fault, ..]
        ? new Refusal("form-faulty", fault.Sentence)
        : require.Select(requirement => requirement.WhyNot(Draft)).FirstOrDefault(refusal => refusal is not null)
            ?? (HasChanges ? null : new Refusal("form-unchanged", "Rien n’a changé depuis la dernière version publiée."));

    /// <summary>Publishes the draft: whoever begins from now on answers it.</summary>
    public FormVersion Publish(Guid versionId, DateTime now, Guid? publishedById, params IReadOnlyList<FormRequirement> require)
    {
        BrokenRuleException.ThrowIf(MayBePublished(require));
        var version = new FormVersion(versionId, Id, new Form(Code, NextNumber, Draft.Fields, Draft.Eligibility), now, publishedById);
        versions.Add(version);
        ChangedAt = now;
        return version;
    }

    /// <summary>A key for a new question: none that another question had, unless it is the same question that comes back.</summary>
    internal string NewKey(string label, string? parent, IEnumerable<string> taken)
    {
        var used = taken.ToHashSet(StringComparer.Ordinal);
        var past = Versions.Reverse().SelectMany(version => parent is null ? version.Form.Fields : version.Form.Find(parent)?.Fields ?? []).DistinctBy(field => field.Key).ToList();
        if (past.Find(field => field.Label == label && !used.Contains(field.Key)) is { } back)
        {
            return back.Key;
        }

        return FormText.NewKey(label, [.. used, .. past.Select(field => field.Key)]);
    }

    private int NextNumber => (InForce?.Number ?? 0) + 1;
}
