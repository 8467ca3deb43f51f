using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>Waits for each application to have as many members who assess it as the drawing asks for, or all those who may when they are fewer.</summary>
[About(PanelSubject.SubjectCode)]
[Activity("Fabrique.ShareItems", DisplayName = "Répartir les candidatures", Category = ApplicationsModule.JuryCategory, Description = "Attend que chaque candidature du jury soit confiée à assez de membres, par tirage ou à la main.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui répartit les candidatures : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(Reviewers, typeof(int), DisplayName = "Évaluations par candidature, au moins", DefaultValue = "2", Description = "Combien de membres évaluent chaque candidature ; moins s’ils sont moins à le pouvoir.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
public sealed class ShareItems() : PanelStep(PanelTasks.Assigning)
{
    internal const string Reviewers = "Reviewers";

    protected override string TitleOf(Panel panel) => $"Répartir les candidatures : {panel.Name}";

    protected override string? ProblemOf(ActivityContext context) => JuryRule.ProblemOfReviewers(context.GetInput<int>(Reviewers));

    protected override async ValueTask<bool> IsDoneAsync(ActivityContext context, Panel panel)
    {
        var (reader, db) = (context.Service<PanelReader>(), context.Db());
        var items = await reader.ReadItemsAsync(panel, context.CancellationToken);
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, context.CancellationToken), items, context.UtcNow()).InForce;
        var asked = (await db.Assignments.AsNoTracking().Where(assignment => assignment.PanelId == panel.Id && assignment.WithdrawnAt == null).ToListAsync(context.CancellationToken))
            .Where(assignment => !recusals.Excludes(assignment.ReviewerId, assignment.Item))
            .ToLookup(assignment => assignment.ItemId);
        var may = panel.MembersOn(reader.Today).Where(member => member.Capacity is not Capacity.Observer).Select(member => member.PersonId).ToList();
        var needed = context.GetInput<int>(Reviewers);
        return items.Count > 0 && items.All(item => asked[item.Id].Count() >= Math.Min(needed, may.Count(person => !recusals.Excludes(person, item.Subject))));
    }

    internal override async Task ActAsync(PanelActing acting)
    {
        foreach (var item in await acting.Reader.ReadItemsAsync(acting.Panel, acting.CancellationToken))
        {
            acting.Db.Assignments.AddRange(acting.Panel.MembersOn(acting.Reader.Today).Select(member => Assignment.Make(acting.NewId(), acting.Panel.Id, item.Subject, member.PersonId, seed: null, SimulatedPeople.Team.Id, acting.Now)));
        }
    }
}
