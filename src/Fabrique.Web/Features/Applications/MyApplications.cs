using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Applications;

/// <param name="Reference">Of the application.</param>
/// <param name="Title">Perhaps empty.</param>
/// <param name="Call">Title of the call.</param>
/// <param name="Status">The status.</param>
/// <param name="Told">The status in words, and what awaits to be read.</param>
public sealed record MyApplicationLine(string Reference, string Title, string Call, ApplicationStatus Status, ApplicationStanding Told);

/// <summary>What the signed-in person proposed, newest first. Shown to everybody: the way to the calls is there.</summary>
public sealed class MyApplications(FabriqueDbContext db, Actor actor, StatusReader statuses) : SpaceSection
{
    private static readonly ListOrders<Application> Orders = new ListOrders<Application>().SettledBy(application => application.Id)
        .By("creation", application => application.CreatedAt, isDescending: true);

    public override string Name => "candidatures";

    public override int Order => 20;

    public override string View => "/Features/Applications/_MyApplications.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var page = await PagedList.ReadAsync(
            db.Applications.Mine(id),
            address,
            PageSize,
            Orders,
            application => new { application.Id, application.Reference, application.Title, Call = db.Calls.First(call => call.Id == application.CallId).Title, application.Status },
            cancellationToken);
        var told = await statuses.ReadAsync([.. page.Rows.Select(line => line.Id)], cancellationToken);
        return page.Select(line => new MyApplicationLine(line.Reference, line.Title, line.Call, line.Status, told[line.Id]));
    }
}
