using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Applications;

/// <summary>The line manager whom the directory tells of somebody.</summary>
public sealed record KnownManager(Guid Id, string FullName);

/// <summary>Whom the « visa hiérarchique » of an application is asked of.</summary>
public sealed class LineManagers(FabriqueDbContext db, OrganisationReader organisation)
{
    /// <summary>The person whom the applicant named, or else the directory’s, as long as they are there and it is not their own case.</summary>
    /// <returns>Null when nobody is known.</returns>
    public async Task<StaffMember?> FindAsync(Application application, CancellationToken cancellationToken)
    {
        // The simulation’s people may not be saved yet.
        var named = application.ManagerId is { } id ? await db.StaffMembers.FindAsync([id], cancellationToken) : null;
        return MayBeAsked(named, application) ? named : await FindKnownAsync(application, cancellationToken);
    }

    /// <summary>The directory’s.</summary>
    /// <returns>Null when it knows nobody who may be asked.</returns>
    public async Task<StaffMember?> FindKnownAsync(Application application, CancellationToken cancellationToken)
    {
        var known = await organisation.FindManagerAsync(application.ApplicantId, cancellationToken);
        return MayBeAsked(known, application) ? known : null;
    }

    /// <summary>What the team reads of somebody whom the applicant named, and whom the directory does not tell: « nommé·e par la personne qui candidate ; l’annuaire indique Solène Aubépine ».</summary>
    /// <returns>Null when the directory tells the same, or the applicant named nobody.</returns>
    public async Task<string?> WhoseInsteadAsync(Application application, Guid asked, CancellationToken cancellationToken)
    {
        if (application.ManagerId != asked)
        {
            return null;
        }

        var known = await organisation.FindManagerAsync(application.ApplicantId, cancellationToken);
        return WhoseInstead(application, asked, known is null ? null : new KnownManager(known.Id, known.FullName));
    }

    /// <summary>The same, once the directory was asked.</summary>
    public static string? WhoseInstead(Application application, Guid asked, KnownManager? known) => application.ManagerId == asked && application.IsNamedOtherwise(asked, known?.Id)
        ? $"nommé·e par la personne qui candidate ; l’annuaire {(known is null ? "n’indique personne" : $"indique {known.FullName}")}"
        : null;

    private static bool MayBeAsked(StaffMember? person, Application application) => person is { IsActive: true } && !application.IsOwnCaseOf(person.Id);
}
