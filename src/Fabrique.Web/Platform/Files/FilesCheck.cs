using Fabrique.Data;
using Fabrique.Domain.Files;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Files;

/// <summary>Reads again what the store holds, as after a restoration.</summary>
/// <param name="Read">Contents that are what they were.</param>
/// <param name="Lost">One line for each file whose content is absent or altered.</param>
internal sealed record FilesCheck(int Read, IReadOnlyList<string> Lost)
{
    public static async Task<FilesCheck> RunAsync(FabriqueDbContext db, FileStore store, CancellationToken cancellationToken)
    {
        var (read, lost) = (0, new List<string>());
        var files = db.StoredFiles.Where(file => file.Scan != ScanStatus.Infected).OrderBy(file => file.Id).Select(file => new { file.Id, file.Name, file.Digest, file.Length });
        await foreach (var file in files.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (await store.IsIntactAsync(new StoredContent(file.Digest, file.Length), cancellationToken))
            {
                read++;
            }
            else
            {
                lost.Add($"« {file.Name} » ({file.Id}) : contenu {file.Digest} {(store.Has(file.Digest) ? "altéré" : "absent")}.");
            }
        }

        return new FilesCheck(read, lost);
    }
}
