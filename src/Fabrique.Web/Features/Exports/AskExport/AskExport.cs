using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Exports;
using Fabrique.Domain.Files;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Exports.AskExport;

/// <summary>Somebody takes a list away.</summary>
/// <param name="Source">Code of the list.</param>
/// <param name="Filter">What is kept of it.</param>
/// <param name="Columns">Codes of the columns, in their order; those that the person sees when it is empty.</param>
/// <param name="Format">Code of a <see cref="TableFormat"/>.</param>
public sealed record AskExport(string Source, string Filter, IReadOnlyList<string> Columns, string Format)
{
    /// <summary>All the columns of the list, whichever are named.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>Asking for the same again, while it is being written or just after, gives what is there already.</summary>
public sealed class AskExportHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, ExportSources sources, TimeProvider clock) : Handler<AskExport, Export>(runner)
{
    protected override async Task<Outcome<Export>> ActAsync(AskExport input, CancellationToken cancellationToken)
    {
        if (sources.Find(input.Source) is not { } source)
        {
            return new Refusal("export-unknown", "Cette liste ne s’exporte pas, ou pas pour vous.");
        }

        if (await source.OpenAsync(input.Filter, cancellationToken) is not { } view)
        {
            return new Refusal("export-filter-gone", "Un des filtres de cette liste n’existe plus\u00a0: revenez à la liste, puis redemandez l’export.");
        }

        if (TableFormat.Find(input.Format) is not { } format)
        {
            return new Refusal("export-format-unknown", "Choisissez un format de fichier.");
        }

        var columns = input.IsWhole ? view.Columns : view.Choose(input.Columns.Count > 0 ? input.Columns : view.Shown.Count > 0 ? view.Shown : view.Columns.Select(column => column.Code));
        if (columns.Count == 0)
        {
            return new Refusal("export-without-columns", "Choisissez au moins une colonne.");
        }

        if (view.Filter.Length > Export.FilterLength)
        {
            return new Refusal("export-filter-too-long", "Cette vue a trop de filtres pour être exportée\u00a0: retirez-en.");
        }

        var now = clock.GetUtcNow();
        var me = actor.Id;
        var asked = new ExportRequest(source.Code, view.Filter, [.. columns.Select(column => column.Code)], format.Code);
        var known = await db.Exports.Where(export => export.RequestedById == me && export.State != ExportState.Deleted).ToListAsync(cancellationToken);
        if (Export.Find(asked, known, now.UtcDateTime) is { } same)
        {
            return same;
        }

        if (Export.MayBeAsked(known) is { } refusal)
        {
            return refusal;
        }

        var start = $"{view.FileName}-{ParisTime.FromUtc(now.UtcDateTime):yyyy-MM-dd-HHmmss}";
        var name = FileName.Clean($"{start}.{format.Extension}");
        for (var number = 2; known.Exists(export => export.FileName == name); number++)
        {
            name = FileName.Clean($"{start}-{number}.{format.Extension}");
        }

        var export = Export.Ask(Guid.CreateVersion7(now), asked, view.Title, name, me, known, now.UtcDateTime);
        db.Exports.Add(export);
        return export;
    }
}
