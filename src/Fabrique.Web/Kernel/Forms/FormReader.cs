using Fabrique.Data;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Forms;

/// <summary>What some kinds of questions name, and how it is found.</summary>
public abstract class FormReferenceSource
{
    public abstract IReadOnlyList<FieldKind> Kinds { get; }

    /// <summary>What texts stand for, as they were typed.</summary>
    /// <returns>By text; what is not here is unknown.</returns>
    public abstract Task<IReadOnlyDictionary<string, FormReference>> FindAsync(FieldKind kind, IReadOnlyCollection<string> texts, CancellationToken cancellationToken);

    /// <summary>All that may be named, when it is few enough to be chosen from; null when it is typed.</summary>
    public virtual Task<IReadOnlyList<string>?> ListAsync(FieldKind kind, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>?>(null);
}

/// <summary>Finds the forms that the team makes, and what their questions name.</summary>
public sealed class FormReader(FabriqueDbContext db, IEnumerable<FormReferenceSource> sources)
{
    /// <summary>The version of a form that is asked of whoever begins now; null when there is none.</summary>
    /// <param name="formId">Of the form; null for none.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<FormVersion?> FindInForceAsync(Guid? formId, CancellationToken cancellationToken) => formId is { } id
        ? await db.FormVersions.Where(version => version.DesignId == id).OrderByDescending(version => version.Number).FirstOrDefaultAsync(cancellationToken)
        : null;

    /// <summary>A version that somebody was shown; null when the form has no such version.</summary>
    public async Task<FormVersion?> FindVersionAsync(Guid? formId, Guid versionId, CancellationToken cancellationToken) =>
        await db.FormVersions.SingleOrDefaultAsync(version => version.Id == versionId && version.DesignId == formId, cancellationToken);

    /// <summary>What the names typed in a form stand for.</summary>
    public async Task<FormReferences> FindAsync(Form form, IReadOnlyDictionary<string, string?> typed, CancellationToken cancellationToken)
    {
        var found = new List<KeyValuePair<(string, string), FormReference>>();
        foreach (var group in form.FindNames(typed).GroupBy(name => name.Kind))
        {
            if (SourceOf(group.Key) is { } source)
            {
                var values = await source.FindAsync(group.Key, [.. group.Select(name => name.Text).Distinct(StringComparer.Ordinal)], cancellationToken);
                found.AddRange(values.Select(pair => KeyValuePair.Create((group.Key.Code, pair.Key), pair.Value)));
            }
        }

        return new FormReferences(found);
    }

    /// <summary>What may be chosen in a form, by kind: see <see cref="FormFields.Known"/>.</summary>
    public async Task<IReadOnlyDictionary<FieldKind, IReadOnlyList<string>>> ListAsync(Form form, CancellationToken cancellationToken)
    {
        var known = new Dictionary<FieldKind, IReadOnlyList<string>>();
        foreach (var kind in form.Questions.SelectMany(field => field.Fields.Append(field)).Select(field => field.Kind).Where(kind => kind.IsReference).Distinct())
        {
            if (SourceOf(kind) is { } source && await source.ListAsync(kind, cancellationToken) is { } list)
            {
                known.Add(kind, list);
            }
        }

        return known;
    }

    private FormReferenceSource? SourceOf(FieldKind kind) => sources.FirstOrDefault(source => source.Kinds.Contains(kind));
}
