using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>« États et lettres »: every wording, with what is in force.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class WordingsModel(FabriqueDbContext db, Actor actor) : PageModel
{
    /// <summary>What administrators wrote, by key.</summary>
    public IReadOnlyDictionary<string, string> Written { get; private set; } = new Dictionary<string, string>();

    public bool MayAct => actor.IsInRole(AppRoles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Written = await db.Set<WordingOverride>().AsNoTracking().ToDictionaryAsync(wording => wording.Key, wording => wording.Text, StringComparer.Ordinal, cancellationToken);
}
