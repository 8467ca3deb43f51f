using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Anonymise;

/// <param name="Reference">Of the application.</param>
/// <param name="Title">As it is.</param>
/// <param name="State">How far it is.</param>
/// <param name="Told">Who did what, and when; null when nobody did anything.</param>
/// <param name="IsOwn">Whether the reader brings it.</param>
public sealed record ReadingLine(string Reference, string Title, ReadingState State, string? Told, bool IsOwn);

/// <summary>« Lecture anonymisée » : what the jury reads without names, application by application. For those who prepare it; the staff read.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListReadingsModel(FabriqueDbContext db, PanelReader reader, AnonymityDesk desk, Actor actor) : PageModel
{
    public Panel Panel { get; private set; } = null!;

    public IReadOnlyList<ReadingLine> Lines { get; private set; } = [];

    public bool MayRun => actor.MayRunPanels();

    public bool MayPrepare => actor.MayAnonymise(Panel, reader.Today);

    public int Ready => Lines.Count(line => line.State is ReadingState.Released);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(id, cancellationToken) is not { } panel || !(actor.IsStaff || actor.MayAnonymise(panel, reader.Today)))
        {
            return NotFound();
        }

        Panel = panel;
        var sheets = await desk.ListAsync(panel, cancellationToken);
        Guid[] named = [.. sheets.Select(sheet => sheet.Reading?.ReleasedById ?? sheet.Reading?.PreparedById).OfType<Guid>().Distinct()];
        var people = named.Length == 0 ? [] : await db.StaffMembers.Where(person => named.Contains(person.Id)).Select(person => new { person.Id, person.FullName }).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        Guid[] mine = await db.Applications.Where(application => application.CallId == panel.SubjectId && (application.ApplicantId == actor.Id || application.CoApplicants.Any(co => co.PersonId == actor.Id && co.AcceptedAt != null))).Select(application => application.Id).ToArrayAsync(cancellationToken);
        Lines = [.. sheets.Select(sheet => new ReadingLine(sheet.Application.Reference, sheet.Application.Title, sheet.State, Tell(sheet, people), mine.Contains(sheet.Application.Id)))];
        return Page();
    }

    private static string? Tell(ReadingSheet sheet, IReadOnlyDictionary<Guid, string> people) => sheet.Reading switch
    {
        null => null,
        { ReleasedById: { } who, ReleasedAt: { } at } => $"Relue par {people.GetValueOrDefault(who)}, le {FrenchDate.Instant(at)}{(sheet.State is ReadingState.Outdated ? ". La candidature a changé depuis : le jury ne la lit plus." : "")}",
        var reading => $"Préparée par {people.GetValueOrDefault(reading.PreparedById)}, le {FrenchDate.Instant(reading.PreparedAt)}{(sheet.State is ReadingState.Outdated ? ". La candidature a changé depuis." : "")}",
    };
}

internal static class ReadingLabels
{
    public static string Of(ReadingState state) => state switch
    {
        ReadingState.Missing => "À préparer",
        ReadingState.Prepared => "À relire",
        ReadingState.Outdated => "À relire : la candidature a changé",
        ReadingState.Released => "Lisible par le jury",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static string BadgeOf(ReadingState state) => state switch
    {
        ReadingState.Released => "success",
        ReadingState.Outdated => "warning",
        ReadingState.Prepared => "info",
        _ => "",
    };
}
