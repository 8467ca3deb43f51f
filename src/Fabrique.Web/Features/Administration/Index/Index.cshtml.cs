using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Common;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Administration.Index;

[Authorize(Policies.AdministrationReader)]
public sealed class IndexModel(FabriqueDbContext db, IWorkflowRuntime runtime, Actor actor) : PageModel
{
    public int Incidents { get; private set; }

    public int FailedMails { get; private set; }

    public bool MaySeeJobs { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Incidents = (await runtime.FindInstancesAsync(new InstanceFilter { WithIncidents = true }, cancellationToken)).Count;
        FailedMails = await db.OutgoingMails.CountAsync(mail => mail.Status == MailStatus.Failed, cancellationToken);
        MaySeeJobs = actor.IsInRole(AppRoles.Administrator);
    }
}
