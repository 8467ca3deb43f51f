using Fabrique.Data;
using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Incidents;

/// <summary>Which lines of the inbox.</summary>
public sealed record IncidentFilter
{
    /// <summary>Of this kind, by its code; of all when null.</summary>
    public string? Kind { get; init; }

    /// <summary>Those that are closed, instead of those that are open.</summary>
    public bool IsClosed { get; init; }

    /// <summary>About this kind of subject, or about this one (<c>Application</c>, <c>Application:0198…</c>); about anything when null.</summary>
    public string? Subject { get; init; }
}

/// <summary>Everything that failed and waits for somebody, whichever module brings it: one list, made of the rows where it happened.</summary>
public sealed class IncidentInbox(FabriqueDbContext db, IEnumerable<IncidentSource> sources)
{
    /// <summary>Kind of subject of the mails that tell of the inbox itself. One that does not leave is no incident: it would be told by the next, which would not leave either.</summary>
    public const string NoticeSubject = "Incidents";

    /// <summary>When somebody was faster.</summary>
    public static Refusal Gone { get; } = new("incident-gone", "Cet incident n’est plus ouvert\u00a0: quelqu’un l’a relancé ou clos entre-temps, ou il s’est réglé de lui-même. Rien n’a été changé.");

    private readonly IReadOnlyList<IncidentSource> sources = [.. sources];

    public IEnumerable<IncidentKind> Kinds => sources.Select(source => source.Kind);

    public IncidentSource? Find(string code) => sources.FirstOrDefault(source => source.Kind.Code == code);

    /// <summary>Counts those that are open, by kind, in one query.</summary>
    /// <returns>Without the kinds that have none.</returns>
    public Task<Dictionary<string, int>> CountAsync(IncidentFilter filter, CancellationToken cancellationToken) => Lines(filter)
        .GroupBy(line => line.Source)
        .Select(same => new { same.Key, Count = same.Count() })
        .ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);

    /// <summary>Reads some, the newest first, in one query.</summary>
    public Task<List<IncidentLine>> ListAsync(IncidentFilter filter, int skip, int take, CancellationToken cancellationToken) => Lines(filter)
        .OrderByDescending(line => line.Since)
        .ThenBy(line => line.Source)
        .ThenBy(line => line.Key)
        .Skip(skip)
        .Take(take)
        .ToListAsync(cancellationToken);

    /// <summary>Finds one that is open.</summary>
    public Task<IncidentLine?> FindAsync(string kind, string key, CancellationToken cancellationToken) => Find(kind) is { } source
        ? source.Open().FirstOrDefaultAsync(line => line.Key == key, cancellationToken)
        : Task.FromResult<IncidentLine?>(null);

    /// <summary>When the newest of those that are open began to be one, UTC; null when none is.</summary>
    public Task<DateTime?> NewestAsync(CancellationToken cancellationToken) => Lines(new IncidentFilter()).MaxAsync(line => (DateTime?)line.Since, cancellationToken);

    /// <summary>Which of these subjects, by correlation id, an open incident is about.</summary>
    public async Task<IReadOnlySet<string>> FindUnsettledAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
    {
        var found = await Lines(new IncidentFilter()).Select(line => line.Subject!).Where(subject => subjects.Contains(subject)).Distinct().ToListAsync(cancellationToken);
        return found.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Who closed those that are, and why, in one query.</summary>
    /// <returns>By key of the line.</returns>
    public async Task<IReadOnlyDictionary<string, IncidentClosing>> ReadClosingsAsync(IReadOnlyCollection<IncidentLine> closed, CancellationToken cancellationToken)
    {
        var keys = closed.ToDictionary(line => Guid.Parse(line.Key), line => line.Key);
        Guid[] ids = [.. keys.Keys];
        var found = await (
            from incident in db.ClosedIncidents
            where ids.Contains(incident.Id)
            join person in db.StaffMembers on incident.ClosedById equals person.Id
            select new { incident.Id, incident.ClosedAt, person.FullName, incident.Reason }).ToListAsync(cancellationToken);
        return found.ToDictionary(incident => keys[incident.Id], incident => new IncidentClosing(incident.ClosedAt, incident.FullName, incident.Reason), StringComparer.Ordinal);
    }

    private IQueryable<IncidentLine> Lines(IncidentFilter filter)
    {
        var lines = filter.IsClosed
            ? Closed(filter.Kind)
            : sources.Where(source => filter.Kind is null || source.Kind.Code == filter.Kind).Select(source => source.Open()).Aggregate((all, more) => all.Concat(more));
        if (filter.Subject is not { Length: > 0 } subject)
        {
            return lines;
        }

        var ofKind = $"{subject}:%";
        return subject.Contains(':', StringComparison.Ordinal)
            ? lines.Where(line => line.Subject == subject)
            : lines.Where(line => EF.Functions.Like(line.Subject!, ofKind));
    }

    // It is the database that lowers the case of keys: SQLite writes them with capitals.
#pragma warning disable CA1304, CA1311, MA0011
    private IQueryable<IncidentLine> Closed(string? kind) => db.ClosedIncidents
        .Where(incident => kind == null || incident.Source == kind)
        .Select(incident => new IncidentLine
        {
            Source = incident.Source,
            Key = incident.Id.ToString().ToLower(),
            Since = incident.Since,
            Subject = incident.Subject,
            What = incident.Cause,
            Error = incident.Error,
            Attempts = incident.Attempts,
        });
#pragma warning restore CA1304, CA1311, MA0011
}
