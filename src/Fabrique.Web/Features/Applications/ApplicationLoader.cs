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
        // A few opinions and people at most, and one approval as a rule: one query costs less than four.
        var application = await db.Applications.Include(application => application.Opinions).Include(application => application.Approvals).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken);
        if (application is null || application.Lets(actor.Id, CoApplicantRight.Read))
        {
            return application;
        }

        // A draft is nobody's business but its authors'.
        if (application.Status is ApplicationStatus.Draft)
        {
            return null;
        }

        var roles = actor.Roles;
        var mayRead = actor.IsStaff || await db.WorkItems
            .LettingRead(actor.Id, roles, ApplicationTasks.Decision)
            .AnyAsync(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id, cancellationToken);
        return mayRead || await MayReadForAnotherAsync(application.Id, cancellationToken) ? application : null;
    }

    // Whoever acts in the place of somebody reads what that person reads to do it.
    private async Task<bool> MayReadForAnotherAsync(Guid id, CancellationToken cancellationToken) => await tasks.CoveredAsync(cancellationToken) is { } covered
        && await covered.AnyAsync(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == id && (item.AssigneeId != null || item.Kind == ApplicationTasks.Decision), cancellationToken);

    /// <summary>An application of the signed-in person, alone or with others.</summary>
    public async Task<Application?> FindMineAsync(string reference, CancellationToken cancellationToken) => await db.Applications.Mine(actor.Id)
        .Include(application => application.CoApplicants)
        .AsSingleQuery()
        .SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken);

    /// <summary>The applicant as others read them: name and unit.</summary>
    public Task<string> PresentApplicantAsync(Application application, CancellationToken cancellationToken) => db.StaffMembers
        .Where(person => person.Id == application.ApplicantId)
        .Select(person => person.FullName + " (" + person.Unit + ")")
        .SingleAsync(cancellationToken);
}

internal static class ApplicationQueries
{
    /// <summary>Keeps the applications that somebody has, alone or with others.</summary>
    public static IQueryable<Application> Mine(this IQueryable<Application> applications, Guid personId) => applications
        .Where(application => application.ApplicantId == personId || application.CoApplicants.Any(co => co.PersonId == personId && co.AcceptedAt != null));
}
