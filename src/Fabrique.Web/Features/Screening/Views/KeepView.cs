using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Views;

/// <summary>Somebody keeps the list as they see it, under a name; or changes what they kept.</summary>
public sealed record KeepView
{
    public required Guid Id { get; init; }

    /// <summary>The version that they were shown; null for a new one.</summary>
    public int? Version { get; init; }

    public required string Name { get; init; }

    /// <summary>Filters and order; null to leave them, and the columns, as they are.</summary>
    public string? Query { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    public bool IsShared { get; init; }

    /// <summary>Whether they open the list with it.</summary>
    public bool IsDefault { get; init; }
}

public sealed class KeepViewHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor) : Handler<KeepView>(runner)
{
    protected override async Task<Outcome> ActAsync(KeepView input, CancellationToken cancellationToken)
    {
        if (ScreeningView.MayBeCalled(input.Name) is { } refusal)
        {
            return refusal;
        }

        // Auditors keep views for themselves: what the team shares is the team's.
        if (input.IsShared && actor.WhyNotScreen() is { } notMine)
        {
            return notMine;
        }

        if (input.Query?.Length > ScreeningView.QueryLength)
        {
            return new Refusal("view-too-long", "Ces filtres sont trop longs pour être gardés : raccourcissez la recherche.");
        }

        var me = actor.Id;
        var mine = await db.ScreeningViews.Where(view => view.OwnerId == me || view.Id == input.Id).ToListAsync(cancellationToken);
        var view = mine.Find(view => view.Id == input.Id);
        if (mine.Exists(other => other.Id != input.Id && other.OwnerId == me && string.Equals(other.Name, input.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return new Refusal("view-twice", $"Une de vos vues s’appelle déjà « {input.Name} » : choisissez un autre nom.");
        }

        if (view is null)
        {
            if (input.Version is not null)
            {
                return new Refusal("view-unknown", "Cette vue a été supprimée.");
            }

            if (mine.Count >= ScreeningView.Most)
            {
                return new Refusal("views-too-many", $"Vous avez déjà {ScreeningView.Most} vues, le plus qu’on en garde : supprimez celles qui ne servent plus.");
            }

            db.ScreeningViews.Add(view = ScreeningView.Keep(input.Id, me, input.Name, input.Query ?? "", input.Columns, input.IsShared));
        }
        else
        {
            if (view.MayBeChanged(me) is { } another)
            {
                return another;
            }

            if (input.Version is { } version)
            {
                db.ExpectVersion(view, version);
            }

            view.Rename(input.Name, input.IsShared);
            if (input.Query is { } query)
            {
                view.Show(query, input.Columns);
            }
        }

        var desk = await db.ScreeningDesks.SingleOrDefaultAsync(desk => desk.Id == me, cancellationToken);
        if (input.IsDefault && desk is null)
        {
            db.ScreeningDesks.Add(desk = ScreeningDesk.Of(me));
        }

        if (desk is not null && (input.IsDefault || desk.DefaultViewId == view.Id))
        {
            desk.OpenWith(input.IsDefault ? view.Id : null);
        }

        return Outcome.Done;
    }
}

/// <summary>Somebody does away with a view of theirs.</summary>
public sealed record RemoveView(Guid Id);

public sealed class RemoveViewHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor) : Handler<RemoveView>(runner)
{
    protected override async Task<Outcome> ActAsync(RemoveView input, CancellationToken cancellationToken)
    {
        if (await db.ScreeningViews.SingleOrDefaultAsync(view => view.Id == input.Id, cancellationToken) is not { } view)
        {
            return new Refusal("view-unknown", "Cette vue est déjà supprimée.");
        }

        if (view.MayBeChanged(actor.Id) is { } refusal)
        {
            return refusal;
        }

        foreach (var desk in await db.ScreeningDesks.Where(desk => desk.DefaultViewId == view.Id).ToListAsync(cancellationToken))
        {
            desk.OpenWith(null);
        }

        db.ScreeningViews.Remove(view);
        return Outcome.Done;
    }
}
