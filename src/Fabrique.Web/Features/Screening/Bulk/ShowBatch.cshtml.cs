using Fabrique.Data;
using Fabrique.Domain.Screening;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <param name="Reference">Of the application.</param>
/// <param name="Title">Of the application.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Sentence">See <see cref="BatchLine.Sentence"/>.</param>
public sealed record ShownBatchLine(string Reference, string Title, BatchLineStatus Status, string Sentence);

/// <summary>How far a batch is, and what became of each application.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ShowBatchModel(FabriqueDbContext db) : PageModel
{
    public ScreeningBatch Batch { get; private set; } = null!;

    public string StartedBy { get; private set; } = "";

    /// <summary>Refused first, then done; those that are to be done are counted only.</summary>
    public IReadOnlyList<ShownBatchLine> Lines { get; private set; } = [];

    public int Total { get; private set; }

    public int Settled => Lines.Count;

    public int Done => Lines.Count(line => line.Status is BatchLineStatus.Done);

    public int Refused => Settled - Done;

    public bool IsOver => Batch.EndedAt is not null || Settled == Total;

    /// <summary>Why it stands still; null when it does not.</summary>
    public string? Stopped { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await db.ScreeningBatches.AsNoTracking()
            .Where(batch => batch.Id == id)
            .Select(batch => new
            {
                Batch = batch,
                StartedBy = db.StaffMembers.Where(person => person.Id == batch.StartedById).Select(person => person.FullName).Single(),
                Total = db.BatchLines.Count(line => line.BatchId == batch.Id),
                HasFailed = db.DueAttempts.Any(attempt => attempt.Source == BatchSource.SourceName && attempt.Key == batch.Id && attempt.Attempts > 0),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return NotFound();
        }

        (Batch, StartedBy, Total) = (found.Batch, found.StartedBy, found.Total);
        Stopped = found.HasFailed && Batch.EndedAt is null ? "Ce traitement s’est arrêté en chemin : il reprend de lui-même, et ce qui est fait n’est pas refait. S’il n’y arrive pas, l’administration en est prévenue." : null;
        var lines = await (
            from line in db.BatchLines
            where line.BatchId == id && line.Status != BatchLineStatus.Pending
            join application in db.Applications on line.ApplicationId equals application.Id
            orderby line.Rank
            select new ShownBatchLine(application.Reference, application.Title, line.Status, line.Sentence)).ToListAsync(cancellationToken);
        Lines = [.. lines.OrderByDescending(line => line.Status is BatchLineStatus.Refused)];
        return Page();
    }
}
