using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>Where an application stands, for the signed-in person.</summary>
/// <param name="Status">As they read it.</param>
/// <param name="Public">As those who carry it read it.</param>
/// <param name="Unread">Messages of the other side that nobody of theirs has read.</param>
public sealed record ApplicationStanding(ToldStatus Status, ToldStatus Public, int Unread);

/// <summary>Says where applications stand, in the wording of who reads, with what awaits to be read.</summary>
public sealed class StatusReader(FabriqueDbContext db, Actor actor, TimeProvider clock)
{
    /// <summary>Two queries, however many they are.</summary>
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
        var written = await db.Set<WordingOverride>().AsNoTracking()
            .Where(wording => wording.Key.StartsWith(StatusWording.Prefix))
            .ToDictionaryAsync(wording => wording.Key, wording => wording.Text, StringComparer.Ordinal, cancellationToken);
        var today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);
        return lines.ToDictionary(line => line.Id, line =>
        {
            List<Awaited> awaited = [.. line.Asked.GroupBy(item => item.Kind).Select(same => new Awaited(same.Key, same.Count(), ParisTime.DayOf(same.Max(item => item.DueAt))))];
            var told = StatusWording.Tell(line.Status, awaited, isInternal: false, written, today);
            var isInternal = actor.IsStaff && !line.IsMine;
            return new ApplicationStanding(
                isInternal ? StatusWording.Tell(line.Status, awaited, isInternal: true, written, today) : told,
                told,
                line.IsMine ? line.FromTeam : isInternal ? line.FromApplicant : 0);
        });
    }
}
