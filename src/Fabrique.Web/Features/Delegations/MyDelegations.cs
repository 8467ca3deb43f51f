using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Delegations;

/// <summary>The person's own « suppléances », on « Mon espace ».</summary>
public sealed class MyDelegations(DelegationReader reader, Actor actor) : SpaceSection
{
    public override string Name => "absence";

    public override int Order => 80;

    public override string View => "/Features/Delegations/_MyDelegations.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var lines = await reader.ReadOfAsync(actor.Id, cancellationToken);
        return new DelegationList(lines, await reader.NameAsync(lines, cancellationToken), actor, reader.Today);
    }
}
