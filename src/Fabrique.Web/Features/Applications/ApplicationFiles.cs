using Fabrique.Data;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>Files joined to applications: whoever reads one reads the other.</summary>
public sealed class ApplicationFiles(FabriqueDbContext db, Actor actor, ApplicationLoader loader) : FileOwner
{
    public override string Kind => ApplicationSubject.SubjectCode;

    public override async Task<bool> MayReadAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Applications.Where(application => application.Id == id).Select(application => application.Reference).SingleOrDefaultAsync(cancellationToken) is { } reference
        && await loader.FindReadableAsync(reference, cancellationToken) is not null;

    public override Task<bool> HasAsync(Guid id, CancellationToken cancellationToken) => db.Applications.Mine(actor.Id).AnyAsync(application => application.Id == id, cancellationToken);
}
