using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

public sealed record MyApplicationLine(string Reference, string Title, string Call, ApplicationStatus Status);

/// <summary>What the signed-in person proposed, newest first. Shown to everybody: the way to the calls is there.</summary>
public sealed class MyApplications(FabriqueDbContext db, Actor actor) : SpaceSection
{
    public override int Order => 20;

    public override string View => "/Features/Applications/_MyApplications.cshtml";

    public override async Task<object?> ReadAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        return await (
            from application in db.Applications
            where application.ApplicantId == id
            join call in db.Calls on application.CallId equals call.Id
            orderby application.CreatedAt descending
            select new MyApplicationLine(application.Reference, application.Title, call.Title, application.Status)).ToListAsync(cancellationToken);
    }
}
