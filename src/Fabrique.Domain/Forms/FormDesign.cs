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

    public void Rename(string title) => Title = title;

    /// <summary>Replaces the draft. What was published stays as it is.</summary>
    public void Change(IReadOnlyList<FormField> fields, IReadOnlyList<EligibilityRule> eligibility, DateTime now)
    {
        Draft = new Form(Code, NextNumber, fields, eligibility);
        ChangedAt = now;
    }

    /// <param name="require">Keys of the questions that the answers must have whatever the form: the title of an application.</param>
    public Refusal? MayBePublished(params IReadOnlyList<string> require)
    {
        if (Draft.FindFaults() is [var fault, ..])
        {
            return new Refusal("form-faulty", fault.Sentence);
        }

        return require.FirstOrDefault(key => Draft.Find(key) is not { IsRequired: true, VisibleWhen: null }) is { } lacking
            ? new Refusal("form-lacks-question", Draft.Find(lacking) is { Label: var label }
                ? $"« {label} » doit être obligatoire et toujours posée : c’est par elle que la candidature se nomme."
                : "Il manque la question du titre : c’est par elle que la candidature se nomme. Ajoutez-la de nouveau.")
            : HasChanges ? null : new Refusal("form-unchanged", "Rien n’a changé depuis la dernière version publiée.");
    }

    /// <summary>Publishes the draft: whoever begins from now on answers it.</summary>
    public FormVersion Publish(Guid versionId, DateTime now, Guid? publishedById, params IReadOnlyList<string> require)
    {
        BrokenRuleException.ThrowIf(MayBePublished(require));
        var version = new FormVersion(versionId, Id, new Form(Code, NextNumber, Draft.Fields, Draft.Eligibility), now, publishedById);
        versions.Add(version);
        ChangedAt = now;
        return version;
    }

    private int NextNumber => (InForce?.Number ?? 0) + 1;
}
