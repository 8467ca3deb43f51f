using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>Finds the applications that the signed-in person may read: their own, those about which they are asked something by name or to decide, all of them for the incubator's staff.</summary>
public sealed class ApplicationLoader(FabriqueDbContext db, Actor actor, TaskLoader tasks)
{
    public async Task<Application?> FindReadableAsync(string reference, CancellationToken cancellationToken)
    {
        // A few opinions at most: one query costs less than two.
        var application = await db.Applications.Include(application => application.Opinions).AsSingleQuery()
            .SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken);
        if (application is null || application.ApplicantId == actor.Id)
        {
            return application;
        }

        // A draft is nobody's business but its author's.
        if (application.Status is ApplicationStatus.Draft)
        {
            return null;
        }

        var mayRead = actor.IsStaff || await (await tasks.MineAsync(cancellationToken)).AnyAsync(
            item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && (item.AssigneeId != null || item.Kind == ApplicationTasks.Decision),
            cancellationToken);
        return mayRead ? application : null;
    }

    public async Task<Application?> FindMineAsync(string reference, CancellationToken cancellationToken)
    {
        var id = actor.Id;
        return await db.Applications.SingleOrDefaultAsync(application => application.Reference == reference && application.ApplicantId == id, cancellationToken);
    }

    /// <summary>The applicant as others read them: name and unit.</summary>
    public Task<string> PresentApplicantAsync(Application application, CancellationToken cancellationToken) => db.StaffMembers
        .Where(person => person.Id == application.ApplicantId)
        .Select(person => person.FullName + " (" + person.Unit + ")")
        .SingleAsync(cancellationToken);
}
