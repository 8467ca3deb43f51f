using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Organisation.FollowSources;

/// <summary>The sources of the organisation that cannot be followed: each is one incident, over by itself once it can.</summary>
public sealed class OrganisationIncidents(FabriqueDbContext db, IOptions<OrganisationOptions> options, TimeProvider clock) : IncidentSource
{
    public static IncidentKind Own { get; } = new("organisation", "Organisation non lue");

    public override IncidentKind Kind => Own;

    // What the configuration no longer names is nobody's concern.
    public override IQueryable<IncidentLine> Open()
    {
        var hasSources = options.Value.HasSources;
        return db.OrganisationReadings
            .Where(reading => reading.FailedSince != null && reading.Source == OrganisationReading.Sources && hasSources)
            .Select(reading => new IncidentLine
            {
                Source = Own.Code,
                Key = reading.Source,
                Since = reading.FailedSince!.Value,
                Subject = null,
                What = null,
                Error = reading.Error,
                Attempts = reading.Attempts,
            });
    }

    public override IncidentText Tell(IncidentLine line) => new(
        "Les sources de l’organisation ne sont pas suivies\u00a0: rien n’a été changé.",
        "Corrigez ce que nomme le détail technique, dans les fichiers que désigne la configuration ou dans l’annuaire. Tout est relu chaque nuit, et l’incident disparaît de lui-même. Relancez pour une lecture dans la minute.",
        OrganisationLinks.All);

    public override async Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken)
    {
        if (await db.OrganisationReadings.SingleOrDefaultAsync(reading => reading.Source == key && reading.FailedSince != null, cancellationToken) is not { } reading)
        {
            return IncidentInbox.Gone;
        }

        reading.TryNow(clock.GetUtcNow().UtcDateTime);
        return null;
    }

    public override Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Refusal?>(new Refusal("organisation-not-closable", "Cet incident ne se clôt pas\u00a0: il disparaît de lui-même dès que les sources sont comprises."));
}
