using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening;

/// <summary>An application of a list, as its neighbours name it.</summary>
/// <param name="Rank">From 1.</param>
public sealed record ScreeningNeighbour(int Rank, string Reference, string Title, ApplicationStatus Status);

/// <summary>Where an application is in a list.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="Total">Applications of the list.</param>
/// <param name="Around">Some of those before and after, and itself; in order.</param>
public sealed record ScreeningPlace(int Rank, int Total, IReadOnlyList<ScreeningNeighbour> Around)
{
    /// <summary>Null for the first.</summary>
    public ScreeningNeighbour? Previous => Around.FirstOrDefault(one => one.Rank == Rank - 1);

    /// <summary>Null for the last.</summary>
    public ScreeningNeighbour? Next => Around.FirstOrDefault(one => one.Rank == Rank + 1);
}

/// <summary>
/// The submitted applications that a filter leaves, in an order: a page of them, their count, all of them one after the other. The page of the list, what is taken away from it and what is
/// done to many at once read them here.
/// </summary>
public sealed class ScreeningList(FabriqueDbContext db, TaskKinds kinds, Actor actor, TimeProvider clock)
{
    /// <summary>Lines read at once when all are.</summary>
    public const int BatchSize = 500;

    private const int Beside = 4;

    /// <summary>How far from its rank an application is looked for before the whole list is read: others come and go meanwhile.</summary>
    private const int Near = 50;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The columns that a list may have: those that every application has, and, when it is that of one call, one for each question of its form.</summary>
    public async Task<IReadOnlyList<ScreeningColumn>> ColumnsAsync(ScreeningFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Call is not { } slug)
        {
            return ScreeningColumns.All;
        }

        var form = await db.Calls
            .Where(call => call.Slug == slug && call.FormId != null)
            .SelectMany(call => db.FormVersions.Where(version => version.DesignId == call.FormId))
            .OrderByDescending(version => version.Number)
            .Select(version => version.Form)
            .FirstOrDefaultAsync(cancellationToken);
        return ScreeningColumns.WithForm(form);
    }

    /// <summary>How many there are in each state, the filter’s own state left aside.</summary>
    public Task<Dictionary<ApplicationStatus, int>> CountByStatusAsync(ScreeningFilter filter, CancellationToken cancellationToken) => Found(filter with { Status = null })
        .GroupBy(application => application.Status)
        .Select(same => new { Status = same.Key, Count = same.Count() })
        .ToDictionaryAsync(same => same.Status, same => same.Count, cancellationToken);

    public Task<int> CountAsync(ScreeningFilter filter, CancellationToken cancellationToken) => Found(filter).CountAsync(cancellationToken);

    /// <summary>Identifiers of the applications of a page, in order.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(ScreeningFilter filter, ScreeningOrder order, int skip, int take, CancellationToken cancellationToken)
    {
        if (order.Code is ScreeningOrder.ByApplicant && take < int.MaxValue)
        {
            return await FindByApplicantAsync(filter, order.IsDescending, skip, take, cancellationToken);
        }

        var found = new List<Guid>();
        foreach (var part in Parts(filter, order))
        {
            var before = found.Count;
            found.AddRange(await part.Skip(skip).Take(take - found.Count).ToListAsync(cancellationToken));
            if (found.Count == take)
            {
                break;
            }

            // The next part begins where this one ends.
            skip = found.Count > before || skip == 0 ? 0 : Math.Max(0, skip - await part.CountAsync(cancellationToken));
        }

        return found;
    }

    // The engines would read and sort all applications by the names of their people to find a few: how many each person has is counted first, then those of the page’s people only are read.
    private async Task<IReadOnlyList<Guid>> FindByApplicantAsync(ScreeningFilter filter, bool isDescending, int skip, int take, CancellationToken cancellationToken)
    {
        var found = Found(filter);
        var counted = found.GroupBy(application => application.ApplicantId)
            .Select(own => new { PersonId = own.Key, Count = own.Count() })
            .Join(db.StaffMembers, own => own.PersonId, person => person.Id, (own, person) => new { own.PersonId, person.FullName, own.Count });
        var people = await (isDescending ? counted.OrderByDescending(one => one.FullName) : counted.OrderBy(one => one.FullName)).ToListAsync(cancellationToken);
        var (before, first, ranks) = (0, -1, new Dictionary<Guid, int>());
        foreach (var namesakes in people.GroupBy(one => one.FullName, StringComparer.Ordinal))
        {
            var count = namesakes.Sum(one => one.Count);
            if (before < skip + take && before + count > skip)
            {
                first = first < 0 ? before : first;
                foreach (var one in namesakes)
                {
                    ranks.Add(one.PersonId, before);
                }
            }

            before += count;
        }

        if (ranks.Count == 0)
        {
            return [];
        }

        var theirs = ranks.Keys.ToList();
        var listed = await found.Where(application => theirs.Contains(application.ApplicantId))
            .OrderByDescending(application => application.Reference)
            .Select(application => new { application.Id, application.ApplicantId })
            .ToListAsync(cancellationToken);
        return [.. listed.OrderBy(application => ranks[application.ApplicantId]).Skip(skip - first).Take(take).Select(application => application.Id)];
    }

    /// <summary>Lines of a page, in order.</summary>
    /// <param name="filter">What is left.</param>
    /// <param name="order">Their order.</param>
    /// <param name="columns">What is shown of them: answers are read for those of questions only.</param>
    /// <param name="skip">How many come before the page.</param>
    /// <param name="take">How many the page has at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ScreeningLine>> ReadAsync(ScreeningFilter filter, ScreeningOrder order, IReadOnlyList<ScreeningColumn> columns, int skip, int take, CancellationToken cancellationToken) =>
        await ReadAsync(await FindAsync(filter, order, skip, take, cancellationToken), columns, cancellationToken);

    /// <summary>
    /// All lines, as they were sorted when the reading began, read batch by batch: what is kept at once is a batch, and sixteen bytes for each application. One that goes away meanwhile is
    /// left out; one that changes is told as it is when its turn comes.
    /// </summary>
    public async IAsyncEnumerable<ScreeningLine> StreamAsync(ScreeningFilter filter, ScreeningOrder order, IReadOnlyList<ScreeningColumn> columns, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var batch in (await FindAsync(filter, order, 0, int.MaxValue, cancellationToken)).Chunk(BatchSize))
        {
            foreach (var line in await ReadAsync(batch, columns, cancellationToken))
            {
                yield return line;
            }
        }
    }

    /// <summary>Lines of these applications, in this order; those that are not submitted are left out.</summary>
    public async Task<IReadOnlyList<ScreeningLine>> ReadAsync(IReadOnlyList<Guid> ids, IReadOnlyList<ScreeningColumn> columns, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var applications = await (
            from application in db.Applications
            where ids.Contains(application.Id) && application.SubmittedAt != null
            join person in db.StaffMembers on application.ApplicantId equals person.Id
            join call in db.Calls on application.CallId equals call.Id
            join file in db.ScreeningFiles on application.Id equals file.Id into files
            from file in files.DefaultIfEmpty()
            join assignee in db.StaffMembers on file.AssigneeId equals assignee.Id into assignees
            from assignee in assignees.DefaultIfEmpty()
            select new
            {
                application.Id,
                application.Reference,
                application.Title,
                application.Status,
                application.SubmittedAt,
                application.DecidedAt,
                Applicant = person.FullName,
                person.Unit,
                Call = call.Title,
                AssigneeId = file == null ? null : file.AssigneeId,
                Assignee = assignee == null ? null : assignee.FullName,
                Given = application.Opinions.Count,
                Labels = db.AppliedLabels.Where(applied => applied.ApplicationId == application.Id)
                    .Join(db.ScreeningLabels, applied => applied.LabelId, label => label.Id, (applied, label) => new ScreeningMark(label.Id, label.Name, label.Colour))
                    .ToList(),
            }).AsSingleQuery().ToDictionaryAsync(application => application.Id, cancellationToken);
        var waits = await WaitsAsync(ids, cancellationToken);
        var answers = await AnswersAsync(ids, columns, cancellationToken);
        var today = ParisTime.DayOf(Now);
        return [.. ids.Where(applications.ContainsKey).Select(id => applications[id]).Select(application => new ScreeningLine
        {
            Id = application.Id,
            Reference = application.Reference,
            Title = application.Title,
            Applicant = application.Applicant,
            Unit = application.Unit,
            Call = application.Call,
            Status = application.Status,
            SubmittedAt = application.SubmittedAt!.Value,
            DecidedAt = application.DecidedAt,
            AssigneeId = application.AssigneeId,
            Assignee = application.Assignee,
            Given = application.Given,
            Labels = [.. application.Labels.OrderBy(label => label.Name, FrenchCulture.Names)],
            Waits = [.. waits[application.Id]],
            Answers = answers is null ? [] : [.. answers[application.Id]],
            Today = today,
        })];
    }

    /// <summary>Where an application is in a list; null when it is not in it any more.</summary>
    /// <param name="filter">Of the list.</param>
    /// <param name="order">Of the list.</param>
    /// <param name="id">The application.</param>
    /// <param name="rank">Where it was when the list was read, from 1: it is looked for there first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ScreeningPlace?> LocateAsync(ScreeningFilter filter, ScreeningOrder order, Guid id, int? rank, CancellationToken cancellationToken)
    {
        var (skip, around) = (0, (IReadOnlyList<Guid>)[]);
        var at = -1;
        if (rank is { } asked and >= 1)
        {
            skip = Math.Max(0, asked - 1 - Near);
            around = await FindAsync(filter, order, skip, asked - skip + Near, cancellationToken);
            at = IndexOf(around);
        }

        if (at < 0)
        {
            (skip, around) = (0, await FindAsync(filter, order, 0, int.MaxValue, cancellationToken));
            at = IndexOf(around);
        }

        if (at < 0)
        {
            return null;
        }

        var before = Math.Max(0, at - Beside);
        around = [.. around.Skip(before).Take(at - before + 1 + Beside)];
        (skip, at) = (skip + before, at - before);

        var listed = Found(filter);
        var names = await db.Applications
            .Where(application => around.Contains(application.Id))
            .Select(application => new { application.Id, application.Reference, application.Title, application.Status, Total = listed.Count() })
            .ToDictionaryAsync(application => application.Id, cancellationToken);
        return new ScreeningPlace(skip + at + 1, names.Values.Select(named => named.Total).FirstOrDefault(), [.. around.Select((one, index) => names.TryGetValue(one, out var named)
            ? new ScreeningNeighbour(skip + index + 1, named.Reference, named.Title, named.Status) : null).OfType<ScreeningNeighbour>()]);

        int IndexOf(IReadOnlyList<Guid> ids)
        {
            for (var index = 0; index < ids.Count; index++)
            {
                if (ids[index] == id)
                {
                    return index;
                }
            }

            return -1;
        }
    }

    /// <summary>What is awaited about these applications, by application, the most pressing first.</summary>
    public async Task<ILookup<Guid, ScreeningWait>> WaitsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var items = await (
            from item in db.WorkItems
            where item.SubjectKind == ApplicationSubject.SubjectCode && item.Status == WorkItemStatus.Open && ids.Contains(item.SubjectId)
            join person in db.StaffMembers on item.AssigneeId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby item.DueAt, item.Id
            select new { item.Id, item.SubjectId, item.Kind, item.Title, item.AssigneeId, item.AssigneeRole, item.DueAt, Person = person == null ? null : person.FullName }).ToListAsync(cancellationToken);
        return items.ToLookup(
            item => item.SubjectId,
            item => new ScreeningWait(item.Kind, Awaited(item.Kind, item.Title, item.Person ?? AppRoles.Label(item.AssigneeRole ?? "")), item.DueAt) { TaskId = item.Id, PersonId = item.AssigneeId, Role = item.AssigneeRole, Expected = kinds[item.Kind].Expected });
    }

    private string Awaited(string code, string title, string holder)
    {
        var kind = kinds[code];
        return kind.IsTitledByDrawing ? $"« {title} », à la charge {French.Of(holder)}" : $"{kind.Awaited} {French.Of(holder)}";
    }

    private async Task<ILookup<Guid, ScreeningAnswer>?> AnswersAsync(IReadOnlyList<Guid> ids, IReadOnlyList<ScreeningColumn> columns, CancellationToken cancellationToken)
    {
        var keys = columns.Select(column => column.Question).OfType<string>().ToList();
        return keys.Count == 0
            ? null
            : (await db.SubmittedAnswers
                .Where(answer => ids.Contains(answer.ApplicationId) && keys.Contains(answer.Key))
                .Select(answer => new { answer.ApplicationId, answer.Key, answer.Rank, answer.Text, answer.Number, answer.Day })
                .ToListAsync(cancellationToken))
                .ToLookup(answer => answer.ApplicationId, answer => new ScreeningAnswer(answer.Key, answer.Rank, answer.Text, answer.Number, answer.Day));
    }

    private IQueryable<Application> Found(ScreeningFilter filter)
    {
        var found = db.Applications.Where(application => application.SubmittedAt != null);
        if (filter.Status is { } status)
        {
            found = found.Where(application => application.Status == status);
        }

        if (filter.Call is { } slug)
        {
            found = found.Where(application => db.Calls.Where(call => call.Slug == slug).Select(call => call.Id).Contains(application.CallId));
        }

        if (filter.LabelId is { } labelId)
        {
            found = found.Where(application => db.AppliedLabels.Where(label => label.LabelId == labelId).Select(label => label.ApplicationId).Contains(application.Id));
        }

        if ((filter.IsMine ? actor.Id : filter.AssigneeId) is { } assigneeId)
        {
            found = found.Where(application => db.ScreeningFiles.Where(file => file.AssigneeId == assigneeId).Select(file => file.Id).Contains(application.Id));
        }

        if (filter.IsNobodys)
        {
            found = found.Where(application => !db.ScreeningFiles.Any(file => file.Id == application.Id && file.AssigneeId != null));
        }

        if (filter.IsLate)
        {
            var now = Now;
            found = found.Where(application => Open().Where(item => item.DueAt < now).Select(item => item.SubjectId).Contains(application.Id));
        }

        if (filter.From is { } from)
        {
            var first = ParisTime.ToUtc(from, TimeOnly.MinValue);
            found = found.Where(application => application.SubmittedAt >= first);
        }

        if (filter.Until is { } until)
        {
            var after = ParisTime.ToUtc(until.AddDays(1), TimeOnly.MinValue);
            found = found.Where(application => application.SubmittedAt < after);
        }

        return filter.Text is { } text ? found.Having(db, text) : found;
    }

    private IQueryable<WorkItem> Open() => db.WorkItems.Where(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.Status == WorkItemStatus.Open);

    // The engines put what is not there first or last, each its own way, and read everything to find it: those that have a deadline, or a decision, and those that have none are two parts.
    private IReadOnlyList<IQueryable<Guid>> Parts(ScreeningFilter filter, ScreeningOrder order)
    {
        var found = Found(filter);
        switch (order.Code)
        {
            case ScreeningOrder.ByDeadline:
                var open = Open();
                var first =
                    from item in open
                    where !open.Any(other => other.SubjectId == item.SubjectId && (other.DueAt < item.DueAt || (other.DueAt == item.DueAt && other.Id.CompareTo(item.Id) < 0)))
                    join application in found on item.SubjectId equals application.Id
                    select new { item.DueAt, item.SubjectId };
                var sorted = order.IsDescending ? first.OrderByDescending(one => one.DueAt).ThenByDescending(one => one.SubjectId) : first.OrderBy(one => one.DueAt).ThenBy(one => one.SubjectId);
                return
                [
                    sorted.Select(one => one.SubjectId),
                    Sort(found.Where(application => !open.Select(item => item.SubjectId).Contains(application.Id)), application => application.SubmittedAt, isDescending: true),
                ];
            case ScreeningOrder.ByDecision:
                return
                [
                    Sort(found.Where(application => application.DecidedAt != null), application => application.DecidedAt, order.IsDescending),
                    Sort(found.Where(application => application.DecidedAt == null), application => application.SubmittedAt, isDescending: true),
                ];
            case ScreeningOrder.ByTitle:
                return [Sort(found, application => application.Title, order.IsDescending)];
            case ScreeningOrder.ByReference:
                return [(order.IsDescending ? found.OrderByDescending(application => application.Reference) : found.OrderBy(application => application.Reference)).Select(application => application.Id)];
            case ScreeningOrder.ByApplicant:
                var named = found.Join(db.StaffMembers, application => application.ApplicantId, person => person.Id, (application, person) => new { application.Id, application.Reference, person.FullName });
                return [(order.IsDescending ? named.OrderByDescending(one => one.FullName) : named.OrderBy(one => one.FullName)).ThenByDescending(one => one.Reference).Select(one => one.Id)];
            default:
                return [Sort(found, application => application.SubmittedAt, order.IsDescending)];
        }
    }

    private static IQueryable<Guid> Sort<TKey>(IQueryable<Application> found, Expression<Func<Application, TKey>> key, bool isDescending) =>
        (isDescending ? found.OrderByDescending(key) : found.OrderBy(key)).ThenByDescending(application => application.Reference).Select(application => application.Id);
}
