using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>Where an application stands, for the signed-in person.</summary>
/// <param name="Status">As they read it.</param>
/// <param name="Public">As those who carry it read it.</param>
/// <param name="Unread">Messages of the other side that nobody of theirs has read.</param>
public sealed record ApplicationStanding(ToldStatus Status, ToldStatus Public, int Unread);

/// <summary>Says where applications stand, in the wording of who reads, with what awaits to be read.</summary>
public sealed class StatusReader(FabriqueDbContext db, Actor actor, IMemoryCache cache, TimeProvider clock)
{
    /// <summary>How long a wording that was changed elsewhere may still be told as it was.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <summary>One query, however many they are; wordings are remembered for a while.</summary>
    /// <param name="ids">Applications that the signed-in person reads.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>By identifier.</returns>
    public async Task<IReadOnlyDictionary<Guid, ApplicationStanding>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<Guid, ApplicationStanding>();
        }

        var me = actor.Id;
        var lines = await db.Applications
            .Where(application => ids.Contains(application.Id))
            .Select(application => new
            {
                application.Id,
                application.Status,
                IsMine = application.ApplicantId == me || application.CoApplicants.Any(co => co.PersonId == me && co.AcceptedAt != null),
                FromTeam = db.Set<ApplicationMessage>().Count(message => message.ApplicationId == application.Id && message.Side == MessageSide.Team && message.ReadAt == null && message.WithdrawnAt == null),
                FromApplicant = db.Set<ApplicationMessage>().Count(message => message.ApplicationId == application.Id && message.Side == MessageSide.Applicant && message.ReadAt == null && message.WithdrawnAt == null),
                Asked = db.WorkItems
                    .Where(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open)
                    .Select(item => new { item.Id, item.Kind, item.DueAt })
                    .ToList(),
            })
            .AsSingleQuery()
            .ToListAsync(cancellationToken);
        var written = await ReadWordingsAsync(cancellationToken);
        return lines.ToDictionary(line => line.Id, line => Tell(
            line.Status, line.IsMine, line.FromTeam, line.FromApplicant, [.. line.Asked.Select(item => (item.Kind, item.DueAt))], written));
    }

    /// <summary>Says where one stands, given what is already read of it.</summary>
    /// <param name="status">The status.</param>
    /// <param name="isMine">Whether the signed-in person carries it.</param>
    /// <param name="fromTeam">Messages of the team that wait to be read.</param>
    /// <param name="fromApplicant">Messages of those who carry it that wait to be read.</param>
    /// <param name="asked">What is asked of people: the kind of each task, and its last instant, UTC.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    public async Task<ApplicationStanding> TellAsync(ApplicationStatus status, bool isMine, int fromTeam, int fromApplicant, IReadOnlyList<(string Kind, DateTime DueAt)> asked, CancellationToken cancellationToken) =>
        Tell(status, isMine, fromTeam, fromApplicant, asked, await ReadWordingsAsync(cancellationToken));

    /// <summary>Has the wordings read anew: one was just changed here. Other processes do within <see cref="Freshness"/>.</summary>
    public void Forget() => cache.Remove(typeof(StatusReader));

    private async Task<IReadOnlyDictionary<string, string>> ReadWordingsAsync(CancellationToken cancellationToken)
    {
        if (cache.Get<IReadOnlyDictionary<string, string>>(typeof(StatusReader)) is { } known)
        {
            return known;
        }

        IReadOnlyDictionary<string, string> written = await db.Set<WordingOverride>().AsNoTracking()
            .Where(wording => wording.Key.StartsWith(StatusWording.Prefix))
            .ToDictionaryAsync(wording => wording.Key, wording => wording.Text, StringComparer.Ordinal, cancellationToken);
        return cache.Set(typeof(StatusReader), written, Freshness);
    }

    private ApplicationStanding Tell(ApplicationStatus status, bool isMine, int fromTeam, int fromApplicant, IReadOnlyList<(string Kind, DateTime DueAt)> asked, IReadOnlyDictionary<string, string> written)
    {
        var today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);
        List<Awaited> awaited = [.. asked.GroupBy(item => item.Kind).Select(same => new Awaited(same.Key, same.Count(), ParisTime.DayOf(same.Max(item => item.DueAt))))];
        var told = StatusWording.Tell(status, awaited, isInternal: false, written, today);
        var isInternal = actor.IsStaff && !isMine;
        return new ApplicationStanding(
            isInternal ? StatusWording.Tell(status, awaited, isInternal: true, written, today) : told,
            told,
            isMine ? fromTeam : isInternal ? fromApplicant : 0);
    }
}
