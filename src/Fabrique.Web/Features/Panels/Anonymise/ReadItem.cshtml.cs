using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Anonymise;

/// <summary>A file that may be read, by its number from 1.</summary>
public sealed record ShownFile(int Number, StoredFile File);

/// <summary>What somebody who sits reads of an application.</summary>
/// <param name="Panel">Which jury.</param>
/// <param name="Item">The application, as they may know of it.</param>
/// <param name="Sheet">Null when it is not ready, or they have no part in it.</param>
/// <param name="IsRecused">Whether they have no part in it.</param>
public sealed record UnnamedItem(Panel Panel, JuryItem Item, ReadingSheet? Sheet, bool IsRecused);

/// <summary>What those who sit may read without names, and nobody else.</summary>
public sealed class UnnamedReader(PanelReader reader, AnonymityDesk desk, Actor actor, TimeProvider clock)
{
    /// <summary>Null when the jury is not theirs, or does not judge it.</summary>
    public async Task<UnnamedItem?> FindAsync(Guid panelId, string reference, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(panelId, cancellationToken) is not { } panel || await desk.FindAsync(panel, reference, cancellationToken) is not { } sheet)
        {
            return null;
        }

        var application = sheet.Application;
        var whole = new JuryItem(application.Id, application.Reference, application.Title, application.ApplicantId) { CoApplicants = [.. application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId).OfType<Guid>()] };
        var item = (await reader.UnnameAsync(panel, [whole], cancellationToken))[0];
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), [whole], clock.GetUtcNow().UtcDateTime).InForce;
        var isRecused = recusals.Excludes(actor.Id, item.Subject);
        return new UnnamedItem(panel, item, !isRecused && sheet.State is ReadingState.Released ? sheet : null, isRecused);
    }
}

/// <summary>« Lire » : an application without the names of those who bring it. Once heard, it is read with them.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReadItemModel(UnnamedReader reader, PanelReader panels, StoredFiles stored, Actor actor) : PageModel
{
    public Panel Panel { get; private set; } = null!;

    public JuryItem Item { get; private set; } = null!;

    public bool IsRecused { get; private set; }

    /// <summary>Null when it is not ready, or they have no part in it.</summary>
    public AnonymisedReading? Reading { get; private set; }

    public IReadOnlyList<ShownFile> Files { get; private set; } = [];

    /// <summary>Whether they assess in this jury.</summary>
    public bool Scores => (Panel.MemberOn(actor.Id, panels.Today) ?? Panel.SubstitutedBy(actor.Id, panels.Today))?.Capacity is Capacity.Voting or Capacity.Advisory;

    public async Task<IActionResult> OnGetAsync(Guid id, string reference, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(id, reference, cancellationToken) is not { } found)
        {
            return NotFound();
        }

        (Panel, Item, IsRecused, Reading) = (found.Panel, found.Item, found.IsRecused, found.Sheet?.Reading);
        if (!Item.IsUnnamed)
        {
            return LocalRedirect(ApplicationLinks.Show(Item.Reference));
        }

        var shown = found.Sheet?.ShownFiles.ToList() ?? [];
        if (shown.Count > 0)
        {
            var known = (await stored.ListAsync(new FilesValue(new(shown.Select(one => one.File))), cancellationToken)).Where(file => file.MayBeRead).ToDictionary(file => file.Id);
            Files = [.. shown.Where(one => known.ContainsKey(one.File.Id)).Select(one => new ShownFile(one.Number, known[one.File.Id]))];
        }

        return Page();
    }
}
