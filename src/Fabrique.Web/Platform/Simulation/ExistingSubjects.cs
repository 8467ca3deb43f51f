using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>An application or a product that a simulation may begin from.</summary>
/// <param name="Reference">What names it in an address: the reference of an application, the identifier of a product.</param>
/// <param name="Title">Its title, or its name.</param>
public sealed record ExistingSubject(string Reference, string Title);

/// <summary>What a simulation takes over of something that exists. It is read, and copied into the scratch database.</summary>
/// <param name="Kind">An application or a product.</param>
/// <param name="Title">Its title, or its name.</param>
/// <param name="Applicant">Who carries it.</param>
public sealed record SubjectFacts(SubjectKind Kind, string Title, StaffMember Applicant)
{
    /// <summary>The application; null for a product.</summary>
    public Application? Application { get; init; }

    /// <summary>The call of the application; null for a product.</summary>
    public CallForApplications? Call { get; init; }

    /// <summary>The directors of the call, in its order.</summary>
    public IReadOnlyList<StaffMember> Directors { get; init; } = [];

    /// <summary>The product; null for an application.</summary>
    public Product? Product { get; init; }

    /// <summary>The coach of the product, when it has one.</summary>
    public StaffMember? Coach { get; init; }

    /// <summary>The developer of the product, when it has one.</summary>
    public StaffMember? Developer { get; init; }
}

/// <summary>The applications and products that the signed-in person may read, for a simulation to begin from one. It writes nothing.</summary>
public sealed class ExistingSubjects(FabriqueDbContext db, Actor actor, ApplicationLoader applications, ProductLoader products)
{
    public const int MostShown = 50;

    /// <summary>The newest among which words are looked for: accents and case do not count, which databases do not agree on.</summary>
    private const int MostSearched = 5_000;

    /// <summary>Finds those whose reference and title hold every word, newest first.</summary>
    /// <param name="kind">Which kind of them.</param>
    /// <param name="words">Words; all are found when empty.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    /// <returns>At most <see cref="MostShown"/>; none for another kind, or for whoever may not read every file.</returns>
    public async Task<IReadOnlyList<ExistingSubject>> SearchAsync(SubjectKind? kind, string? words, CancellationToken cancellationToken)
    {
        var asked = (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var most = asked.Length == 0 ? MostShown : MostSearched;
        var found = !actor.IsStaff ? [] : kind switch
        {
            SubjectKind.Application => await db.Applications
                .Where(application => application.Status != ApplicationStatus.Draft && application.SubmittedAt != null)
                .OrderByDescending(application => application.SubmittedAt)
                .ThenBy(application => application.Reference)
                .Take(most)
                .Select(application => new ExistingSubject(application.Reference, application.Title))
                .ToListAsync(cancellationToken),
            SubjectKind.Product => await db.Products
                .OrderByDescending(product => product.PhaseSince)
                .ThenBy(product => product.Ghid)
                .Take(most)
                .Select(product => new ExistingSubject(product.Ghid, product.Name))
                .ToListAsync(cancellationToken),
            _ => [],
        };
        return [.. found.Where(subject => Array.TrueForAll(asked, word => Holds($"{subject.Reference} {subject.Title}", word))).Take(MostShown)];
    }

    /// <returns>The facts; null when there is no such application or product that the signed-in person may read, or when it is not submitted yet.</returns>
    public Task<SubjectFacts?> FindAsync(SubjectKind? kind, string reference, CancellationToken cancellationToken) => kind switch
    {
        SubjectKind.Application => FindApplicationAsync(reference, cancellationToken),
        SubjectKind.Product => FindProductAsync(reference, cancellationToken),
        _ => Task.FromResult<SubjectFacts?>(null),
    };

    private static bool Holds(string text, string word) => FrenchCulture.Instance.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    private async Task<SubjectFacts?> FindApplicationAsync(string reference, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || await applications.FindReadableAsync(reference, cancellationToken) is not { SubmittedAt: not null, IsComplete: true } application)
        {
            return null;
        }

        var call = await db.Calls.Include(call => call.Jurors).SingleAsync(call => call.Id == application.CallId, cancellationToken);
        Guid[] directors = [.. call.Jurors.Select(juror => juror.StaffMemberId)];
        var people = await PeopleAsync([application.ApplicantId, .. directors], cancellationToken);
        return new SubjectFacts(SubjectKind.Application, application.Title, people[application.ApplicantId])
        {
            Application = application,
            Call = call,
            Directors = [.. directors.Where(people.ContainsKey).Select(id => people[id])],
        };
    }

    private async Task<SubjectFacts?> FindProductAsync(string ghid, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || await products.FindFollowableAsync(ghid, cancellationToken) is not { } product)
        {
            return null;
        }

        // A product that is over has no holder any more: whoever carried it last is the one to name.
        var carrier = product.Holder(MissionRole.Intrapreneur) ?? product.Missions.Where(mission => mission.Role == MissionRole.Intrapreneur).MaxBy(mission => mission.StartsOn)?.StaffMemberId;
        var people = await PeopleAsync([.. new[] { carrier, product.Holder(MissionRole.Coach), product.Holder(MissionRole.Developer) }.OfType<Guid>()], cancellationToken);
        return carrier is null ? null : new SubjectFacts(SubjectKind.Product, product.Name, people[carrier.Value])
        {
            Product = product,
            Coach = Holder(MissionRole.Coach),
            Developer = Holder(MissionRole.Developer),
        };

        StaffMember? Holder(MissionRole role) => product.Holder(role) is { } id ? people.GetValueOrDefault(id) : null;
    }

    private Task<Dictionary<Guid, StaffMember>> PeopleAsync(Guid[] ids, CancellationToken cancellationToken) =>
        db.StaffMembers.Where(person => ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id, cancellationToken);
}
