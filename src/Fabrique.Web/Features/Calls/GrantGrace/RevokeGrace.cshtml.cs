using Fabrique.Data;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>Takes back a « délai personnel », after one has read whose it is.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class RevokeGraceModel(FabriqueDbContext db, RevokeGraceHandler handler, GraceReader reader, TimeProvider clock) : CallPage(db)
{
    [BindProperty(SupportsGet = true)]
    public Guid Grace { get; set; }

    public GraceLine Line { get; private set; } = null!;

    public bool IsRunning => Line.IsRunning(clock.GetUtcNow().UtcDateTime);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new RevokeGrace(Grace), token),
        () =>
        {
            TempData.Confirm($"Le délai de {Line.Person} est retiré.");
            return LocalRedirect(CallLinks.Graces(Call.Slug));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || await reader.FindAsync(Call.Id, Grace, cancellationToken) is not { } line)
        {
            return false;
        }

        Line = line;
        return true;
    }
}
