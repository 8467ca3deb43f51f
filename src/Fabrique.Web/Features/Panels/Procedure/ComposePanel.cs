using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>Asks for a jury that can sit: members who vote, a quorum that they can reach, somebody to preside and somebody to hold the pen.</summary>
[About(PanelSubject.SubjectCode)]
[Activity("Fabrique.ComposePanel", DisplayName = "Constituer le jury", Category = ApplicationsModule.JuryCategory, Description = "Attend que le jury ait ses membres, sa présidence, son secrétariat et un quorum qui puisse être atteint.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui constitue le jury : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "10", Description = "Le dernier jour donné.")]
[Input(VotingMembers, typeof(int), DisplayName = "Membres qui votent, au moins", DefaultValue = "3", Description = "En dessous, le jury n’est pas constitué.")]
[Input(Quorum, typeof(int), DisplayName = "Quorum, au moins, en %", DefaultValue = "50", Description = "La part des membres qui votent que le quorum du jury doit demander ; 0 : n’importe quel quorum.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-2, J+2", Description = HumanTask.RemindersHelp)]
public sealed class ComposePanel() : PanelStep(PanelTasks.Composition)
{
    internal const string VotingMembers = "VotingMembers";
    internal const string Quorum = "Quorum";

    protected override string TitleOf(Panel panel) => $"Constituer le jury : {panel.Name}";

    protected override string? ProblemOf(ActivityContext context) => JuryRule.ProblemOfMembers(context.GetInput<int>(VotingMembers)) ?? JuryRule.ProblemOfQuorum(context.GetInput<int>(Quorum));

    protected override object? PayloadOf(ActivityContext context) => new { VotingMembers = context.GetInput<int>(VotingMembers), Quorum = context.GetInput<int>(Quorum) };

    protected override ValueTask<bool> IsDoneAsync(ActivityContext context, Panel panel) => ValueTask.FromResult(
        PanelReadiness.Missing(panel, ParisTime.DayOf(context.UtcNow()), context.GetInput<int>(VotingMembers), context.GetInput<int>(Quorum)).Count == 0);

    // Four are there, one of whom holds the pen.
    internal override Task ActAsync(PanelActing acting)
    {
        var day = ParisTime.DayOf(acting.Now);
        foreach (var person in new[] { SimulatedPeople.FirstDirector, SimulatedPeople.SecondDirector, SimulatedPeople.Coach }.Where(person => acting.Panel.MemberOn(person.Id, day) is null))
        {
            acting.Panel.Admit(person.Id, Capacity.Voting, day);
        }

        acting.Panel.Conduct(SimulatedPeople.FirstDirector.Id, SimulatedPeople.SecondDirector.Id, SimulatedPeople.Team.Id, day);
        return Task.CompletedTask;
    }
}
