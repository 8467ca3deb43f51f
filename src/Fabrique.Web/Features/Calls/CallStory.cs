using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Calls;

/// <summary>Writes what the team does in the story of a call. The team reads it.</summary>
public sealed class CallStory(FabriqueDbContext db, Actor actor, TimeProvider clock)
{
    /// <param name="call">Which.</param>
    /// <param name="sentence">French; cut when it is too long.</param>
    public void Tell(CallForApplications call, string sentence)
    {
        var now = clock.GetUtcNow();
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now), new Subject(CallSubject.SubjectCode, call.Id), now.UtcDateTime, actor.Id, Texts.Clip(sentence, TimelineEntry.SentenceLength), isInternal: true));
    }
}
