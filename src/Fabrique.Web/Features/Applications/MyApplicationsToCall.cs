using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

public sealed record MyApplicationToCall(string Reference, string Title, ApplicationStatus Status)
{
    /// <summary>The status in words.</summary>
    public string Label { get; init; } = "";
}

/// <summary>What the signed-in person proposed to a call.</summary>
public sealed class MyApplicationsToCall(FabriqueDbContext db, Actor actor, StatusReader statuses) : CallSection
{
    public override string View => "/Features/Applications/_MyApplicationsToCall.cshtml";

    public override async Task<object?> ReadAsync(CallForApplications call, CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var mine = await db.Applications
            .Mine(id)
            .Where(application => application.CallId == call.Id)
            .OrderBy(application => application.Reference)
            .Select(application => new { application.Id, application.Reference, application.Title, application.Status })
            .ToListAsync(cancellationToken);
        if (mine.Count == 0)
        {
            return null;
        }

        var told = await statuses.ReadAsync([.. mine.Select(line => line.Id)], cancellationToken);
        return (IReadOnlyList<MyApplicationToCall>)[.. mine.Select(line => new MyApplicationToCall(line.Reference, line.Title, line.Status) { Label = told[line.Id].Status.Label })];
    }
}
