using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Kernel.People;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Administration.Index;

[Authorize(Policies.AdministrationReader)]
public sealed class IndexModel(FabriqueDbContext db, IWorkflowRuntime runtime, ProcedureReader procedures, Actor actor) : PageModel
{
    public int Incidents { get; private set; }

    public int FailedMails { get; private set; }

    /// <summary>Procedures for which an upgrade brought a version that nobody has decided on.</summary>
    public IReadOnlyList<Procedure> Proposed { get; private set; } = [];

    public bool MaySeeJobs { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Incidents = (await runtime.FindInstancesAsync(new InstanceFilter { WithIncidents = true }, cancellationToken)).Count;
        FailedMails = await db.OutgoingMails.CountAsync(mail => mail.Status == MailStatus.Failed, cancellationToken);
        Proposed = [.. (await procedures.ListAsync(cancellationToken)).Where(procedure => procedure.Proposed is not null)];
        MaySeeJobs = actor.IsInRole(AppRoles.Administrator);
    }
}
