using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels;

/// <summary>A page on which something of a jury is changed.</summary>
public abstract class PanelPage(PanelReader reader) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The version of the jury that the form shows; null on a first reading.</summary>
    [BindProperty]
    public int? Version { get; set; }

    /// <summary>The same, or one that no jury has.</summary>
    protected int ShownVersion => Version ?? -1;

    public Panel Panel { get; private set; } = null!;

    /// <summary>Those whom it names.</summary>
    public IReadOnlyDictionary<Guid, PanelPerson> People { get; private set; } = new Dictionary<Guid, PanelPerson>();

    protected PanelReader Reader => reader;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Fill();
        return Page();
    }

    /// <summary>Name of somebody whom it names.</summary>
    public string NameOf(Guid personId) => People.TryGetValue(personId, out var person) ? person.FullName : "";

    /// <summary>Puts into the form what the jury holds.</summary>
    protected virtual void Fill() => Version = Panel.Version;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel)
        {
            return false;
        }

        Panel = panel;
        People = await reader.ReadPeopleAsync(panel, [], cancellationToken);
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Panel.Version;
        return Task.CompletedTask;
    }
}
