using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Timelines;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>What was done with a panel, told to all who read it: never why somebody has no part in something. Its procedure looks again at what it waits for.</summary>
public sealed class PanelStory(FabriqueDbContext db, Actor actor, PanelSignals signals, TimeProvider clock)
{
    private const int MostLines = 50;

    /// <param name="panel">Which.</param>
    /// <param name="sentence">French; cut when it is too long.</param>
    public void Tell(Panel panel, string sentence)
    {
        var now = clock.GetUtcNow();
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), new Subject(PanelSubject.SubjectCode, panel.Id), now.UtcDateTime, actor.Id, Texts.Clip(sentence, TimelineEntry.SentenceLength)));
        signals.Change(panel.Id);
    }

    /// <summary>The last lines, the oldest first.</summary>
    public async Task<TimelineModel> ReadAsync(Guid panelId, CancellationToken cancellationToken)
    {
        var lines = await (
            from entry in db.TimelineEntries
            where entry.SubjectKind == PanelSubject.SubjectCode && entry.SubjectId == panelId
            join person in db.StaffMembers on entry.ActorId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby entry.At descending, entry.Id descending
            select new { entry.At, entry.Sentence, Who = person == null ? null : person.FullName }).Take(MostLines).ToListAsync(cancellationToken);
        lines.Reverse();
        return new TimelineModel([.. lines.Select(line => new TimelinePast(line.At, line.Sentence, line.Who))], []) { Label = "Historique du jury" };
    }
}
