using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Letters;

/// <summary>A direction that was asked for its opinion and has not given it.</summary>
/// <param name="Director">Full name of who was asked.</param>
/// <param name="Unit">Theirs.</param>
/// <param name="AskedAt">UTC.</param>
/// <param name="DueOn">The last day given, in Paris.</param>
/// <param name="Reminders">How many were sent.</param>
/// <param name="IsAwaited">Whether it still may answer.</param>
public sealed record SilentDirection(string Director, string Unit, DateTime AskedAt, DateOnly DueOn, int Reminders, bool IsAwaited);

/// <summary>A direction that was asked and did not answer this request.</summary>
/// <param name="Id">Of who was asked.</param>
/// <param name="FullName">Of who was asked.</param>
/// <param name="Unit">Theirs.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="DueAt">UTC.</param>
/// <param name="Reminders">How many were sent.</param>
/// <param name="IsAwaited">Whether it still may answer.</param>
public sealed record AskedDirection(Guid Id, string FullName, string Unit, DateTime OpenedAt, DateTime DueAt, int Reminders, bool IsAwaited);

public static class SilentDirections
{
    /// <summary>Those that never answered, the longest asked first.</summary>
    public static async Task<IReadOnlyList<SilentDirection>> ReadAsync(FabriqueDbContext db, Application application, CancellationToken cancellationToken)
    {
        var id = application.Id;
        var asked = await (
            from item in db.WorkItems
            where item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == id && item.Kind == ApplicationTasks.Opinion && item.Status != WorkItemStatus.Done
            join person in db.StaffMembers on item.AskedId ?? item.AssigneeId equals person.Id
            orderby item.OpenedAt, person.FullName
            select new AskedDirection(person.Id, person.FullName, person.Unit, item.OpenedAt, item.DueAt, item.Reminders.Count(reminder => reminder.SentAt != null), item.Status == WorkItemStatus.Open)).ToListAsync(cancellationToken);
        return Of(application, asked);
    }

    /// <summary>The same, of what was read with something else, the longest asked first.</summary>
    public static IReadOnlyList<SilentDirection> Of(Application application, IEnumerable<AskedDirection> asked)
    {
        var answered = application.Opinions.Select(opinion => opinion.DirectorId).ToHashSet();
        return [.. asked
            .Where(line => !answered.Contains(line.Id))
            .GroupBy(line => line.Id)
            .Select(same => same.Last())
            .Select(line => new SilentDirection(line.FullName, line.Unit, line.OpenedAt, Deadline.DayOf(line.DueAt), line.Reminders, line.IsAwaited))];
    }
}
