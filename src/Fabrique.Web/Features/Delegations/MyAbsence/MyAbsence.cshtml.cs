using Fabrique.Web.Features.Delegations.EnterDelegation;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;

namespace Fabrique.Web.Features.Delegations.MyAbsence;

/// <summary>« Mon absence »: the person's own.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MyAbsenceModel(DelegationReader reader, EnterDelegationHandler handler, Substitutions substitutions, Actor actor) : DelegationFormPage(reader, handler, substitutions)
{
    public IReadOnlyList<DelegationLine> Lines { get; private set; } = [];

    public DelegationList List { get; private set; } = null!;

    protected override string? Away => null;

    protected override string After => DelegationLinks.Mine;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Lines = await Reader.ReadOfAsync(actor.Id, cancellationToken);
        List = new DelegationList(Lines, await Reader.NameAsync(Lines, cancellationToken), actor, Today);
        return await base.LoadAsync(cancellationToken);
    }
}
