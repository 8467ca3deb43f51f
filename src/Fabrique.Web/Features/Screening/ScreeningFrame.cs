using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening;

/// <summary>A call of which applications are listed.</summary>
public sealed record ScreeningCall(string Slug, string Title);

/// <summary>Somebody who may see to applications.</summary>
public sealed record ScreeningPerson(Guid Id, string Name);

/// <summary>A way to look at the list, as others than its own pages see it.</summary>
public sealed record ScreeningViewLine(Guid Id, string Name, string Query, IReadOnlyList<string> Columns, bool IsShared, bool IsMine);

/// <summary>What stands around the list of applications, for the signed-in person, and what its address asks once it is understood.</summary>
public sealed record ScreeningFrame
{
    /// <summary>Name of the view in the address.</summary>
    public const string ViewKey = "vue";

    /// <summary>Value of <see cref="ViewKey"/>: the whole list, whatever view the person opens it with.</summary>
    public const string Whole = "toutes";

    public required IReadOnlyList<ScreeningCall> Calls { get; init; }

    /// <summary>In order of their names.</summary>
    public required IReadOnlyList<ScreeningMark> Labels { get; init; }

    /// <summary>Those who may see to applications; in order of their names.</summary>
    public required IReadOnlyList<ScreeningPerson> Team { get; init; }

    /// <summary>Theirs and those that the team shares; in order of their names.</summary>
    public required IReadOnlyList<ScreeningViewLine> Views { get; init; }

    /// <summary>The view with which they open the list; null for the whole list.</summary>
    public required Guid? DefaultViewId { get; init; }

    /// <summary>Whether keys lead from an application to the next.</summary>
    public required bool HasKeys { get; init; }

    /// <summary>The view of the address; null when it names none.</summary>
    public required ScreeningViewLine? View { get; init; }

    public required ScreeningFilter Filter { get; init; }

    public required ScreeningOrder Order { get; init; }

    /// <summary>All the columns that the list may have.</summary>
    public required IReadOnlyList<ScreeningColumn> AllColumns { get; init; }

    /// <summary>Those shown.</summary>
    public required IReadOnlyList<ScreeningColumn> Columns { get; init; }

    /// <summary>What the address asks and is no longer there, each a French sentence.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    /// <summary>The person of the filter, who is no longer of the team.</summary>
    public ScreeningPerson? Former { get; init; }

    /// <summary>The address of this list, without page nor question mark.</summary>
    public string Query
    {
        get
        {
            var pairs = Filter.Write().ToList();
            if (Order != ScreeningOrder.First)
            {
                pairs.Add(KeyValuePair.Create(ListAddress.Order, Order.ToString()));
            }

            return string.Join('&', pairs.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        }
    }

    /// <summary>The same, with the view that it comes from.</summary>
    public string QueryWithView => View is { Id: var id } ? $"{(Query.Length == 0 ? "" : Query + "&")}{ViewKey}={id:D}"
        : DefaultViewId is not null && Query.Length == 0 ? $"{ViewKey}={Whole}" : Query;
}

/// <summary>Reads what stands around the list of applications.</summary>
public sealed class ScreeningFrames(FabriqueDbContext db, Actor actor, TimeProvider clock)
{
    private const int LongestTold = 60;

    /// <param name="query">Of the address.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ScreeningFrame> ReadAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        List<ScreeningMark> labels = [.. (await db.ScreeningLabels.Select(label => new ScreeningMark(label.Id, label.Name, label.Colour)).ToListAsync(cancellationToken)).OrderBy(label => label.Name, FrenchCulture.Names)];
        var team = await TeamAsync(cancellationToken);
        var desk = await db.ScreeningDesks.Where(desk => desk.Id == me).Select(desk => new { desk.Columns, desk.DefaultViewId, desk.HasKeys }).SingleOrDefaultAsync(cancellationToken);
        List<ScreeningViewLine> views = [.. (await db.ScreeningViews
            .Where(view => view.OwnerId == me || view.IsShared)
            .Select(view => new ScreeningViewLine(view.Id, view.Name, view.Query, view.Columns, view.IsShared, view.OwnerId == me))
            .ToListAsync(cancellationToken)).OrderBy(view => view.Name, FrenchCulture.Names).ThenBy(view => view.Id)];

        var gone = new List<string>();
        var asked = query[ScreeningFrame.ViewKey].ToString();
        var view = Guid.TryParse(asked, out var viewId) ? views.Find(view => view.Id == viewId) : null;
        if (view is null && asked.Length > 0 && asked != ScreeningFrame.Whole)
        {
            gone.Add("Cette vue n’existe plus, ou n’est plus partagée : la liste est montrée avec les filtres qu’elle avait dans ce lien.");
        }

        var isBare = query.Keys.All(key => key is ListAddress.FirstPage or "handler");
        if (isBare && desk?.DefaultViewId is { } first)
        {
            view = views.Find(view => view.Id == first);
        }

        var (filter, order) = isBare && view is not null
            ? (ScreeningFilter.Read(view.Query), ScreeningOrder.Read(OrderOf(view.Query)))
            : (ScreeningFilter.Read(query), ScreeningOrder.Read(query[ListAddress.Order]));
        gone.AddRange(ScreeningFilter.FindUnknown(query));
        if (ScreeningOrder.IsUnknown(query[ListAddress.Order]))
        {
            gone.Add($"Le tri «\u00a0{Texts.Clip(Texts.Line(query[ListAddress.Order].ToString()), LongestTold)}\u00a0» n’existe pas\u00a0: les candidatures les plus récentes viennent d’abord.");
        }

        // With the form of the call that the list is narrowed to.
        var slug = filter.Call;
        var calls = await db.Calls
            .Where(call => db.Applications.Any(application => application.CallId == call.Id && application.Status != ApplicationStatus.Draft))
            .OrderByDescending(call => call.OpensAt)
            .Select(call => new
            {
                Line = new ScreeningCall(call.Slug, call.Title),
                Form = call.Slug == slug ? db.FormVersions.Where(version => version.DesignId == call.FormId).OrderByDescending(version => version.Number).Select(version => version.Form).FirstOrDefault() : null,
            })
            .ToListAsync(cancellationToken);
        var narrowed = calls.Find(call => call.Line.Slug == slug);
        if (slug is not null && narrowed is null)
        {
            filter = filter with { Call = null };
            gone.Add(ScreeningFilter.NotApplied("Appel", slug));
        }

        if (filter.LabelId is { } labelId && labels.All(label => label.Id != labelId))
        {
            filter = filter with { LabelId = null };
            gone.Add("L’étiquette de ce filtre a été supprimée : la liste est montrée sans elle.");
        }

        ScreeningPerson? former = null;
        if (filter.AssigneeId is { } assigneeId && team.All(person => person.Id != assigneeId))
        {
            former = await db.StaffMembers.Where(person => person.Id == assigneeId).Select(person => new ScreeningPerson(person.Id, person.FullName)).SingleOrDefaultAsync(cancellationToken);
            if (former is null)
            {
                filter = filter with { AssigneeId = null };
                gone.Add("La personne de ce filtre n’existe plus : la liste est montrée sans ce filtre.");
            }
        }

        var all = narrowed is null ? ScreeningColumns.All : ScreeningColumns.WithForm(narrowed.Form);
        return new ScreeningFrame
        {
            Calls = [.. calls.Select(call => call.Line)],
            Labels = labels,
            Team = team,
            Views = views,
            DefaultViewId = desk?.DefaultViewId,
            HasKeys = desk?.HasKeys ?? true,
            View = view,
            Filter = filter,
            Order = order,
            AllColumns = all,
            Columns = ScreeningColumns.Choose(all, view?.Columns ?? desk?.Columns ?? []),
            Gone = gone,
            Former = former,
        };
    }

    /// <summary>Those who may see to applications; in order of their names.</summary>
    public async Task<IReadOnlyList<ScreeningPerson>> TeamAsync(CancellationToken cancellationToken) => [.. (await db.HoldersOf(AppRoles.Team, clock.GetUtcNow().UtcDateTime)
        .Select(person => new ScreeningPerson(person.Id, person.FullName))
        .ToListAsync(cancellationToken)).OrderBy(person => person.Name, FrenchCulture.Names)];

    private static string? OrderOf(string query) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).TryGetValue(ListAddress.Order, out var order) ? order.ToString() : null;
}
