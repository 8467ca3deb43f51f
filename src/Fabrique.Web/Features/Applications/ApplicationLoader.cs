using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>Finds the applications that the signed-in person may read: their own, those about which they are asked something by name or to decide, all of them for the incubator's staff.</summary>
public sealed class ApplicationLoader(FabriqueDbContext db, Actor actor, TaskLoader tasks, IEnumerable<ApplicationReading> readings)
{
    /// <summary>Says it without saying why.</summary>
    public static Refusal Closed { get; } = new("application-closed-to-you", "Vous ne prenez pas part à cette candidature\u00a0: vous ne pouvez ni la lire ni donner d’avis. Confiez cette tâche à quelqu’un d’autre de votre direction.");

    /// <param name="reference">As people type it, in whatever case.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<Application?> FindReadableAsync(string reference, CancellationToken cancellationToken)
    {
        reference = reference.ToUpperInvariant();
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

        var told = actor.IsStaff ? null : await AskOthersAsync(application, cancellationToken);
        if (told is not null)
        {
            return told.Value ? application : null;
        }

        var roles = actor.Roles;
        var mayRead = actor.IsStaff || await db.WorkItems
            .ButOfFormerManagers(db)
            .LettingRead(actor.Id, roles, ApplicationTasks.Decision)
            .AnyAsync(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id, cancellationToken);
        return mayRead || await MayReadForAnotherAsync(application.Id, cancellationToken) ? application : null;
    }

    /// <summary>Whether another noun closes an application to the signed-in person, whatever they are asked about it.</summary>
    public async Task<bool> IsClosedToMeAsync(Application application, CancellationToken cancellationToken) => !actor.IsStaff && await AskOthersAsync(application, cancellationToken) is false;

    // One who closes it weighs more than all those who open it.
    private async Task<bool?> AskOthersAsync(Application application, CancellationToken cancellationToken)
    {
        bool? told = null;
        foreach (var reading in readings)
        {
            var one = await reading.DecideAsync(application, cancellationToken);
            told = one is false ? false : told ?? one;
            if (told is false)
            {
                return false;
            }
        }

        return told;
    }

    // Whoever acts in the place of somebody reads what that person reads to do it.
    private async Task<bool> MayReadForAnotherAsync(Guid id, CancellationToken cancellationToken) => await tasks.CoveredAsync(cancellationToken) is { } covered
        && await covered.ButOfFormerManagers(db).AnyAsync(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == id && (item.AssigneeId != null || item.Kind == ApplicationTasks.Decision), cancellationToken);

    /// <summary>An application of the signed-in person, alone or with others.</summary>
    public async Task<Application?> FindMineAsync(string reference, CancellationToken cancellationToken)
    {
        reference = reference.ToUpperInvariant();
        return await db.Applications.Mine(actor.Id)
            .Include(application => application.CoApplicants)
            .AsSingleQuery()
            .SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken);
    }

    /// <summary>Those who have the idea as others read them: « Kenza Fauvette (DREAL Bretagne), avec Joris Grèbe ».</summary>
    public async Task<string> PresentApplicantAsync(Application application, CancellationToken cancellationToken)
    {
        var accepted = db.Applications.Where(other => other.Id == application.Id).SelectMany(other => other.CoApplicants).Where(co => co.AcceptedAt != null);
        var people = await db.StaffMembers
            .Where(person => person.Id == application.ApplicantId || accepted.Any(co => co.PersonId == person.Id))
            .Select(person => new { person.Id, person.FullName, person.Unit })
            .ToListAsync(cancellationToken);
        var applicant = people.Single(person => person.Id == application.ApplicantId);
        return Present($"{applicant.FullName} ({applicant.Unit})", people.Where(person => person.Id != applicant.Id).Select(person => person.FullName));
    }

    /// <summary>The same, for a page that read the names.</summary>
    /// <param name="applicant">Who applies, with their unit.</param>
    /// <param name="others">Names of those who have the idea with them.</param>
    public static string Present(string applicant, IEnumerable<string> others) =>
        French.List([.. others.Order(FrenchCulture.Names)]) is { Length: > 0 } with ? $"{applicant}, avec {with}" : applicant;
}

internal static class ApplicationQueries
{
    /// <summary>Keeps the applications that somebody has, alone or with others.</summary>
    public static IQueryable<Application> Mine(this IQueryable<Application> applications, Guid personId) => applications
        .Where(application => application.ApplicantId == personId || application.CoApplicants.Any(co => co.PersonId == personId && co.AcceptedAt != null));
}
