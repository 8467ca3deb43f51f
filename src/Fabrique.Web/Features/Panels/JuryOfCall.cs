using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Calls;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>The jury of a call, in a line.</summary>
/// <param name="Call">Whose.</param>
/// <param name="Id">Of the jury; null as long as there is none.</param>
/// <param name="Name">Its name; empty as long as there is none.</param>
/// <param name="Members">How many members have not left.</param>
public sealed record JurySummary(CallForApplications Call, Guid? Id, string Name, int Members);

/// <summary>« Jury », on the page where the team manages a call.</summary>
public sealed class JuryOfCall(FabriqueDbContext db) : CallManagementSection
{
    public override int Order => 40;

    public override string View => "/Features/Panels/_JuryOfCall.cshtml";

    public override async Task<object?> ReadAsync(CallForApplications call, CancellationToken cancellationToken)
    {
        var jury = await db.Panels.Where(panel => panel.SubjectId == call.Id && panel.SubjectKind == CallSubject.SubjectCode && panel.Kind == PanelReader.JuryKind)
            .Select(panel => new { panel.Id, panel.Name, Members = panel.Members.Count(member => member.RemovedFrom == null) })
            .SingleOrDefaultAsync(cancellationToken);
        return new JurySummary(call, jury?.Id, jury?.Name ?? "", jury?.Members ?? 0);
    }
}
