using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Accounts.ChangeAccess;

/// <summary>An administrator withdraws somebody's access.</summary>
public sealed record WithdrawAccount(Guid PersonId, string Reason);

/// <summary>An administrator gives somebody's access back.</summary>
public sealed record RestoreAccount(Guid PersonId, string Reason);

public sealed class WithdrawAccountHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, Departures departures) : Handler<WithdrawAccount>(runner)
{
    protected override async Task<Outcome> ActAsync(WithdrawAccount input, CancellationToken cancellationToken)
    {
        var person = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == input.PersonId, cancellationToken);
        return (AccountRule.MayChange(person, actor) ?? await departures.WithdrawAsync([person!], actor.Id, input.Reason, cancellationToken)) is { } refusal ? refusal : Outcome.Done;
    }
}

public sealed class RestoreAccountHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, Departures departures) : Handler<RestoreAccount>(runner)
{
    protected override async Task<Outcome> ActAsync(RestoreAccount input, CancellationToken cancellationToken)
    {
        var person = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == input.PersonId, cancellationToken);
        return (AccountRule.MayChange(person, actor) ?? departures.Restore(person!, actor.Id, input.Reason)) is { } refusal ? refusal : Outcome.Done;
    }
}

internal static class AccountRule
{
    public static Refusal? MayChange(StaffMember? person, Actor actor) => person is null
        ? new Refusal("account-unknown", "Cette personne n’est pas dans l’annuaire.")
        : actor.IsInRole(AppRoles.Administrator) ? null : new Refusal("account-not-yours", "Seule l’administration retire un accès, ou le rend.");
}
