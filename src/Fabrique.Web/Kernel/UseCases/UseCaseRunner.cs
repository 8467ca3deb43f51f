using System.Diagnostics;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.UseCases;

/// <summary>
/// Runs a use case: in a span and a log scope, under its name in the audit trail; again, from what the database holds then, when somebody else saved the same
/// aggregate or the same new row at the same moment: two directors answering at once must both be heard, and a decision recorded twice at once must be told as
/// already recorded. What is kept is saved, and only then are the signals written with it executed. A page shown too long ago is refused at once: doing
/// again what somebody decided on other facts is not theirs any more.
/// </summary>
public sealed class UseCaseRunner(FabriqueDbContext db, IWorkflowSignals signals, AuditScope audit, IHttpContextAccessor accessor, ILogger<UseCaseRunner> logger)
{
    public const string OutcomeTag = "fabrique.outcome";
    public const string RefusalTag = "fabrique.refusal";
    public const string AttemptsTag = "fabrique.attempts";

    /// <summary>Each round of a race has a winner: as many people at once as this are all heard.</summary>
    internal const int MostAttempts = 20;

    internal async Task<T> RunAsync<T>(string name, bool isInTransaction, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
        where T : IOutcome
    {
        using var span = FabriqueTelemetry.Source.StartActivity(name);
        using var scope = logger.BeginScope("{UseCase} {CorrelationId}", name, FabriqueTelemetry.CorrelationId(accessor.HttpContext));
        var within = audit.UseCase;
        audit.UseCase = within is "" ? name : within;
        try
        {
            var outcome = await TryAsync(isInTransaction, act, span, cancellationToken);
            if (outcome.IsKept)
            {
                using var about = Tell(span);
                await signals.KickAsync(cancellationToken);
            }

            span?.SetTag(OutcomeTag, outcome.Refusal is null ? "done" : "refused");
            span?.SetTag(RefusalTag, outcome.Refusal?.Code);
            return outcome;
        }
        catch (Exception exception)
        {
            span?.SetTag(OutcomeTag, exception is StaleVersionException ? "stale" : "failed");
            span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
        finally
        {
            audit.UseCase = within;
        }
    }

    // What a use case changes, it tells in the timeline of what it is about.
    private IDisposable? Tell(System.Diagnostics.Activity? span)
    {
        if (!FabriqueTelemetry.Source.HasListeners() || db.ChangeTracker.Entries<TimelineEntry>().LastOrDefault()?.Entity is not { } line)
        {
            return null;
        }

        span?.About(line.SubjectKind, line.SubjectId);
        return logger.BeginScope("{Subject} {SubjectId}", line.SubjectKind, line.SubjectId);
    }

    private async Task<T> TryAsync<T>(bool isInTransaction, Func<CancellationToken, Task<T>> act, System.Diagnostics.Activity? span, CancellationToken cancellationToken)
        where T : IOutcome
    {
        for (var attempt = 1; ; attempt++)
        {
            span?.SetTag(AttemptsTag, attempt);
            try
            {
                return await AttemptAsync(isInTransaction, act, cancellationToken);
            }
            catch (DbUpdateException failure) when (attempt < MostAttempts && IsLostRace(failure))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<T> AttemptAsync<T>(bool isInTransaction, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
        where T : IOutcome
    {
        await using var transaction = isInTransaction ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var outcome = await act(cancellationToken);
        if (!outcome.IsKept)
        {
            db.ChangeTracker.Clear();
            return outcome;
        }

        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    private static bool IsLostRace(DbUpdateException failure) =>
        failure is not StaleVersionException && (DatabaseErrors.IsConcurrencyConflict(failure) || DatabaseErrors.IsUniqueViolation(failure));
}
