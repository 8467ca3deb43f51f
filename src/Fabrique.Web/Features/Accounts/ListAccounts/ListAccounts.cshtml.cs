using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Accounts.ListAccounts;

/// <summary>The people of the directory, and whether they have access.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ListAccountsModel(FabriqueDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public const string ByName = "nom";
    public const string ByVisit = "visite";

    private const int PageSize = 20;
    private const string State = "etat";
    private const string Search = "recherche";
    private const string Open = "ouverts";
    private const string Withdrawn = "retires";

    private static readonly ListOrders<StaffMember> Orders = new ListOrders<StaffMember>().SettledBy(person => person.Id)
        .By(ByName, person => person.FullName)
        .By(ByVisit, person => person.LastSignInAt, isDescending: true);

    private ILookup<Guid, string> roles = Array.Empty<string>().ToLookup(_ => Guid.Empty);

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<Row> List { get; private set; } = null!;

    public bool MayChange => actor.IsInRole(AppRoles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var search = new ListFilter(Search, "Nom ou adresse");
        var state = new ListFilter(State, "Accès", [new DsfrOption(Open, "Ouvert"), new DsfrOption(Withdrawn, "Retiré")]);
        var address = new ListAddress(Request, [search, state]);
        Filters = new ListFilters(address, search, state);
        var people = db.StaffMembers.AsNoTracking().IgnoreAutoIncludes();
        people = address[Search] is { } text ? people.Named(text) : people;
        people = address[State] switch
        {
            Open => people.Where(person => person.IsActive),
            Withdrawn => people.Where(person => !person.IsActive),
            _ => people,
        };
        List = await PagedList.ReadAsync(
            people,
            address,
            PageSize,
            Orders,
            person => new Row(
                person.Id,
                person.FullName,
                person.Email,
                person.LastSignInAt,
                person.IsActive,
                person.AccessChangedAt,
                db.StaffMembers.Where(by => by.Id == person.AccessChangedById).Select(by => by.FullName).FirstOrDefault(),
                person.AccessReason),
            cancellationToken);
        roles = await ReadRolesAsync(cancellationToken);
    }

    /// <summary>« Équipe de la Fabrique, coach »; a dash when they hold none.</summary>
    public string RolesOf(Row row) => RoleNames.Of(roles[row.Id]);

    private async Task<ILookup<Guid, string>> ReadRolesAsync(CancellationToken cancellationToken)
    {
        List<Guid> shown = [.. List.Rows.Select(row => row.Id)];
        var now = clock.GetUtcNow().UtcDateTime;
        var held = await db.Set<RoleGrant>().AsNoTracking()
            .Where(grant => shown.Contains(grant.StaffMemberId) && grant.StartsAt <= now && (grant.EndsAt == null || grant.EndsAt > now))
            .Select(grant => new { grant.StaffMemberId, grant.Role })
            .ToListAsync(cancellationToken);
        return held.ToLookup(grant => grant.StaffMemberId, grant => grant.Role);
    }

    /// <param name="Id">Of the person.</param>
    /// <param name="Name">Their name.</param>
    /// <param name="Email">Their address.</param>
    /// <param name="LastSignInAt">UTC; null when they never came.</param>
    /// <param name="IsActive">Whether they have access.</param>
    /// <param name="ChangedAt">When it last changed, UTC; null when it never did.</param>
    /// <param name="ChangedBy">Who did it; null when a source of the organisation did.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Row(Guid Id, string Name, string Email, DateTime? LastSignInAt, bool IsActive, DateTime? ChangedAt, string? ChangedBy, string? Reason);
}
