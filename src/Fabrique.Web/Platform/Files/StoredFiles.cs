using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Files;

/// <summary>Finds files, for whoever may read what they belong to; and keeps those that are answers.</summary>
public sealed class StoredFiles(FabriqueDbContext db, Actor actor, IEnumerable<FileOwner> owners)
{
    /// <summary>Null when there is none, or it is not for the signed-in person.</summary>
    public async Task<StoredFile?> FindReadableAsync(Guid id, CancellationToken cancellationToken)
    {
        var file = await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(file => file.Id == id, cancellationToken);
        return file switch
        {
            null => null,
            { Owner: { } owner } => OwnerOf(owner) is { } kind && await kind.MayReadAsync(owner.Id, cancellationToken) ? file : null,
            _ => file.UploadedById == actor.Id ? file : null,
        };
    }

    /// <summary>Files of an answer, in its order. Whoever reads the answer reads their names; their contents are asked for one by one.</summary>
    public async Task<IReadOnlyList<StoredFile>> ListAsync(FilesValue value, CancellationToken cancellationToken = default)
    {
        Guid[] ids = [.. value.Files.Select(file => file.Id)];
        var found = await db.StoredFiles.AsNoTracking().Where(file => ids.Contains(file.Id)).ToListAsync(cancellationToken);
        return [.. found.OrderBy(file => Array.IndexOf(ids, file.Id))];
    }

    /// <summary>Files that the signed-in person may give as an answer: those that they just sent, and those of what is theirs.</summary>
    public async Task<IReadOnlyList<StoredFile>> FindJoinableAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        var found = await db.StoredFiles.AsNoTracking().Where(file => ids.Contains(file.Id)).ToListAsync(cancellationToken);
        var mine = new List<StoredFile>();
        foreach (var group in found.GroupBy(file => file.Owner))
        {
            if (group.Key is not { } owner)
            {
                mine.AddRange(group.Where(file => file.UploadedById == me));
            }
            else if (OwnerOf(owner) is { } kind && await kind.HasAsync(owner.Id, cancellationToken))
            {
                mine.AddRange(group);
            }
        }

        return mine;
    }

    /// <summary>Makes the files of answers belong to what is answered; those that belong to something else already are copied. The caller saves.</summary>
    /// <returns>The same answers, that name the copies.</returns>
    public async Task<FormAnswers> KeepAsync(FormAnswers answers, Subject owner, CancellationToken cancellationToken)
    {
        HashSet<Guid> ids = [.. answers.Values.Values.SelectMany(FilesIn).Select(file => file.Id)];
        if (ids.Count == 0)
        {
            return answers;
        }

        var renamed = new Dictionary<Guid, Guid>();
        foreach (var file in await db.StoredFiles.Where(file => ids.Contains(file.Id)).ToListAsync(cancellationToken))
        {
            if (file.Owner is null)
            {
                file.Keep(owner);
            }
            else if (file.Owner != owner)
            {
                var copy = file.CopyFor(owner);
                renamed.Add(file.Id, copy.Id);
                if (!await db.StoredFiles.AnyAsync(known => known.Id == copy.Id, cancellationToken))
                {
                    db.StoredFiles.Add(copy);
                }
            }
        }

        return renamed.Count == 0
            ? answers
            : new FormAnswers(answers.FormCode, answers.FormVersion, answers.Values.Select(pair => KeyValuePair.Create(pair.Key, Rename(pair.Value)))) { Former = answers.Former };

        FormValue Rename(FormValue value) => value switch
        {
            FilesValue { Files: var files } => new FilesValue(new(files.Select(file => file with { Id = renamed.GetValueOrDefault(file.Id, file.Id) }))),
            RowsValue { Rows: var rows } => new RowsValue(new(rows.Select(row => new FormRow(row.Values.Select(pair => KeyValuePair.Create(pair.Key, Rename(pair.Value))))))),
            _ => value,
        };
    }

    private static IEnumerable<Domain.Forms.FormFile> FilesIn(FormValue value) => value switch
    {
        FilesValue { Files: var files } => files,
        RowsValue { Rows: var rows } => rows.SelectMany(row => row.Values.Values).SelectMany(FilesIn),
        _ => [],
    };

    private FileOwner? OwnerOf(Subject subject) => owners.FirstOrDefault(owner => owner.Kind == subject.Kind);
}
