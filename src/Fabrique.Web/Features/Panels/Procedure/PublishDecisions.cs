using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>Waits for the decisions of the jury to be told, all at once, after their embargo.</summary>
[About(PanelSubject.SubjectCode)]
[Activity("Fabrique.PublishDecisions", DisplayName = "Publier les décisions", Category = ApplicationsModule.JuryCategory, Description = "Attend que les décisions du jury soient publiées : elles le sont toutes ensemble, une fois l’embargo levé.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui prépare l’annonce : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(ReplyDays, typeof(int), DisplayName = "Droit de réponse, en jours ouvrés", DefaultValue = "10", Description = "Combien de temps les personnes qui candidatent peuvent répondre à leur décision ; l’annonce le propose.")]
[Input(AnswerDays, typeof(int), DisplayName = "Délai pour prendre une place, en jours ouvrés", DefaultValue = "5", Description = "Combien de temps a une personne de la liste d’attente pour accepter la place qui se libère ; l’annonce le propose.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
public sealed class PublishDecisions() : PanelStep(PanelTasks.Announcement)
{
    internal const string ReplyDays = "ReplyDays";
    internal const string AnswerDays = "AnswerDays";

    protected override string TitleOf(Panel panel) => $"Publier les décisions : {panel.Name}";

    protected override string? ProblemOf(ActivityContext context) => JuryRule.ProblemOfReply(context.GetInput<int>(ReplyDays)) ?? JuryRule.ProblemOfAnswer(context.GetInput<int>(AnswerDays));

    protected override object? PayloadOf(ActivityContext context) => new { ReplyDays = context.GetInput<int>(ReplyDays), AnswerDays = context.GetInput<int>(AnswerDays) };

    protected override async ValueTask<bool> IsDoneAsync(ActivityContext context, Panel panel)
    {
        var db = context.Db();
        return await db.DecisionBatches.AnyAsync(
            batch => batch.Status == DecisionBatchStatus.Released && db.Deliberations.Any(deliberation => deliberation.Id == batch.DeliberationId && deliberation.PanelId == panel.Id), context.CancellationToken);
    }

    internal override async Task ActAsync(PanelActing acting)
    {
        var deliberation = await acting.Db.Deliberations.Include(deliberation => deliberation.Decisions).AsSingleQuery().SingleAsync(deliberation => deliberation.PanelId == acting.Panel.Id, acting.CancellationToken);
        var batch = DecisionBatch.Prepare(acting.NewId(), deliberation, acting.Now, DecisionBatch.UsualReplyDays);
        batch.Release(deliberation, releasedById: null, acting.Now);
        acting.Db.DecisionBatches.Add(batch);
    }
}
