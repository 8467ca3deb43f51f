using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening;

/// <summary>Who sees to an application, and its labels.</summary>
public sealed record ShownScreening(string Reference, string? Assignee, IReadOnlyList<ScreeningMark> Labels, bool MayAct);

/// <summary>On the page of an application, for the incubator's staff: who sees to it, and its labels.</summary>
public sealed class ScreeningOfApplication(FabriqueDbContext db, Actor actor) : ApplicationSection
{
    public override string View => "/Features/Screening/_ScreeningOfApplication.cshtml";

    public override async Task<object?> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || application.SubmittedAt is null)
        {
            return null;
        }

        var file = await db.ScreeningFiles
            .Where(file => file.Id == application.Id)
            .Select(file => new
            {
                Assignee = db.StaffMembers.Where(person => person.Id == file.AssigneeId).Select(person => person.FullName).SingleOrDefault(),
                Labels = db.AppliedLabels.Where(applied => applied.ApplicationId == file.Id)
                    .Join(db.ScreeningLabels, applied => applied.LabelId, label => label.Id, (applied, label) => label)
                    .OrderBy(label => label.Name)
                    .Select(label => new ScreeningMark(label.Id, label.Name, label.Colour))
                    .ToList(),
            })
            .AsSingleQuery()
            .SingleOrDefaultAsync(cancellationToken);
        return new ShownScreening(application.Reference, file?.Assignee, file?.Labels ?? [], actor.MayScreen());
    }
}
