using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.History;

/// <summary>What became of an answer from one version to the next.</summary>
/// <param name="Label">Of the question.</param>
/// <param name="Before">Null when there was none.</param>
/// <param name="After">Null when there is none any more.</param>
public sealed record AnswerChange(string Label, string? Before, string? After);

/// <param name="Revision">The answers as they were left.</param>
/// <param name="Author">Who wrote; null when the form changed.</param>
/// <param name="Changes">Since the one before.</param>
/// <param name="IsCurrent">Whether it is what the application says.</param>
public sealed record RevisionLine(ApplicationRevision Revision, string? Author, IReadOnlyList<AnswerChange> Changes, bool IsCurrent);

/// <summary>Who changed what in an application, and the way back.</summary>
[Authorize(Policies.SignedIn)]
public sealed class HistoryModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, ApplicationWriter writer, RestoreRevisionHandler handler) : FormPage
{
    /// <summary>Shown, the latest.</summary>
    private const int Most = 50;

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    public Guid RevisionId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Application Application { get; private set; } = null!;

    /// <summary>The latest first.</summary>
    public IReadOnlyList<RevisionLine> Lines { get; private set; } = [];

    public Refusal? WhyNotEdit { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new RestoreRevision { ApplicationId = Application.Id, RevisionId = RevisionId, Version = Version }, token),
        () =>
        {
            TempData.Confirm("La version choisie est rétablie. Celle qu’elle remplace reste dans la liste.");
            return LocalRedirect(ApplicationLinks.Edit(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindMineAsync(Reference, cancellationToken) is not { } application)
        {
            return false;
        }

        Application = application;
        WhyNotEdit = application.MayEdit(actor.Id);
        var shown = ApplicationRevision.Ends(await writer.Marks(application.Id).ToListAsync(cancellationToken)).Select(mark => mark.Id).TakeLast(Most + 1).ToList();
        var revisions = await db.ApplicationRevisions.AsNoTracking()
            .Where(revision => shown.Contains(revision.Id))
            .OrderByDescending(revision => revision.Number)
            .ToListAsync(cancellationToken);
        var authors = revisions.Select(revision => revision.WrittenById).OfType<Guid>().Distinct().ToList();
        var names = await db.StaffMembers.Where(person => authors.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        Lines = [.. revisions.Take(Most).Select((revision, rank) => new RevisionLine(
            revision,
            revision.WrittenById is { } id ? names[id] : null,
            Compare(rank + 1 < revisions.Count ? revisions[rank + 1] : null, revision),
            revision.Answers.Equals(application.Answers)))];
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        return Task.CompletedTask;
    }

    private static IReadOnlyList<AnswerChange> Compare(ApplicationRevision? before, ApplicationRevision after)
    {
        var old = before is null ? new FormAnswers(after.Form.Code, after.Form.Version) : after.Form.Rebase(before.Answers, before.Form);
        return [.. after.Form.Questions
            .Where(field => old[field.Key] != after.Answers[field.Key])
            .Select(field => new AnswerChange(field.Label, field.Kind.Show(field, old[field.Key]), field.Kind.Show(field, after.Answers[field.Key])))
            .Where(change => change.Before != change.After && !(before is null && change.After is "Non"))];
    }
}
