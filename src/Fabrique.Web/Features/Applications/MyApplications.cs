using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Applications;

public sealed record MyApplicationLine(string Reference, string Title, string Call, ApplicationStatus Status);

/// <summary>What the signed-in person proposed, newest first. Shown to everybody: the way to the calls is there.</summary>
public sealed class MyApplications(FabriqueDbContext db, Actor actor) : SpaceSection
{
    private static readonly ListOrders<Application> Orders = new ListOrders<Application>().SettledBy(application => application.Id)
        .By("creation", application => application.CreatedAt, isDescending: true);

    public override string Name => "candidatures";

    public override int Order => 20;

    public override string View => "/Features/Applications/_MyApplications.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var id = actor.Id;
        return await PagedList.ReadAsync(
            db.Applications.Mine(id),
            address,
            PageSize,
            Orders,
            application => new MyApplicationLine(application.Reference, application.Title, db.Calls.First(call => call.Id == application.CallId).Title, application.Status),
            cancellationToken);
    }
}
