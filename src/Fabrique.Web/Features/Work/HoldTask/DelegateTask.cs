using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>« Confier à quelqu’un », with a word.</summary>
public sealed record DelegateTask : IHoldingInput
{
    public required Guid TaskId { get; init; }

    /// <summary>An e-mail address, or a whole name.</summary>
    public required string Person { get; init; }

    /// <summary>At most <see cref="WorkItem.WordLength"/> characters; perhaps empty.</summary>
    public required string Word { get; init; }
}

public sealed class DelegateTaskHandler(TaskServices services, SubjectTypes subjects, SubjectMessages messages) : HoldingHandler<DelegateTask>(services)
{
    public const string Message = "commun/tache-confiee";

    private readonly TaskServices services = services;

    protected override async Task<Outcome> ActAsync(DelegateTask input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken)
    {
        if (Elsewhere(item, isMine) is { } elsewhere)
        {
            return elsewhere;
        }

        var (person, ambiguous) = await services.Db.StaffMembers.FindMeantAsync(input.Person, cancellationToken);
        var isParty = person is not null && subjects.PartiesTo(services.Db, item.Subject) is { } parties && await parties.AnyAsync(id => id == person.Id, cancellationToken);
        if ((ambiguous ?? (person is null ? DirectorySearch.Unknown(input.Person) : null) ?? item.MayBeDelegated(services.Actor.Id, person, isParty)) is { } refusal)
        {
            return refusal;
        }

        item.Entrust(Assignee.Person(person!.Id), services.Actor.Id, input.Word, now);
        services.Tell(item, $"« {item.Title} » est confiée à {person.FullName}.{(input.Word.Length > 0 ? $" Mot : « {input.Word} »" : "")}");
        await messages.WriteToAsync(item.Holder, Message, item, await messages.FindProcedureAsync(item, cancellationToken), cancellationToken, new EntrustedFacts(services.Actor.Name, input.Word));
        return Outcome.Done;
    }
}
