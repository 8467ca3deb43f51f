using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Delegations;

/// <summary>In whose place the signed-in person acts today, on « Aujourd’hui ».</summary>
public sealed class TodayDelegations(Substitutions substitutions) : TodaySource
{
    public override int Order => 30;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Waiting = [.. (await substitutions.ReadMineAsync(cancellationToken)).Select(substitution => $"vous suppléez {substitution.DelegatorName} jusqu’au {FrenchDate.Day(substitution.Until)}")],
    };
}
