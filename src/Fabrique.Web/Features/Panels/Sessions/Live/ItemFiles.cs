using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions.Live;

/// <summary>What is joined to the answers of an application.</summary>
public sealed class ItemFiles(FabriqueDbContext db)
{
    /// <summary>Null when there is nothing.</summary>
    public async Task<FilesValue?> FindAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        if (await db.Applications.AsNoTracking().SingleOrDefaultAsync(application => application.Id == applicationId, cancellationToken) is not { } application)
        {
            return null;
        }

        var files = ListOf(application);
        return files.Count == 0 ? null : new FilesValue(new(files));
    }

    /// <summary>In the order of the questions.</summary>
    public static IReadOnlyList<Domain.Forms.FormFile> ListOf(Application application)
    {
        var sight = application.Form.SightOf(application.Answers);
        return [.. application.Form.Fields.Where(field => sight.Contains(field.Key)).SelectMany(field => FilesOf(application.Answers[field.Key]))];
    }

    private static IEnumerable<Domain.Forms.FormFile> FilesOf(FormValue? value) => value switch
    {
        FilesValue joined => joined.Files,
        RowsValue rows => rows.Rows.SelectMany(row => row.Values.Values).SelectMany(FilesOf),
        _ => [],
    };
}
