using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Delegations.ListDelegations;

/// <summary>Everybody's « suppléances ».</summary>
[Authorize(DelegationsModule.ReadersPolicy)]
public sealed class ListDelegationsModel(DelegationReader reader, Actor actor) : PageModel
{
    private const int PageSize = 20;
    private const string State = "etat";
    private const string Search = "recherche";

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<DelegationLine> List { get; private set; } = null!;

    public DelegationList Shown { get; private set; } = null!;

    public bool MayEnter => Delegation.MayManage(actor.Roles);

    /// <summary>Whether the reader may go up to the administration.</summary>
    public bool IsAdministration => actor.IsInRole(AppRoles.Administrator) || actor.IsInRole(AppRoles.Auditor);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var state = new ListFilter(State, "État", [.. DelegationState.All.Select(known => new DsfrOption(known.Key, known.Name))]);
        var search = new ListFilter(Search, "Nom ou adresse");
        var address = new ListAddress(Request, [search, state]);
        Filters = new ListFilters(address, search, state);
        List = await reader.ReadAsync(address, DelegationState.All.FirstOrDefault(known => known.Key == address[State]), address[Search], PageSize, cancellationToken);
        Shown = new DelegationList(List.Rows, await reader.NameAsync(List.Rows, cancellationToken), actor, reader.Today);
    }
}
