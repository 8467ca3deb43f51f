using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Admissibility.Shortlist;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility;

/// <summary>What the signed-in person may do to one application after the other, without opening its task: each is one act of its own, done or refused.</summary>
public sealed class ScreeningActs(TaskLoader tasks, CheckAdmissibilityHandler admissibility, ShortlistHandler shortlist)
{
    public async Task<Outcome> MarkAdmissibleAsync(Guid applicationId, CancellationToken cancellationToken) => await FindAsync(applicationId, AdmissibilityTasks.Admissibility, cancellationToken) is { } task
        ? await admissibility.HandleAsync(new CheckAdmissibility.CheckAdmissibilityInput { TaskId = task.Id, Version = task.Version, Choice = AdmissibilityChoice.Admissible }, cancellationToken)
        : new Refusal("admissibility-not-asked", "La recevabilité de cette candidature ne vous est pas demandée, ou elle est déjà dite.");

    public async Task<Outcome> MarkShortlistedAsync(Guid applicationId, CancellationToken cancellationToken) => await FindAsync(applicationId, AdmissibilityTasks.Shortlisting, cancellationToken) is { } task
        ? await shortlist.HandleAsync(new ShortlistInput { TaskId = task.Id, Version = task.Version, Shortlisted = true, Reason = "" }, cancellationToken)
        : new Refusal("shortlist-not-asked", "La présélection de cette candidature ne vous est pas demandée, ou elle est déjà dite.");

    private async Task<WorkItem?> FindAsync(Guid applicationId, string kind, CancellationToken cancellationToken) => await (await tasks.MineAsync(cancellationToken)).AsNoTracking()
        .FirstOrDefaultAsync(item => item.Kind == kind && item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == applicationId && item.Status == WorkItemStatus.Open, cancellationToken);
}
