using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>Members of a jury read what it judges, but not that in which they have no part, whatever else they are asked about it.</summary>
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
                IsRecused = db.Recusals.Any(recusal => recusal.PanelId == panel.Id && recusal.PersonId == me && recusal.ItemId == application.Id && recusal.WithdrawnAt == null),
                IsShortlisted = db.ScreeningRulings.Any(ruling => ruling.ApplicationId == application.Id && ruling.Kind == ScreeningRulingKind.Shortlisted),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return part is null ? null : part.IsRecused ? false : part.IsShortlisted ? true : null;
    }
}
