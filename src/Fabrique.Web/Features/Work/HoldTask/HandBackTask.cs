using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>« Rendre » what was entrusted, with a word.</summary>
public sealed record HandBackTask : IHoldingInput
{
    public required Guid TaskId { get; init; }

    /// <summary>At most <see cref="WorkItem.WordLength"/> characters; perhaps empty.</summary>
    public required string Word { get; init; }
}

public sealed class HandBackTaskHandler(TaskServices services, SubjectMessages messages) : HoldingHandler<HandBackTask>(services)
{
    public const string Message = "commun/tache-rendue";

    private readonly TaskServices services = services;

    protected override async Task<Outcome> ActAsync(HandBackTask input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken)
    {
        if (item.MayBeHandedBack(services.Actor.Id) is { } refusal)
        {
            return refusal;
        }

        // Nothing waits on somebody who is gone.
        var to = item.ReturnsTo;
        var person = to.PersonId is { } id ? await services.Db.StaffMembers.SingleAsync(known => known.Id == id, cancellationToken) : null;
        if (person is { IsActive: false })
        {
            (to, person) = (Assignee.HoldersOf(AppRoles.Team), null);
        }

        item.HandBack(services.Actor.Id, to);
        services.Tell(item, $"« {item.Title} » est rendue : elle revient à {person?.FullName ?? AppRoles.Label(to.Role!)}.{(input.Word.Length > 0 ? $" Mot : « {input.Word} »" : "")}");
        await messages.WriteToHoldersAsync(Message, item, await messages.FindProcedureAsync(item, cancellationToken), cancellationToken, new EntrustedFacts(services.Actor.Name, input.Word));
        return Outcome.Done;
    }
}
