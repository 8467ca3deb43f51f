using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.Forms;

namespace Fabrique.Web.Platform.Files;

/// <summary>The files that a question asks for, named by their identifiers.</summary>
public sealed class FileReferences(StoredFiles files) : FormReferenceSource
{
    public override IReadOnlyList<FieldKind> Kinds { get; } = [FieldKind.File];

    public override async Task<IReadOnlyDictionary<string, FormReference>> FindAsync(FieldKind kind, IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        var ids = texts.Where(text => Guid.TryParseExact(text, "N", out _)).ToDictionary(text => text, text => Guid.ParseExact(text, "N"), StringComparer.Ordinal);
        var found = (await files.FindJoinableAsync([.. ids.Values], cancellationToken)).ToDictionary(file => file.Id);
        return ids.Where(pair => found.ContainsKey(pair.Value)).ToDictionary(
            pair => pair.Key,
            pair => new FormReference(new FilesValue(new([new Domain.Forms.FormFile(pair.Value, found[pair.Value].Name)])), []),
            StringComparer.Ordinal);
    }
}
