using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>Members of a jury read what it judges, but not that in which they have no part, whatever else they are asked about it; nor, as long as it reads without names, what they have not heard.</summary>
public sealed class JurorsReading(FabriqueDbContext db, Actor actor, TimeProvider clock) : ApplicationReading
{
    public override async Task<bool?> DecideAsync(Application application, CancellationToken cancellationToken)
    {
        var (me, today) = (actor.Id, ParisTime.DayOf(clock.GetUtcNow().UtcDateTime));
        var part = await db.Panels
            .Where(panel => panel.Kind == PanelReader.JuryKind && panel.SubjectKind == CallSubject.SubjectCode && panel.SubjectId == application.CallId)
            .Of(me, today)
            .Select(panel => new
            {
                IsUnnamed = panel.IsAnonymised
                    && (panel.Members.Any(member => member.PersonId == me && (member.RemovedFrom == null || today < member.RemovedFrom))
                        || panel.Delegations.Any(delegation => delegation.SubstituteId == me && delegation.EndedAt == null && today <= delegation.Until))
                    && !db.HearingSessions.Any(session => session.PanelId == panel.Id && session.OpenedAt != null && session.Agenda.Any(item => item.ItemId == application.Id)),
                IsAsked = db.WorkItems.Any(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.AssigneeId == me && item.Status == WorkItemStatus.Open),
                IsRecused = db.Recusals.Any(recusal => recusal.PanelId == panel.Id && recusal.PersonId == me && recusal.ItemId == application.Id && recusal.WithdrawnAt == null),
                IsShortlisted = db.ScreeningRulings.Any(ruling => ruling.ApplicationId == application.Id && ruling.Kind == ScreeningRulingKind.Shortlisted),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (part is null || (!part.IsRecused && !part.IsShortlisted))
        {
            return null;
        }

        // Whoever is asked something about it by name outside of the jury has to read it to answer.
        return part.IsRecused ? false : part.IsUnnamed && application.DecidedAt is null ? part.IsAsked ? null : false : true;
    }
}
