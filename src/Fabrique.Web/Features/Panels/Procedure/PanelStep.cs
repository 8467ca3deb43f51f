using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>
/// Something that a jury has to bring about, asked as a task of whom the drawing names. The task is not done by a form of its own: it is over once the jury is as it should be, whatever
/// page that was done on, and the procedure goes on.
/// </summary>
public abstract class PanelStep(string kind) : Activity, IAnsweredByPeople
{
    internal const string Message = "jury/etape-a-faire";

    /// <summary>Outcome of the tasks, and of the step.</summary>
    internal const string Done = "Done";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Done)];

    protected sealed override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var panel = await LoadAsync(context);
        var days = context.GetInput<int>("WorkingDays");
        if ((WorkingDelay.ProblemOf(days, least: 0) ?? ProblemOf(context)) is { } problem)
        {
            throw new PermanentFailureException($"Cette étape du jury ne peut pas commencer : {problem}.");
        }

        if (await IsDoneAsync(context, panel))
        {
            context.Complete();
            return;
        }

        var asked = await context.FindAskedAsync();
        await context.AskAsync(new TaskRequest(kind, TitleOf(panel), asked, await context.DeadlineAsync(asked, days), await context.ReadRemindersAsync(), Message));
        Wait(context);
    }

    protected sealed override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (resumption.Name != PanelSignals.BookmarkName)
        {
            return;
        }

        if (!await IsDoneAsync(context, await LoadAsync(context)))
        {
            Wait(context);
            return;
        }

        foreach (var item in await context.OpenedTasksAsync())
        {
            item.End(resumption, context.UtcNow());
        }

        context.Complete();
    }

    protected sealed override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public async ValueTask<string?> AnswerAsync(SimulatedAnswer answer)
    {
        await using var scope = answer.Services.CreateAsyncScope();
        return await PanelActing.ActAsync(scope.ServiceProvider, answer, ActAsync);
    }

    /// <summary>French: « Constituer le jury : Jury de printemps ».</summary>
    protected abstract string TitleOf(Panel panel);

    /// <summary>Whether the jury is as it should be.</summary>
    protected abstract ValueTask<bool> IsDoneAsync(ActivityContext context, Panel panel);

    /// <summary>Why the inputs make no sense, in French, as a sentence goes on; null when they do.</summary>
    protected virtual string? ProblemOf(ActivityContext context) => null;

    /// <summary>What pages that read the drawing find of it while it waits.</summary>
    protected virtual object? PayloadOf(ActivityContext context) => null;

    /// <summary>In a simulation, brings it about.</summary>
    internal abstract Task ActAsync(PanelActing acting);

    private void Wait(ActivityContext context) => context.Wait(new Bookmark(PanelSignals.BookmarkName, PanelSignals.Changed) { Payload = PayloadOf(context) });

    internal static async Task<Panel> LoadAsync(ActivityContext context) =>
        await context.Service<PanelReader>().ReadAsync(context.SubjectId(PanelSubject.SubjectCode), context.CancellationToken);
}

internal static class PanelTaskEnds
{
    /// <summary>Ends a task that is over: done by whoever brought it about, when that is known.</summary>
    public static void End(this WorkItem item, Resumption resumption, DateTime now)
    {
        if (item.Status is not WorkItemStatus.Open)
        {
            return;
        }

        if (resumption.Input is { ValueKind: System.Text.Json.JsonValueKind.String } told && told.TryGetGuid(out var actorId))
        {
            item.Complete(PanelStep.Done, actorId, now);
        }
        else
        {
            item.Cancel(now);
        }
    }
}

/// <summary>What people do with a jury in a simulation.</summary>
/// <param name="Db">The scratch database.</param>
/// <param name="Panel">The jury, to be changed.</param>
/// <param name="Reader">Reads what it judges.</param>
/// <param name="Now">The virtual instant, UTC.</param>
/// <param name="CancellationToken">Cancelled when the simulation is given up.</param>
internal sealed record PanelActing(FabriqueDbContext Db, Panel Panel, PanelReader Reader, DateTime Now, CancellationToken CancellationToken)
{
    public Guid NewId() => Guid.CreateVersion7(new DateTimeOffset(Now));

    /// <summary>Does it in the name of the team, saves, and tells the procedure.</summary>
    public static async Task<string?> ActAsync(IServiceProvider services, SimulatedAnswer answer, Func<PanelActing, Task> act)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        var correlation = await db.Set<WorkflowInstanceRow>().Where(instance => instance.Id == answer.InstanceId).Select(instance => instance.CorrelationId).SingleAsync(answer.CancellationToken);
        if (!services.GetRequiredService<SubjectTypes>().TryParse(correlation, out var subject))
        {
            return "La procédure ne porte pas sur un jury.";
        }

        var team = SimulatedPeople.Team;
        services.GetRequiredService<Actor>().ActAs(team.Id, team.Name, team.Roles);
        var reader = services.GetRequiredService<PanelReader>();
        var panel = await reader.ReadAsync(subject.Id, answer.CancellationToken);
        await act(new PanelActing(db, panel, reader, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, answer.CancellationToken));
        services.GetRequiredService<PanelSignals>().Change(panel.Id);
        await db.SaveChangesAsync(answer.CancellationToken);
        await services.GetRequiredService<IWorkflowSignals>().KickAsync(answer.CancellationToken);
        return null;
    }
}
