using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>Somebody has back what they entrusted.</summary>
public sealed record TakeBackTask(Guid TaskId) : IHoldingInput;

public sealed class TakeBackTaskHandler(TaskServices services, SubjectMessages messages) : HoldingHandler<TakeBackTask>(services)
{
    private readonly TaskServices services = services;

    protected override async Task<Outcome> ActAsync(TakeBackTask input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken)
    {
        if (item.MayBeTakenBack(services.Actor.Id) is { } refusal)
        {
            return refusal;
        }

        var before = item.AssigneeId;
        var holder = item.AssigneeId is { } id ? await services.NameAsync(id, cancellationToken) : null;
        item.TakeBack(services.Actor.Id);
        services.Tell(item, $"« {item.Title} » est reprise{(holder is null ? "" : $" à {holder}")}.");
        await messages.WriteToPreviousAsync(before, services.Actor, item, word: "", cancellationToken);
        return Outcome.Done;
    }
}
