using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>
/// Asks each juror for the assessments that they were given, until all are in (<c>Collected</c>) or the time given is over (<c>Overdue</c>): those still missing are then no longer awaited.
/// Whoever is given an application meanwhile is asked too. The chair is told some days before the end who owes what.
/// </summary>
[About(PanelSubject.SubjectCode)]
[Activity("Fabrique.CollectAssessments", DisplayName = "Recueillir les évaluations du jury", Category = ApplicationsModule.JuryCategory, Description = "Demande à chaque membre du jury d’évaluer les candidatures qui lui sont confiées.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "15", Description = "Au-delà, la procédure continue sans les évaluations manquantes.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-5, J-2, J", Description = HumanTask.RemindersHelp)]
[Input(WarningDays, typeof(int), DisplayName = "Alerter la présidence, jours ouvrés avant la fin", DefaultValue = "3", Description = "La présidence lit qui doit encore quoi ; 0 : à la fin seulement.")]
[Outcomes(Collected, Overdue, DisplayNames = ["Évaluations recueillies", "Délai dépassé"])]
public sealed class CollectAssessments : Activity, IAnsweredByPeople
{
    public const string Collected = "Collected";
    public const string Overdue = "Overdue";

    internal const string WarningDays = "WarningDays";

    private const string DeadlineName = "Fabrique.Deadline";
    private const string WarningName = "Fabrique.ChairWarning";
    private const string Message = "jury/evaluations-a-rendre";
    private const string WarningMessage = "jury/evaluations-manquantes";

    private static readonly TimeOnly Hour = new(9, 0);

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Collected), new(Overdue) { ComesByItself = true }];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var problem = new[] { "WorkingDays", WarningDays }.Select(input => JuryRule.ProblemOfDays(context.GetInput<int>(input))).FirstOrDefault(told => told is not null);
        if (problem is not null)
        {
            throw new PermanentFailureException($"Les évaluations ne peuvent pas être demandées : {problem}.");
        }

        var panel = await PanelStep.LoadAsync(context);
        var duties = await ReadAsync(context, panel);
        if (await AskAsync(context, panel, duties) is not { } dueAt)
        {
            context.Complete(Collected);
            return;
        }

        context.Remember(DeadlineName, dueAt);
        context.Wait(new Bookmark(DeadlineName, context.ActivityInstanceId) { DueAt = dueAt });
        if (context.GetInput<int>(WarningDays) is var days and > 0)
        {
            var at = ParisTime.ToUtc(WorkingCalendar.AddWorkingDays(Deadline.DayOf(dueAt), -days), Hour);
            if (at > context.UtcNow())
            {
                context.Wait(new Bookmark(WarningName, context.ActivityInstanceId) { DueAt = at });
            }
        }

        Wait(context);
        var (count, until) = (duties.Count(duty => duty.Items.Count > 0), FrenchDate.Day(Deadline.DayOf(dueAt)));
        Tell(context, panel, count == 1 ? $"Un membre est invité à rendre ses évaluations d’ici au {until}." : $"{count} membres sont invités à rendre leurs évaluations d’ici au {until}.");
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var panel = await PanelStep.LoadAsync(context);
        switch (resumption.Name)
        {
            case WarningName:
                await WarnAsync(context);
                return;
            case DeadlineName:
                await EndAsync(context);
                return;
            case PanelSignals.BookmarkName:
                break;
            default:
                return;
        }

        var duties = await ReadAsync(context, panel);
        await FollowAsync(context, panel, duties);
        if (duties.All(duty => duty.Items.Count == 0))
        {
            Tell(context, panel, "Toutes les évaluations demandées sont rendues.");
            context.Complete(Collected);
            return;
        }

        Wait(context);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    /// <summary>Each member gives all their assessments.</summary>
    public async ValueTask<string?> AnswerAsync(SimulatedAnswer answer)
    {
        await using var scope = answer.Services.CreateAsyncScope();
        return await PanelActing.ActAsync(scope.ServiceProvider, answer, AssessAsync);
    }

    private static async Task AssessAsync(PanelActing acting)
    {
        var db = acting.Db;
        var grid = await db.ScoringGrids.Include(grid => grid.Criteria).AsSingleQuery().SingleAsync(grid => grid.PanelId == acting.Panel.Id, acting.CancellationToken);
        foreach (var duty in await PanelDuties.ReadAsync(db, acting.Panel, acting.Reader.Today, acting.CancellationToken))
        {
            foreach (var item in duty.Items)
            {
                var assessment = Assessment.Start(acting.NewId(), grid, item.Subject, duty.ReviewerId, Recusals.None, acting.Now);
                foreach (var criterion in grid.Criteria)
                {
                    assessment.Give(grid, duty.ReviewerId, Recusals.None, criterion.Code, criterion.Scale.Max, "");
                }

                assessment.Submit(grid, duty.ReviewerId, Recusals.None, acting.Now);
                db.Assessments.Add(assessment);
            }
        }
    }

    private static Task<IReadOnlyList<OwedAssessments>> ReadAsync(ActivityContext context, Panel panel) =>
        PanelDuties.ReadAsync(context.Db(), panel, ParisTime.DayOf(context.UtcNow()), context.CancellationToken);

    private static void Wait(ActivityContext context) => context.Wait(new Bookmark(PanelSignals.BookmarkName, PanelSignals.Changed));

    // Whoever owes something and is not asked yet; the time given is that of all the others.
    private static async Task<DateTime?> AskAsync(ActivityContext context, Panel panel, IReadOnlyList<OwedAssessments> duties)
    {
        var asked = (await context.OpenedTasksAsync()).Where(item => item.Kind == PanelTasks.Assessments && item.Status is WorkItemStatus.Open).Select(item => item.AskedId ?? item.AssigneeId).ToHashSet();
        var known = context.Recall<DateTime?>(DeadlineName);
        DateTime? last = null;
        foreach (var duty in duties.Where(duty => duty.Items.Count > 0 && !asked.Contains(duty.ReviewerId)))
        {
            var juror = Assignee.Person(duty.ReviewerId);
            var dueAt = known ?? await context.DeadlineAsync(juror, context.GetInput<int>("WorkingDays"));
            last = last is null || dueAt > last ? dueAt : last;
            var what = duty.Items.Count == 1 ? "la candidature qui vous est confiée" : $"les {duty.Items.Count} candidatures qui vous sont confiées";
            await context.AskAsync(new TaskRequest(PanelTasks.Assessments, $"Évaluer {what} : {panel.Name}", juror, dueAt, await context.ReadRemindersAsync(), Message));
        }

        return last;
    }

    private static async Task FollowAsync(ActivityContext context, Panel panel, IReadOnlyList<OwedAssessments> duties)
    {
        foreach (var item in (await context.OpenedTasksAsync()).Where(item => item.Kind == PanelTasks.Assessments && item.Status is WorkItemStatus.Open))
        {
            var reviewer = item.AskedId ?? item.AssigneeId;
            var duty = duties.FirstOrDefault(duty => duty.ReviewerId == reviewer);
            if (duty is null or { Items.Count: 0, Given: 0 })
            {
                item.Cancel(context.UtcNow());
            }
            else if (duty.Items.Count == 0)
            {
                item.Complete(PanelStep.Done, duty.ReviewerId, context.UtcNow());
            }
        }

        await AskAsync(context, panel, duties);
    }

    private static Task WarnAsync(ActivityContext context) => context.Service<SubjectMessages>()
        .WriteAsync(WarningMessage, context.Subject(), PanelSubject.ChairCode, context.DefinitionId, context.ActivityId, context.CancellationToken);

    private static async Task EndAsync(ActivityContext context)
    {
        var panel = await PanelStep.LoadAsync(context);
        var missing = (await ReadAsync(context, panel)).Sum(duty => duty.Items.Count);
        await context.WithdrawTasksAsync();
        if (missing > 0)
        {
            await WarnAsync(context);
            Tell(context, panel, $"Le délai est dépassé : la procédure continue sans {(missing == 1 ? "une évaluation" : $"{missing} évaluations")}.");
        }

        context.Complete(Overdue);
    }

    private static void Tell(ActivityContext context, Panel panel, string sentence) => context.Db().TimelineEntries.Add(TimelineEntry.Write(
        Guid.CreateVersion7(context.Clock.GetUtcNow()), new Subject(PanelSubject.SubjectCode, panel.Id), context.UtcNow(), actorId: null, Texts.Clip(sentence, TimelineEntry.SentenceLength)));
}
