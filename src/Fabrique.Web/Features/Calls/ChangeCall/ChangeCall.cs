using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Calls.CreateCall;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ChangeCall;

/// <summary>The team says something else of a call.</summary>
public sealed record ChangeCall
{
    public required Guid Id { get; init; }

    /// <summary>The version that the form showed.</summary>
    public required int Version { get; init; }

    /// <summary>Its address; null to leave it.</summary>
    public required string? Slug { get; init; }

    public required CallSheet Sheet { get; init; }

    /// <summary>Why; may be empty when nobody counts on what changes.</summary>
    public required string Reason { get; init; }
}

public sealed class ChangeCallHandler(UseCaseRunner runner, FabriqueDbContext db, CallStory story, DateWaits waits, TimeProvider clock) : Handler<ChangeCall, CallForApplications>(runner)
{
    protected override async Task<Outcome<CallForApplications>> ActAsync(ChangeCall input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleAsync(call => call.Id == input.Id, cancellationToken);
        db.ExpectVersion(call, input.Version);
        var now = clock.GetUtcNow().UtcDateTime;
        var slug = input.Slug ?? call.Slug;
        if ((call.MayMove(slug) ?? call.MayChange(input.Sheet, input.Reason, now)) is { } refusal)
        {
            return refusal;
        }

        if (slug != call.Slug && await db.Calls.AnyAsync(other => other.Slug == slug && other.Id != call.Id, cancellationToken))
        {
            return CreateCallHandler.Taken(slug);
        }

        var (opened, closed) = (call.OpensAt, call.ClosesAt);
        call.Move(slug);
        call.Change(input.Sheet, input.Reason, now);
        var why = input.Reason.Length == 0 ? "" : $" Motif : {input.Reason}";
        story.Tell(call, (opened != call.OpensAt, closed != call.ClosesAt) switch
        {
            (true, true) => $"L’appel est déplacé : ouverture le {CallApplicants.Tell(call.OpensAt)}, clôture le {CallApplicants.Tell(call.ClosesAt)}.{why}",
            (true, false) => $"L’ouverture passe au {CallApplicants.Tell(call.OpensAt)}.{why}",
            (false, true) => $"La clôture passe du {CallApplicants.Tell(closed)} au {CallApplicants.Tell(call.ClosesAt)}.{why}",
            _ => $"L’appel est modifié.{why}",
        });
        if (call.Status is not CallStatus.Draft && (opened != call.OpensAt || closed != call.ClosesAt))
        {
            await waits.LookAgainAsync(new Subject(CallSubject.SubjectCode, call.Id), cancellationToken);
        }

        return call;
    }
}
