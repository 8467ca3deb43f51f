using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.DeleteCall;

/// <summary>The team does away with a call that it never announced: its form, its own messages and its story go with it.</summary>
/// <param name="Id">Of the call.</param>
/// <param name="Version">The version that the page showed.</param>
public sealed record DeleteCall(Guid Id, int Version);

public sealed class DeleteCallHandler(UseCaseRunner runner, FabriqueDbContext db) : Handler<DeleteCall>(runner)
{
    protected override async Task<Outcome> ActAsync(DeleteCall input, CancellationToken cancellationToken)
    {
        if (await db.Calls.Include(call => call.Jurors).AsSingleQuery().SingleOrDefaultAsync(call => call.Id == input.Id, cancellationToken) is not { } call)
        {
            return new Refusal("call-gone", "Cet appel est déjà supprimé.");
        }

        if (call.MayBeDeleted(await db.Applications.CountAsync(application => application.CallId == call.Id, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(call, input.Version);
        var cases = MessageScope.OfCases(CallSubject.SubjectCode, call.Id);
        db.MessageOverrides.RemoveRange(await db.MessageOverrides.Include(message => message.Revisions).AsSingleQuery().Where(message => message.Cases == cases).ToListAsync(cancellationToken));
        db.TimelineEntries.RemoveRange(await db.TimelineEntries.Where(entry => entry.SubjectKind == CallSubject.SubjectCode && entry.SubjectId == call.Id).ToListAsync(cancellationToken));
        db.Calls.Remove(call);
        if (call.FormId is { } formId)
        {
            db.Forms.RemoveRange(await db.Forms.Include(design => design.Versions).AsSingleQuery().Where(design => design.Id == formId).ToListAsync(cancellationToken));
        }

        return Outcome.Done;
    }
}
