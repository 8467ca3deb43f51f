using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls;

/// <summary>A page on which the team changes something of a call.</summary>
public abstract class CallPage(FabriqueDbContext db) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string? Slug { get; set; }

    /// <summary>The version of the call that the form shows; null as long as it makes a new one.</summary>
    [BindProperty]
    public int? Version { get; set; }

    /// <summary>The same, or one that no call has.</summary>
    protected int ShownVersion => Version ?? -1;

    public CallForApplications Call { get; private set; } = null!;

    protected FabriqueDbContext Db => db;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Fill();
        return Page();
    }

    /// <summary>Puts into the form what the call holds.</summary>
    protected virtual void Fill() => Version = Call.Version;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        // A few directors: one query costs less than two.
        if (await db.Calls.AsNoTracking().Include(call => call.Jurors).AsSingleQuery().SingleOrDefaultAsync(call => call.Slug == Slug, cancellationToken) is not { } call)
        {
            return false;
        }

        Call = call;
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Call.Version;
        return Task.CompletedTask;
    }
}
