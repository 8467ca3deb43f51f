using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ScheduleCall;

/// <summary>The team announces a call: its page becomes public, and its procedure begins.</summary>
/// <param name="Id">Of the call.</param>
/// <param name="Version">The version that the page showed.</param>
/// <param name="ProcedureVersionId">The version that its applications begin in; null for the one in force when each is submitted.</param>
public sealed record ScheduleCall(Guid Id, int Version, string? ProcedureVersionId);

public sealed class ScheduleCallHandler(UseCaseRunner runner, FabriqueDbContext db, CallProcedures procedures, CallStory story, IWorkflowSignals signals, TimeProvider clock) : Handler<ScheduleCall, CallForApplications>(runner)
{
    /// <summary>The procedure of calls.</summary>
    public const string Definition = "appel";

    protected override async Task<Outcome<CallForApplications>> ActAsync(ScheduleCall input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.Include(call => call.Jurors).AsSingleQuery().SingleAsync(call => call.Id == input.Id, cancellationToken);
        if (call.MayBeScheduled(clock.GetUtcNow().UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(call, input.Version);
        if (input.ProcedureVersionId is { } version && (await procedures.ListAsync(cancellationToken)).All(known => known.Id != version))
        {
            return new Refusal("call-procedure-unknown", "Cette version de la procédure n’existe plus : choisissez-en une autre.");
        }

        call.Schedule(input.ProcedureVersionId);
        story.Tell(call, $"L’appel est programmé : il ouvre le {CallApplicants.Tell(call.OpensAt)}.");
        signals.Start(new StartRequest(Definition) { CorrelationId = new Subject(CallSubject.SubjectCode, call.Id).ToCorrelationId() });
        return call;
    }
}
