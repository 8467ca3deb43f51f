using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>Waits for a session of the jury to be closed, and for none to be left.</summary>
[About(PanelSubject.SubjectCode)]
[Activity("Fabrique.HoldHearing", DisplayName = "Tenir l’audition", Category = ApplicationsModule.JuryCategory, Description = "Attend qu’une séance du jury soit close, et qu’il n’en reste aucune à tenir.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = PanelSubject.ClerkCode, UIHint = "dropdown", Description = "Qui prépare et tient la séance : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "15", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-5, J-1, J+2", Description = HumanTask.RemindersHelp)]
public sealed class HoldHearing() : PanelStep(PanelTasks.Hearing)
{
    protected override string TitleOf(Panel panel) => $"Tenir l’audition : {panel.Name}";

    protected override async ValueTask<bool> IsDoneAsync(ActivityContext context, Panel panel)
    {
        var states = await context.Db().HearingSessions.Where(session => session.PanelId == panel.Id).Select(session => session.Status).ToListAsync(context.CancellationToken);
        return states.Contains(SessionStatus.Closed) && states.TrueForAll(state => state is SessionStatus.Closed or SessionStatus.Cancelled);
    }

    internal override async Task ActAsync(PanelActing acting)
    {
        var items = await acting.Reader.ReadItemsAsync(acting.Panel, acting.CancellationToken);
        var session = HearingSession.Plan(acting.NewId(), acting.Panel.Id, acting.Now, HearingPace.Default, [.. items.Select(item => item.Subject)], seed: null);
        foreach (var member in acting.Panel.MembersOn(session.Day))
        {
            session.Arrive(acting.Panel, member.PersonId, acting.Now);
        }

        session.Open(session.Roll(acting.Panel, Recusals.None, item: null, acting.Now), acting.Now);
        session.Close([], acting.Now);
        acting.Db.HearingSessions.Add(session);
    }
}
