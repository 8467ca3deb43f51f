using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.NameTeam;

/// <summary>One of those who are asked names a product's coach and developer.</summary>
public sealed record NameTeam : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required Guid CoachId { get; init; }

    public required Guid DeveloperId { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class NameTeamHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<NameTeam>(services, ProductTasks.TeamNaming)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(NameTeam input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var product = await db.Products.Include(product => product.Missions).SingleAsync(product => product.Id == item.SubjectId, cancellationToken);
        var coach = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == input.CoachId, cancellationToken);
        var developer = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == input.DeveloperId, cancellationToken);
        if (product.MayNameTeam(coach, developer, actor.Id, now.UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        product.NameTeam(Guid.CreateVersion7(now), coach!, Guid.CreateVersion7(now), developer!, actor.Id, now.UtcDateTime);
        return new TaskCompletion("Named", $"{coach!.FullName} (coach) et {developer!.FullName} (développement) rejoignent l’équipe.");
    }
}
