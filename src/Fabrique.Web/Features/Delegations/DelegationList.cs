using Fabrique.Domain;
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
    public string Tell(DelegationLine line)
    {
        var state = StateOf(line);
        var (act, youAct, isAway, areAway) =
            state == DelegationState.Coming ? ("agira", "agirez", "sera", "serez")
            : state == DelegationState.Running ? ("agit", "agissez", "est", "êtes")
            : line.IsWithdrawn ? ("devait agir", "deviez agir", "devait être", "deviez être")
            : ("agissait", "agissiez", "était", "étiez");
        return (line.DelegatorId == Reader.Id, line.SubstituteId == Reader.Id) switch
        {
            (true, _) when line.Substitute is { } substitute => $"{substitute} {act} à votre place",
            (true, _) => $"Vous {areAway} absent·e, sans suppléance",
            (_, true) => $"Vous {youAct} à la place {French.Of(line.Delegator)}",
            _ when line.Substitute is { } substitute => $"{substitute} {act} à la place {French.Of(line.Delegator)}",
            _ => $"{line.Delegator} {isAway} absent·e, sans suppléance",
        };
    }
}
