using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>« Rendre à l’équipe ».</summary>
public sealed record ReleaseTask(Guid TaskId) : IHoldingInput;

public sealed class ReleaseTaskHandler(TaskServices services) : HoldingHandler<ReleaseTask>(services)
{
    private readonly TaskServices services = services;

    protected override Task<Outcome> ActAsync(ReleaseTask input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken)
    {
        if ((Elsewhere(item, isMine) ?? item.MayBeReleased(services.Actor.Id)) is { } refusal)
        {
            return Task.FromResult<Outcome>(refusal);
        }

        item.Release(services.Actor.Id);
        return Task.FromResult(Outcome.Done);
    }
}
