using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.NameTeam;

/// <summary>The team of the Fabrique names a product's coach and developer.</summary>
public sealed record NameTeam
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required Guid CoachId { get; init; }

    public required Guid DeveloperId { get; init; }
}

public sealed class NameTeamHandler(FabriqueDbContext db, Actor actor, TaskLoader tasks, IWorkflowSignals signals, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(NameTeam input, CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(input.TaskId, ProductTasks.TeamNaming, cancellationToken)
            ?? throw new InvalidOperationException("The page loads the task first.");
        if (item.MayBeCompleted() is { } closed)
        {
            return closed;
        }

        var product = await db.Products.Include(product => product.Missions).SingleAsync(product => product.Id == item.SubjectId, cancellationToken);
        var coach = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == input.CoachId, cancellationToken);
        var developer = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == input.DeveloperId, cancellationToken);
        if (product.MayNameTeam(coach, developer) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        db.ExpectVersion(item, input.Version);
        product.NameTeam(Guid.CreateVersion7(now), coach!, Guid.CreateVersion7(now), developer!, ParisTime.DayOf(now.UtcDateTime));
        item.Complete("Named", actor.Id, now.UtcDateTime);
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now),
            item.Subject,
            now.UtcDateTime,
            actor.Id,
            $"{coach!.FullName} (coach) et {developer!.FullName} (développement) rejoignent l’équipe."));
        signals.Resume(HumanTask.Resumption(item));
        await db.SaveChangesAsync(cancellationToken);
        await signals.KickAsync(cancellationToken);
        return Outcome.Done;
    }
}
