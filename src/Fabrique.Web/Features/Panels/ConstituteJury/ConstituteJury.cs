using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.ConstituteJury;

/// <summary>The team constitutes the jury of a call, without anybody in it yet; its procedure begins.</summary>
/// <param name="CallId">Of which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rules">Its rules.</param>
public sealed record ConstituteJury(Guid CallId, string Name, PanelRules Rules);

public sealed class ConstituteJuryHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, CallStory calls, PanelStory story, IWorkflowSignals signals, TimeProvider clock) : Handler<ConstituteJury, Panel>(runner)
{
    /// <summary>The procedure of juries.</summary>
    public const string Definition = "jury";

    protected override async Task<Outcome<Panel>> ActAsync(ConstituteJury input, CancellationToken cancellationToken)
    {
        if ((actor.WhyNotRunPanels() ?? input.Rules.Quorum.Problem) is { } refusal)
        {
            return refusal;
        }

        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        if (call.Status is CallStatus.Draft or CallStatus.Archived)
        {
            return new Refusal("jury-out-of-time", call.Status is CallStatus.Draft ? "L’appel n’est pas encore programmé : programmez-le, puis constituez son jury." : "L’appel est archivé : il n’aura pas d’autre jury.");
        }

        if (await db.Panels.AnyAsync(panel => panel.SubjectId == call.Id && panel.SubjectKind == CallSubject.SubjectCode && panel.Kind == PanelReader.JuryKind, cancellationToken))
        {
            return new Refusal("jury-already-constituted", "Cet appel a déjà son jury : ouvrez-le depuis la page de gestion de l’appel.");
        }

        var panel = Panel.Constitute(Guid.CreateVersion7(clock.GetUtcNow()), PanelReader.JuryKind, input.Name, new Subject(CallSubject.SubjectCode, call.Id), input.Rules.Quorum, input.Rules.Majority, input.Rules.ChairHasCastingVote);
        panel.Anonymise(input.Rules.IsAnonymised);
        db.Panels.Add(panel);
        signals.Start(new StartRequest(Definition) { CorrelationId = new Subject(PanelSubject.SubjectCode, panel.Id).ToCorrelationId() });
        story.Tell(panel, $"Le jury est constitué. {PanelLabels.Of(panel.Quorum)}. {PanelLabels.Of(panel.Majority)}.");
        calls.Tell(call, $"Le jury de l’appel est constitué : {panel.Name}.");
        return panel;
    }
}
