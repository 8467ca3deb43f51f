using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Organisation.ShowOrganisation;

/// <summary>The tree of the units.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ShowOrganisationModel(OrganisationSheets sheets, FabriqueDbContext db, IOptions<OrganisationOptions> options, Actor actor) : PageModel
{
    public IReadOnlyList<UnitNode> Tree { get; private set; } = [];

    public IReadOnlyList<OrganisationUnit> Closed { get; private set; } = [];

    /// <summary>How many people have no unit.</summary>
    public int Unplaced { get; private set; }

    /// <summary>What became of the last reading of the sources; null when none was read, or when the configuration names none.</summary>
    public OrganisationReading? Reading { get; private set; }

    public bool MayUpdate => actor.IsInRole(AppRoles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Tree = await sheets.ReadTreeAsync(cancellationToken);
        Closed = await sheets.ReadClosedAsync(cancellationToken);
        Unplaced = await sheets.CountUnplacedAsync(cancellationToken);
        Reading = options.Value.HasSources ? await db.OrganisationReadings.AsNoTracking().SingleOrDefaultAsync(reading => reading.Source == OrganisationReading.Sources, cancellationToken) : null;
    }
}
