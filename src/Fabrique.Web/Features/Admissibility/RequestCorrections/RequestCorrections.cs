using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Admissibility.AnswerCorrections;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.RequestCorrections;

/// <summary>
/// Asks whoever writes an application for the corrections that the team prepared, until they answer (<c>Corrected</c>) or the time given is over: the drawing then goes on
/// (<c>NoAnswer</c>), or the application is inadmissible (<c>Inadmissible</c>). The team may give more time meanwhile.
/// </summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.RequestCorrections", DisplayName = "Demander des compléments", Category = CallsModule.Category, Description = "Demande à la personne qui candidate de reprendre les réponses désignées par l’équipe.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "10", Description = "L’équipe peut accorder plus à une personne.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-5, J-2, J", Description = HumanTask.RemindersHelp)]
[Input(WithoutAnswer, typeof(string), DisplayName = "Sans réponse dans le délai", DefaultValue = Continue, UIHint = "dropdown", Description = "Continuer avec la candidature telle qu’elle est, ou la déclarer irrecevable.")]
[Outcomes(Corrected, NoAnswer, Inadmissible, DisplayNames = ["Complétée", "Sans réponse", "Irrecevable faute de réponse"])]
public sealed class RequestCorrections : Activity, IAnsweredByPeople
{
    public const string Corrected = "Corrected";
    public const string NoAnswer = "NoAnswer";
    public const string Inadmissible = "Inadmissible";

    public const string WithoutAnswer = "WithoutAnswer";
    public const string Continue = "Continue";

    private const string DeadlineName = "Fabrique.Deadline";

    /// <summary>What <see cref="WithoutAnswer"/> may be given.</summary>
    public static IReadOnlyList<Choice> Fallbacks { get; } = [new(Continue, "Continuer telle qu’elle est (« Sans réponse »)"), new(Inadmissible, "La déclarer irrecevable")];

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Corrected), new(NoAnswer) { ComesByItself = true }, new(Inadmissible) { ComesByItself = true }];

    public IReadOnlyList<PossibleAnswer> AnswersOf(DrawnActivity activity)
    {
        var silence = activity.TryGetWritten<string>(WithoutAnswer, out var written) && written == Inadmissible ? Inadmissible : NoAnswer;
        return [.. Answers.Where(answer => !answer.ComesByItself || answer.Outcome == silence)];
    }

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        if (WorkingDelay.ProblemOf(context.GetInput<int>("WorkingDays"), least: 0) is { } problem)
        {
            throw new PermanentFailureException($"Les compléments ne peuvent pas être demandés : {problem}.");
        }

        var application = await LoadAsync(context);
        if (application.MaySendCorrections() is { } refusal)
        {
            throw new PermanentFailureException($"Les compléments ne peuvent pas être demandés : {refusal.Sentence}.");
        }

        context.Remember(WithoutAnswer, context.GetInput<string>(WithoutAnswer) ?? Continue);
        var dueAt = await context.DeadlineAsync(Assignee.Person(application.ApplicantId), context.GetInput<int>("WorkingDays"));
        application.SendCorrections(context.UtcNow(), dueAt);
        await AskAsync(context, application, dueAt, "candidature/complements-demandes");
        var count = application.Correction!.Remarks.Count;
        Tell(context, $"Des compléments sont demandés {(count == 1 ? "sur une réponse" : $"sur {count} réponses")}, d’ici au {FrenchDate.Day(dueAt)}.");
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        // A deadline that was given before the team gave more time counts no longer.
        if (resumption.IsTimer && resumption.Key != context.Recall<string>(DeadlineName))
        {
            return;
        }

        var application = await LoadAsync(context);
        if (resumption.IsTimer)
        {
            await EndAsync(context, application);
            return;
        }

        await context.WithdrawTasksAsync();
        if (application.Correction is { Status: CorrectionRequestStatus.Requested, DueAt: { } dueAt })
        {
            await AskAsync(context, application, dueAt, "candidature/complements-delai");
            return;
        }

        context.Complete(Corrected);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer with { Bookmarks = [.. answer.Bookmarks.Where(bookmark => bookmark.Name != DeadlineName).Take(1)] }, async (services, item) =>
    {
        var application = await services.GetRequiredService<Data.FabriqueDbContext>().Applications.AsNoTracking().Include(application => application.Corrections)
            .SingleAsync(application => application.Id == item.SubjectId, answer.CancellationToken);
        return await services.GetRequiredService<AnswerCorrectionsHandler>().HandleAsync(
            new AnswerCorrectionsInput { ApplicationId = application.Id, Version = application.Correction!.Version, Answers = application.Answers },
            answer.CancellationToken);
    });

    private static async Task EndAsync(ActivityContext context, Application application)
    {
        application.EndCorrections(context.UtcNow());
        await context.WithdrawTasksAsync();
        if (context.Recall<string>(WithoutAnswer) != Inadmissible)
        {
            Tell(context, "Les compléments n’ont pas été transmis dans le délai : la procédure continue avec la candidature telle qu’elle est.");
            context.Complete(NoAnswer);
            return;
        }

        var reason = await context.Db().InadmissibilityReasons.SingleAsync(reason => reason.Code == InadmissibilityReason.Unanswered, context.CancellationToken);
        application.FindUnanswered(Guid.CreateVersion7(context.Clock.GetUtcNow()), reason, context.UtcNow());
        Tell(context, "Les compléments n’ont pas été transmis dans le délai : la candidature est irrecevable.");
        context.Complete(Inadmissible);
    }

    private static async Task AskAsync(ActivityContext context, Application application, DateTime dueAt, string message)
    {
        // Those who write it with the applicant are asked too: the first answer counts for all.
        var writers = application.CoApplicants.Where(co => co.IsAccepted && co.Rights >= CoApplicantRight.Write).Select(co => co.PersonId!.Value);
        foreach (var personId in writers.Prepend(application.ApplicantId))
        {
            await context.AskAsync(new TaskRequest(
                AdmissibilityTasks.Corrections,
                $"Compléter votre candidature « {application.Title} »",
                Assignee.Person(personId),
                dueAt,
                await context.ReadRemindersAsync(),
                message)
            {
                IsForPart = true,
            });
        }

        var key = Guid.CreateVersion7(context.Clock.GetUtcNow()).ToString("D");
        context.Remember(DeadlineName, key);
        context.Wait(new Bookmark(DeadlineName, key) { DueAt = dueAt });
    }

    private static void Tell(ActivityContext context, string sentence) => context.Db().TimelineEntries.Add(
        TimelineEntry.Write(Guid.CreateVersion7(context.Clock.GetUtcNow()), context.Subject(), context.UtcNow(), actorId: null, Texts.Clip(sentence, TimelineEntry.SentenceLength)));

    private static async Task<Application> LoadAsync(ActivityContext context)
    {
        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        return await context.Db().Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == id, context.CancellationToken);
    }
}
