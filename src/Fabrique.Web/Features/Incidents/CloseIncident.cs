using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Incidents;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Incidents;

/// <summary>An administrator gives up what failed, and says why.</summary>
public sealed record CloseIncident
{
    /// <summary>Code of the kind of incident.</summary>
    public required string Kind { get; init; }

    public required string Key { get; init; }

    /// <summary>At most <see cref="ClosedIncident.ReasonLength"/> characters.</summary>
    public required string Reason { get; init; }
}

public sealed class CloseIncidentHandler(UseCaseRunner runner, FabriqueDbContext db, IncidentInbox inbox, Actor actor, TimeProvider clock) : Handler<CloseIncident>(runner)
{
    protected override async Task<Outcome> ActAsync(CloseIncident input, CancellationToken cancellationToken)
    {
        var reason = input.Reason.Trim();
        if (reason.Length is 0 or > ClosedIncident.ReasonLength)
        {
            return new Refusal("incident-without-reason", "Dites en quelques mots pourquoi cet incident est clos.");
        }

        if (inbox.Find(input.Kind) is not { } source || await inbox.FindAsync(input.Kind, input.Key, cancellationToken) is not { } line)
        {
            return IncidentInbox.Gone;
        }

        if (await source.CloseAsync(input.Key, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        db.ClosedIncidents.Add(new ClosedIncident
        {
            Id = Guid.CreateVersion7(now),
            Source = line.Source,
            Key = Bounded(line.Key, ClosedIncident.KeyLength),
            Since = line.Since,
            Subject = line.Subject is { } subject ? Bounded(subject, ClosedIncident.SubjectLength) : null,
            Cause = Bounded(source.Tell(line).Cause, ClosedIncident.CauseLength),
            Error = line.Error is { } error ? Bounded(error, ClosedIncident.ErrorLength) : null,
            Attempts = line.Attempts,
            Reason = reason,
            ClosedAt = now.UtcDateTime,
            ClosedById = actor.Id,
        });
        return Outcome.Done;
    }

    private static string Bounded(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";
}
