using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms.FormVersions;

/// <summary>The versions of a form: who published them, when, and what each changed.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class FormVersionsModel(CallForms forms, FabriqueDbContext db) : CallFormPage(forms)
{
    /// <summary>Of those who published, by identifier.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>The last first, with what each asks otherwise than the one before.</summary>
    public IReadOnlyList<(FormVersion Version, FormDifference Difference)> Versions { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var versions = Form.Design!.Versions;
        Versions = [.. versions.Select((version, rank) => (version, FormDifference.Between(rank == 0 ? ApplicationForms.Default : versions[rank - 1].Form, version.Form))).Reverse()];
        var ids = versions.Select(version => version.PublishedById).OfType<Guid>().Distinct().ToList();
        Names = await db.StaffMembers.Where(person => ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        return true;
    }
}
