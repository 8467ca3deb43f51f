using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.History;

/// <summary>Somebody who writes a draft goes back to what it said.</summary>
public sealed record RestoreRevision
{
    public required Guid ApplicationId { get; init; }

    public required Guid RevisionId { get; init; }

    /// <summary>Of the application, as the page showed it.</summary>
    public required int Version { get; init; }
}

/// <summary>Going back is writing: what is replaced stays among the versions.</summary>
public sealed class RestoreRevisionHandler(UseCaseRunner runner, FabriqueDbContext db, ApplicationWriter writer) : Handler<RestoreRevision>(runner)
{
    protected override async Task<Outcome> ActAsync(RestoreRevision input, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application.MayEdit(writer.ActorId) is { } refusal)
        {
            return refusal;
        }

        var revision = await db.ApplicationRevisions.SingleOrDefaultAsync(revision => revision.Id == input.RevisionId && revision.ApplicationId == application.Id, cancellationToken);
        if (revision is null)
        {
            return new Refusal("revision-gone", "Cette version n’existe plus.");
        }

        db.ExpectVersion(application, input.Version);
        await writer.RestoreAsync(application, revision, cancellationToken);
        return Outcome.Done;
    }
}
