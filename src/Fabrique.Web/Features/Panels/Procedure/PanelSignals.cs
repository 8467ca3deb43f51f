using Fabrique.Domain;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>Tells procedures that something of a jury changed: they look again at what they wait for.</summary>
public sealed class PanelSignals(IWorkflowSignals signals, Actor actor)
{
    /// <summary>Name of the bookmarks of those that wait for an event.</summary>
    internal const string BookmarkName = "Elsa.Event";

    /// <summary>Something of a jury changed.</summary>
    internal const string Changed = "Fabrique.PanelChanged";

    /// <summary>What a jury decided of an application was told, or changed since.</summary>
    internal const string Told = "Fabrique.JuryTold";

    /// <summary>Wakes up the procedure of a jury; who did something goes with it.</summary>
    public void Change(Guid panelId) => signals.Publish(new EventRequest(Changed)
    {
        CorrelationId = new Subject(PanelSubject.SubjectCode, panelId).ToCorrelationId(),
        Payload = actor.IsSignedIn ? actor.Id : null,
    });

    /// <summary>Wakes up the procedure of an application.</summary>
    public void Tell(Guid applicationId) => signals.Publish(new EventRequest(Told) { CorrelationId = new Subject(ApplicationSubject.SubjectCode, applicationId).ToCorrelationId() });
}
