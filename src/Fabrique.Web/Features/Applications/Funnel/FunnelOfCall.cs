using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Calls;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Funnel;

/// <summary>How far the applications of a call came, for the team.</summary>
public sealed class FunnelOfCall(FabriqueDbContext db) : CallManagementSection
{
    public override int Order => 20;

    public override string View => "/Features/Applications/Funnel/_CallFunnel.cshtml";

    public override async Task<object?> ReadAsync(CallForApplications call, CancellationToken cancellationToken)
    {
        if (call.Status is CallStatus.Draft)
        {
            return null;
        }

        // A few hundred lines of ten columns: the median is counted here, on both engines alike.
        var ways = await db.Applications
            .Where(application => application.CallId == call.Id)
            .Select(application => new
            {
                application.Status,
                application.CreatedAt,
                application.SubmittedAt,
                application.DecidedAt,
                Approval = application.Approvals.Max(approval => approval.EndedAt),
                Admissible = db.ScreeningRulings.Where(ruling => ruling.ApplicationId == application.Id && ruling.Kind == ScreeningRulingKind.Admissible).Max(ruling => (DateTime?)ruling.RuledAt),
                Shortlisted = db.ScreeningRulings.Where(ruling => ruling.ApplicationId == application.Id && ruling.Kind == ScreeningRulingKind.Shortlisted).Max(ruling => (DateTime?)ruling.RuledAt),
                Heard = db.Set<AgendaItem>().Where(item => item.ItemKind == ApplicationSubject.SubjectCode && item.ItemId == application.Id).Max(item => item.CalledAt),
                Last = application.Opinions.Max(opinion => (DateTime?)opinion.GivenAt),
                IsAwaited = db.WorkItems.Any(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open),
            })
            .ToListAsync(cancellationToken);
        return CallFunnel.Of([.. ways.Select(way => new ApplicationWay(way.Status, way.CreatedAt, way.SubmittedAt, way.IsAwaited ? null : way.Last, way.DecidedAt)
        {
            ApprovalAt = way.Approval,
            AdmissibleAt = way.Admissible,
            ShortlistedAt = way.Shortlisted,
            HeardAt = way.Heard,
        })]);
    }
}
