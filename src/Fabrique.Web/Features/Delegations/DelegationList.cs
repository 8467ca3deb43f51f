using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Delegations;

/// <summary>« Suppléances » as <c>_DelegationList.cshtml</c> shows them.</summary>
/// <param name="Lines">In their order.</param>
/// <param name="Scopes">What they cover, as people read it.</param>
/// <param name="Reader">Who reads.</param>
/// <param name="Today">In Paris.</param>
public sealed record DelegationList(IReadOnlyList<DelegationLine> Lines, IReadOnlyDictionary<DelegationScope, string> Scopes, Actor Reader, DateOnly Today)
{
    public bool MayEnd(DelegationLine line) => StateOf(line) != DelegationState.Over && Delegation.IsFor(Reader.Id, Reader.Roles, line.DelegatorId, line.SubstituteId);

    public DelegationState StateOf(DelegationLine line) => DelegationState.Of(line, Today);

    /// <summary>« Vous êtes remplacé·e par … », to the people concerned; by name to the others.</summary>
    public string Tell(DelegationLine line) => (line.DelegatorId == Reader.Id, line.SubstituteId == Reader.Id) switch
    {
        (true, _) when line.Substitute is { } substitute => $"{substitute} agit à votre place",
        (true, _) => "Vous êtes absent·e, sans suppléance",
        (_, true) => $"Vous agissez à la place de {line.Delegator}",
        _ when line.Substitute is { } substitute => $"{substitute} agit à la place de {line.Delegator}",
        _ => $"{line.Delegator} est absent·e, sans suppléance",
    };
}
