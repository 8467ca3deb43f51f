using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ListManagedCalls;

/// <param name="Slug">Its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OpensAt">UTC.</param>
/// <param name="ClosesAt">UTC.</param>
/// <param name="Drafts">Applications that were begun and not submitted.</param>
/// <param name="Submitted">Those that were submitted and not withdrawn.</param>
/// <param name="Retained">Those that were retained.</param>
public sealed record ManagedCallLine(string Slug, string Title, CallStatus Status, DateTime OpensAt, DateTime ClosesAt, int Drafts, int Submitted, int Retained);

/// <summary>« Gestion des appels »: every call, those being prepared included; the last to open first unless the address says otherwise.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ListManagedCallsModel(FabriqueDbContext db) : PageModel
{
    public const string ByOpening = "ouverture";
    public const string ByClosing = "cloture";
    public const string ByTitle = "titre";

    private const int PageSize = 20;
    private const string State = "etat";

    private static readonly (string Key, CallStatus Status)[] States =
    [
        ("brouillon", CallStatus.Draft),
        ("programme", CallStatus.Scheduled),
        ("ouvert", CallStatus.Open),
        ("clos", CallStatus.Closed),
        ("en-examen", CallStatus.Reviewing),
        ("decide", CallStatus.Decided),
        ("archive", CallStatus.Archived),
    ];

    private static readonly ListOrders<CallForApplications> Orders = new ListOrders<CallForApplications>().SettledBy(call => call.Slug)
        .By(ByOpening, call => call.OpensAt, isDescending: true)
        .By(ByClosing, call => call.ClosesAt)
        .By(ByTitle, call => call.Title);

    public PagedList<ManagedCallLine> List { get; private set; } = null!;

    public ListFilters Filters { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = new ListFilter(State, "État", [.. States.Select(state => new DsfrOption(state.Key, CallLabels.Of(state.Status)))]);
        var address = new ListAddress(Request, [filter]);
        Filters = new ListFilters(address, filter);
        var calls = db.Calls.AsNoTracking();
        if (address[State] is { } key)
        {
            var status = Array.Find(States, state => state.Key == key).Status;
            calls = calls.Where(call => call.Status == status);
        }

        var page = await PagedList.ReadAsync(
            calls, address, PageSize, Orders, call => new { call.Id, call.Slug, call.Title, call.Status, call.OpensAt, call.ClosesAt }, cancellationToken);
        var shown = page.Rows.Select(call => call.Id).ToList();
        var counts = await db.Applications
            .Where(application => shown.Contains(application.CallId))
            .GroupBy(application => new { application.CallId, application.Status })
            .Select(group => new { group.Key.CallId, group.Key.Status, Count = group.Count() })
            .ToListAsync(cancellationToken);
        List = page.Select(call => new ManagedCallLine(
            call.Slug,
            call.Title,
            call.Status,
            call.OpensAt,
            call.ClosesAt,
            Count(call.Id, ApplicationStatus.Draft),
            counts.Where(count => count.CallId == call.Id && count.Status is not (ApplicationStatus.Draft or ApplicationStatus.Withdrawn)).Sum(count => count.Count),
            Count(call.Id, ApplicationStatus.Retained)));

        int Count(Guid callId, params ApplicationStatus[] statuses) => counts.Where(count => count.CallId == callId && statuses.Contains(count.Status)).Sum(count => count.Count);
    }
}
