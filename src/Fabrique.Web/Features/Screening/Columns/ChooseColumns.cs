using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Columns;

/// <summary>Somebody chooses how they have the list.</summary>
/// <param name="Columns">Keys, in order; null to leave them.</param>
/// <param name="HasKeys">Whether keys lead from an application to the next; null to leave it.</param>
public sealed record ChooseColumns(IReadOnlyList<string>? Columns, bool? HasKeys = null);

public sealed class ChooseColumnsHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor) : Handler<ChooseColumns>(runner)
{
    protected override async Task<Outcome> ActAsync(ChooseColumns input, CancellationToken cancellationToken)
    {
        if (input.Columns is { } columns)
        {
            if (columns.Count == 0)
            {
                return new Refusal("columns-none", "Cochez au moins une colonne.");
            }

            if (columns.Sum(column => column.Length + 3) > ScreeningView.ColumnsLength)
            {
                return new Refusal("columns-too-many", "C’est plus de colonnes qu’une liste n’en montre : décochez-en.");
            }
        }

        var me = actor.Id;
        var desk = await db.ScreeningDesks.SingleOrDefaultAsync(desk => desk.Id == me, cancellationToken);
        if (desk is null)
        {
            db.ScreeningDesks.Add(desk = ScreeningDesk.Of(me));
        }

        if (input.Columns is { } chosen)
        {
            desk.Show(chosen);
        }

        if (input.HasKeys is { } hasKeys)
        {
            desk.UseKeys(hasKeys);
        }

        return Outcome.Done;
    }
}
