using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>« Je m’en occupe », or « Reprendre à … ».</summary>
public sealed record ClaimTask : IHoldingInput
{
    public required Guid TaskId { get; init; }

    /// <summary>Who saw to it, as the page showed; null when nobody did.</summary>
    public required Guid? From { get; init; }
}

public sealed class ClaimTaskHandler(TaskServices services, SubjectMessages messages) : HoldingHandler<ClaimTask>(services)
{
    private readonly TaskServices services = services;

    protected override async Task<Outcome> ActAsync(ClaimTask input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken)
    {
        var before = item.ClaimedById;
        var claimedBy = item.ClaimedById is { } id ? await services.NameAsync(id, cancellationToken) : null;
        if ((Elsewhere(item, isMine) ?? item.MayBeClaimed(services.Actor.Id, input.From, claimedBy)) is { } refusal)
        {
            return refusal;
        }

        item.Claim(services.Actor.Id, input.From, now);
        if (claimedBy is not null)
        {
            services.Tell(item, $"« {item.Title} » est reprise à {claimedBy}.");
        }

        await messages.WriteToPreviousAsync(before, services.Actor, item, word: "", cancellationToken);
        return Outcome.Done;
    }
}
