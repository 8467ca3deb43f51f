using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>Waits for the deliberation of the jury to be concluded.</summary>
[About(PanelSubject.SubjectCode)]
[Activity("Fabrique.Deliberate", DisplayName = "Délibérer", Category = ApplicationsModule.JuryCategory, Description = "Attend que la délibération du jury soit close.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = PanelSubject.ClerkCode, UIHint = "dropdown", Description = "Qui mène la délibération jusqu’à sa clôture : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
public sealed class DeliberationStep() : PanelStep(PanelTasks.Deliberation)
{
    protected override string TitleOf(Panel panel) => $"Mener la délibération : {panel.Name}";

    protected override async ValueTask<bool> IsDoneAsync(ActivityContext context, Panel panel)
    {
        var states = await context.Db().Deliberations.Where(deliberation => deliberation.PanelId == panel.Id).Select(deliberation => deliberation.Status).ToListAsync(context.CancellationToken);
        return states.Count > 0 && states.TrueForAll(state => state is DeliberationStatus.Concluded);
    }

    // The first is retained, the second waits, the others are not.
    internal override async Task ActAsync(PanelActing acting)
    {
        var items = await acting.Reader.ReadItemsAsync(acting.Panel, acting.CancellationToken);
        var deliberation = Deliberation.Begin(acting.NewId(), acting.Panel.Id, places: 1, envelope: null);
        for (var i = 0; i < items.Count; i++)
        {
            var outcome = i switch { 0 => DecisionOutcome.Retained, 1 => DecisionOutcome.WaitingList, _ => DecisionOutcome.NotRetained };
            deliberation.Decide(new DecisionDraft(items[i].Subject, outcome, SimulatedPeople.Reason, outcome is DecisionOutcome.WaitingList ? 1 : null), ballot: null, SimulatedPeople.Team.Id, acting.Now);
        }

        deliberation.Conclude([], [], "", "", acting.Now);
        acting.Db.Deliberations.Add(deliberation);
    }
}
