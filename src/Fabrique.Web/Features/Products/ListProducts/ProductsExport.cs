using System.Runtime.CompilerServices;
using Fabrique.Data;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.ListProducts;

/// <summary>« Produits », taken away by those who follow them.</summary>
public sealed class ProductsExport(FabriqueDbContext db) : ExportSource
{
    public const string SourceCode = "produits";

    private static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("ghid", "Identifiant"),
        new("nom", "Nom"),
        new("accroche", "Accroche"),
        new("phase", "Phase"),
        new("depuis", "Dans cette phase depuis le", TableKind.Day),
        new("equipe", "Personnes en mission", TableKind.WholeNumber),
        new("candidature", "Candidature d’origine"),
    ];

    public override string Code => SourceCode;

    public override string Href => ProductLinks.All;

    public override string Label => "Produits";

    public override bool MayExport(Actor actor) => actor.IsStaff;

    public override Task<ExportView?> OpenAsync(string filter, CancellationToken cancellationToken) =>
        Task.FromResult(filter.Length == 0 ? new ExportView("", Label, "produits", Columns, []) : null);

    public override Task<int> CountAsync(ExportView view, CancellationToken cancellationToken) => db.Products.CountAsync(cancellationToken);

    public override async IAsyncEnumerable<IReadOnlyList<object?>> ReadAsync(ExportView view, IReadOnlyList<TableColumn> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = db.Products.AsNoTracking().OrderBy(product => product.Name).ThenBy(product => product.Ghid).Select(product => new
        {
            product.Ghid,
            product.Name,
            product.Pitch,
            product.Phase,
            product.PhaseSince,
            Team = product.Missions.Count,
            Application = db.Applications.Where(application => application.Id == product.ApplicationId).Select(application => application.Reference).FirstOrDefault(),
        });
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return [.. columns.Select(column => (object?)(column.Code switch
            {
                "ghid" => line.Ghid,
                "nom" => line.Name,
                "accroche" => line.Pitch,
                "phase" => ProductLabels.Of(line.Phase),
                "depuis" => line.PhaseSince,
                "equipe" => line.Team,
                _ => line.Application,
            }))];
        }
    }
}
