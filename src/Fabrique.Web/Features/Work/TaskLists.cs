using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work;

/// <summary>Which of a person’s tasks.</summary>
public enum TaskView
{
    ToDo,
    Done,

    /// <summary>What others do in their place.</summary>
    Awaited,

    /// <summary>What is over without an act of theirs.</summary>
    Closed,
}

/// <summary>A line of a list of tasks.</summary>
public sealed record TaskLine
{
    public required WorkItem Item { get; init; }

    /// <summary>Whether its last day is over, and it is to be done.</summary>
    public required bool IsLate { get; init; }

    /// <summary>What it is about, when its title does not say.</summary>
    public string? Subject { get; init; }

    /// <summary>Who is to do it, who sees to it, who entrusted it, who did it; null when nobody does.</summary>
    public string? Holder { get; init; }

    public string? ClaimedBy { get; init; }

    public bool IsClaimedByMe { get; init; }

    public string? DelegatedBy { get; init; }

    public string? DoneBy { get; init; }

    /// <summary>Whether it is the reader’s to do.</summary>
    public bool IsMine { get; init; }

    /// <summary>Whether it is theirs only in the place of somebody who is away.</summary>
    public bool IsForAnother { get; init; }
}

/// <summary>What the address of a list of tasks narrows it to.</summary>
public sealed record TaskFilter
{
    /// <summary>Code of the kind of task; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>One of <see cref="TaskLists.Whens"/>; null for whenever.</summary>
    public string? When { get; init; }

    /// <summary>Held by its title, or by the name of what it is about.</summary>
    public string? Text { get; init; }

    /// <summary>A role, or the identifier of a person; null for everybody.</summary>
    public string? Holder { get; init; }
}

/// <summary>What is asked of the signed-in person, and of everybody.</summary>
public sealed class TaskLists(FabriqueDbContext db, TaskLoader tasks, SubjectTypes subjects, SubjectNames names, TaskKinds kinds, Actor actor, TimeProvider clock)
{
    public const string ByDeadline = "echeance";
    public const string ByTitle = "intitule";

    /// <summary>Name of the view in the address.</summary>
    public const string View = "vue";

    public const string Late = "en-retard";
    public const string ThisWeek = "cette-semaine";
    public const string Later = "plus-tard";

    private static readonly ListOrders<WorkItem> Open = new ListOrders<WorkItem>().SettledBy(item => item.Id)
        .By(ByDeadline, item => item.DueAt)
        .By(ByTitle, item => item.Title);

    private static readonly ListOrders<WorkItem> Done = new ListOrders<WorkItem>().SettledBy(item => item.Id)
        .By("faite", item => item.CompletedAt, isDescending: true)
        .By(ByTitle, item => item.Title);

    private static readonly ListOrders<WorkItem> Closed = new ListOrders<WorkItem>().SettledBy(item => item.Id)
        .By(ByDeadline, item => item.DueAt, isDescending: true)
        .By(ByTitle, item => item.Title);

    /// <summary>The views, as the address and people name them; the first is how the list comes.</summary>
    public static IReadOnlyList<(TaskView View, string Code, string Label)> Views { get; } =
    [
        (TaskView.ToDo, "a-faire", "À faire"),
        (TaskView.Done, "faites", "Faites"),
        (TaskView.Awaited, "attendues", "Que j’attends des autres"),
        (TaskView.Closed, "closes", "Closes sans moi"),
    ];

    /// <summary>How the last days given may be told apart.</summary>
    public static IReadOnlyList<(string Code, string Label)> Whens { get; } = [(Late, "En retard"), (ThisWeek, "Cette semaine"), (Later, "Plus tard")];

    /// <summary>The address of a view.</summary>
    public static string Address(TaskView view) => view is TaskView.ToDo ? TaskLinks.All : $"{TaskLinks.All}?{View}={Views.Single(known => known.View == view).Code}";

    /// <summary>A person’s tasks: what is to be done, the most pressing first; what is over, the last first.</summary>
    /// <param name="view">Which of them.</param>
    /// <param name="address">Which page.</param>
    /// <param name="size">Tasks of a page, at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="filter">What it is narrowed to.</param>
    public async Task<PagedList<TaskLine>> ReadAsync(TaskView view, ListAddress address, int size, CancellationToken cancellationToken, TaskFilter? filter = null)
    {
        var id = actor.Id;
        return view switch
        {
            TaskView.Done => await ReadAsync((await tasks.MineAsync(cancellationToken)).Where(item => item.Status == WorkItemStatus.Done && item.CompletedById == id), Done, address, size, filter, cancellationToken),
            TaskView.Awaited => await ReadAsync(await tasks.AwaitedFromOthersAsync(cancellationToken), Open, address, size, filter, cancellationToken),
            TaskView.Closed => await ReadAsync(await tasks.ClosedWithoutMeAsync(cancellationToken), Closed, address, size, filter, cancellationToken),
            _ => await ReadAsync((await tasks.MineAsync(cancellationToken)).Where(item => item.Status == WorkItemStatus.Open), Open, address, size, filter, cancellationToken, areMine: true),
        };
    }

    /// <summary>Everybody’s tasks to be done.</summary>
    /// <param name="address">Which page.</param>
    /// <param name="size">Tasks of a page, at most.</param>
    /// <param name="filter">What it is narrowed to.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<PagedList<TaskLine>> ReadEverybodysAsync(ListAddress address, int size, TaskFilter filter, CancellationToken cancellationToken) =>
        ReadAsync(tasks.Everybodys().Where(item => item.Status == WorkItemStatus.Open), Open, address, size, filter, cancellationToken);

    /// <summary>The most pressing of everybody’s tasks to be done.</summary>
    /// <param name="filter">What they are narrowed to.</param>
    /// <param name="most">How many, at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<Guid>> FindEverybodysAsync(TaskFilter filter, int most, CancellationToken cancellationToken) =>
        await Narrow(tasks.Everybodys().Where(item => item.Status == WorkItemStatus.Open), filter).OrderBy(item => item.DueAt).ThenBy(item => item.Id).Take(most).Select(item => item.Id).ToListAsync(cancellationToken);

    private async Task<PagedList<TaskLine>> ReadAsync(IQueryable<WorkItem> found, ListOrders<WorkItem> orders, ListAddress address, int size, TaskFilter? filter, CancellationToken cancellationToken, bool areMine = false)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var page = await PagedList.ReadAsync(Narrow(found, filter ?? new TaskFilter()).AsNoTracking(), address, size, orders, item => item, cancellationToken);

        // Those who are named, and what drawn tasks are about, for the lines of the page only.
        var ids = page.Rows.SelectMany(item => new[] { item.AssigneeId, item.ClaimedById, item.DelegatedById, item.CompletedById }).OfType<Guid>().Where(id => id != actor.Id).Distinct().ToList();
        var people = ids.Count == 0 ? [] : await db.StaffMembers.Where(person => ids.Contains(person.Id)).Select(person => new { person.Id, person.FullName }).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        var about = await names.NameAsync(page.Rows.Where(item => kinds[item.Kind].IsTitledByDrawing).Select(item => item.Subject.ToCorrelationId()), cancellationToken);
        var roles = actor.Roles;
        return page.Select(item => new TaskLine
        {
            Item = item,
            IsLate = item.Status is WorkItemStatus.Open && item.DueAt < now,
            Subject = about.GetValueOrDefault(item.Subject.ToCorrelationId()),
            Holder = item.AssigneeRole is { } role ? Domain.People.AppRoles.Label(role) : Name(item.AssigneeId),
            ClaimedBy = Name(item.ClaimedById),
            IsClaimedByMe = item.ClaimedById == actor.Id,
            DelegatedBy = Name(item.DelegatedById),
            DoneBy = Name(item.CompletedById),
            IsMine = areMine || item.IsAddressedTo(actor.Id, roles, isOwnCase: false),
            IsForAnother = areMine && !item.IsAddressedTo(actor.Id, roles, isOwnCase: false),
        });

        string? Name(Guid? id) => id is not { } known ? null : known == actor.Id ? actor.Name : people.GetValueOrDefault(known);
    }

    private IQueryable<WorkItem> Narrow(IQueryable<WorkItem> found, TaskFilter filter)
    {
        if (filter.Kind is { } kind)
        {
            found = found.Where(item => item.Kind == kind);
        }

        if (filter.Holder is { } holder)
        {
            found = Guid.TryParse(holder, out var id) ? found.Where(item => item.AssigneeId == id || item.ClaimedById == id) : found.Where(item => item.AssigneeRole == holder);
        }

        if (filter.When is { } when)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var today = ParisTime.DayOf(now);
            var week = ParisTime.ToUtc(today.AddDays(7 - (((int)today.DayOfWeek + 6) % 7)), TimeOnly.MinValue);
            found = when switch
            {
                Late => found.Where(item => item.DueAt < now),
                ThisWeek => found.Where(item => item.DueAt >= now && item.DueAt < week),
                _ => found.Where(item => item.DueAt >= now && item.DueAt >= week),
            };
        }

        return filter.Text is { } text ? Holding(found, text) : found;
    }

    private IQueryable<WorkItem> Holding(IQueryable<WorkItem> found, string text)
    {
        var named = subjects.All
            .Select(type => (type.Code, Ids: type.Named(db, text)))
            .Where(type => type.Ids is not null)
            .Select(type => db.WorkItems.Where(item => item.SubjectKind == type.Code && type.Ids!.Contains(item.SubjectId)).Select(item => item.Id))
            .ToList();
        var folded = SearchText.Fold(text);
        var titled = db.WorkItems.Where(item => SearchText.Fold(item.Title).Contains(folded)).Select(item => item.Id);
        var all = named.Aggregate(titled, (before, ids) => before.Concat(ids));
        return found.Where(item => all.Contains(item.Id));
    }
}
