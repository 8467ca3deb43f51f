using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Delegations.EnterDelegation;

/// <summary>Somebody says that they, or somebody else, will be away, and who acts in their place.</summary>
public sealed record EnterDelegation
{
    /// <summary>Name or e-mail address of who will be away; null when it is the signed-in person.</summary>
    public string? Person { get; init; }

    /// <summary>Name or e-mail address of who acts in their place; empty when nobody does.</summary>
    public required string Substitute { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required DelegationScope Scope { get; init; }

    public required string Reason { get; init; }
}

public sealed class EnterDelegationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, DelegationReader reader, TaskHolders holders, MessagesInForce messages, Outbox outbox, TimeProvider clock)
    : Handler<EnterDelegation, Delegation>(runner)
{
    public const string Message = "commun/suppleance";

    /// <summary>What mails about a « suppléance » are about.</summary>
    public const string MailSubject = "Delegation";

    protected override bool IsInTransaction => true;

    protected override async Task<Outcome<Delegation>> ActAsync(EnterDelegation input, CancellationToken cancellationToken)
    {
        if (input.Person is not null && Delegation.MayBeEnteredForAnother(actor.Roles, input.Reason) is { } notForThem)
        {
            return notForThem;
        }

        Outcome<StaffMember> delegator = input.Person is null
            ? await db.StaffMembers.SingleAsync(person => person.Id == actor.Id, cancellationToken)
            : await FindAsync(input.Person, cancellationToken);
        if (!delegator.IsDone)
        {
            return delegator.Refusal;
        }

        StaffMember? substitute = null;
        if (input.Substitute.Length > 0)
        {
            var found = await FindAsync(input.Substitute, cancellationToken);
            if (!found.IsDone)
            {
                return found.Refusal;
            }

            substitute = found.Value;
        }

        if (input.Scope != DelegationScope.Everything && (await reader.ListScopesAsync(cancellationToken)).All(option => option.Value != DelegationReader.Write(input.Scope)))
        {
            return new Refusal("delegation-scope-unknown", "Choisissez la portée dans la liste.");
        }

        var now = clock.GetUtcNow();
        var today = ParisTime.DayOf(now.UtcDateTime);
        var asked = new DelegationRequest(delegator.Value.Id, substitute?.Id, input.From, input.Until, input.Scope);

        // Of several entered at once in which somebody has a part, each is held against those before it.
        await db.StaffMembers.HoldAsync(new[] { asked.DelegatorId, asked.SubstituteId }.OfType<Guid>(), cancellationToken);
        var others = await db.Delegations
            .Where(other => other.EndedAt == null && other.Until >= today
                && (other.DelegatorId == asked.DelegatorId || other.SubstituteId == asked.DelegatorId || other.DelegatorId == asked.SubstituteId))
            .ToListAsync(cancellationToken);
        if (Delegation.MayBeEntered(asked, others, today) is { } refusal)
        {
            return refusal;
        }

        var delegation = Delegation.Enter(Guid.CreateVersion7(now), asked, others, actor.Id, input.Reason, today, now.UtcDateTime);
        db.Delegations.Add(delegation);
        await TellAsync(delegation, delegator.Value, substitute, cancellationToken);
        if (substitute is null && delegation.IsActiveOn(today))
        {
            await PassOnAsync(delegation.DelegatorId, cancellationToken);
        }

        return delegation;
    }

    private async Task<Outcome<StaffMember>> FindAsync(string typed, CancellationToken cancellationToken) => await db.StaffMembers.FindMeantAsync(typed, cancellationToken) switch
    {
        (_, { } ambiguous) => ambiguous,
        ({ IsActive: true } person, _) => person,
        ({ } gone, _) => new Refusal("person-left", $"{gone.FullName} n’a plus de compte actif : choisissez quelqu’un d’autre."),
        _ => DirectorySearch.Unknown(typed),
    };

    // Whoever entered it knows already.
    private async Task TellAsync(Delegation delegation, StaffMember delegator, StaffMember? substitute, CancellationToken cancellationToken)
    {
        if (substitute is null)
        {
            return;
        }

        var message = await messages.FindAsync(Message, procedure: null, cancellationToken);
        var facts = MessageFacts.Of(new DelegationFacts(delegator.FullName, substitute.FullName, delegation.From, delegation.Until, await reader.NameAsync(delegation.Scope, cancellationToken)));
        if (!message.IsOff)
        {
            await outbox.WriteAsync(message.Template, [.. new[] { delegator, substitute }.Where(person => person.Id != actor.Id)], facts, new Subject(MailSubject, delegation.Id), task: null, cancellationToken);
        }
    }

    // What begins later is looked at the night it begins.
    private async Task PassOnAsync(Guid delegatorId, CancellationToken cancellationToken)
    {
        var left = await db.WorkItems.Where(item => item.AssigneeId == delegatorId && item.AssigneeRole == null && item.Status == WorkItemStatus.Open).ToListAsync(cancellationToken);
        await holders.LeaveAsync(left, cancellationToken);
    }
}
