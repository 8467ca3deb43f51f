using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>Somebody of a simulation: nobody in particular, called by the part that they play.</summary>
public sealed record SimulatedPerson(int Number, string Name, string Unit, params string[] SpecialRoles)
{
    public Guid Id { get; } = new($"50000000-0000-4000-8000-{Number:D12}");

    /// <summary>Nobody’s, unless they stand for somebody.</summary>
    public string Address { get; init; } = $"personne-{Number}@simulation.invalid";

    public IReadOnlyList<string> Roles => [AppRoles.Agent, .. SpecialRoles];

    public StaffMember Register(DateTime now) => StaffMember.Register(Id, Id.ToString("D"), Name, Address, Unit, Roles, now);

    /// <summary>The same part, with the name, unit and address of somebody who exists.</summary>
    public SimulatedPerson StandingFor(StaffMember? person) => person is null ? this : this with { Name = person.FullName, Unit = person.Unit, Address = person.Email };
}

/// <summary>The people of a simulation, and how they answer: through the use cases of the pages, in the scratch database.</summary>
public static class SimulatedPeople
{
    public const string Reason = "Motif de la simulation.";

    public static SimulatedPerson Applicant { get; } = new(1, "l’agent porteur", "Un service");

    public static SimulatedPerson FirstDirector { get; } = new(2, "une première direction", "Une direction", AppRoles.Director);

    public static SimulatedPerson SecondDirector { get; } = new(3, "une seconde direction", "Une autre direction", AppRoles.Director);

    public static SimulatedPerson Team { get; } = new(4, "l’équipe de la Fabrique", "La Fabrique numérique", AppRoles.Team);

    public static SimulatedPerson Coach { get; } = new(5, "le coach", "La Fabrique numérique", AppRoles.Coach);

    public static SimulatedPerson Developer { get; } = new(6, "le développeur", "La Fabrique numérique");

    public static SimulatedPerson Administrator { get; } = new(7, "l’administration", "La Fabrique numérique", AppRoles.Administrator);

    public static SimulatedPerson Auditor { get; } = new(8, "un auditeur", "La Fabrique numérique", AppRoles.Auditor);

    public static SimulatedPerson Manager { get; } = new(9, "le responsable hiérarchique", "Un service");

    public static IReadOnlyList<SimulatedPerson> All { get; } = [Applicant, FirstDirector, SecondDirector, Team, Coach, Developer, Administrator, Auditor, Manager];

    /// <summary>The people of a simulation that is about somebody.</summary>
    public static IReadOnlyList<SimulatedPerson> Of(SimulationCast cast)
    {
        if (cast.File is not { } file)
        {
            return
            [
                cast.Applicant is { } name ? Applicant with { Name = name } : Applicant,
                .. All.Skip(1),
                .. Enumerable.Range(3, Math.Max(0, cast.Directors - 2)).Select(rank => new SimulatedPerson(All.Count + rank - 2, $"une direction nᵒ {rank}", "Une autre direction", AppRoles.Director)),
            ];
        }

        return
        [
            Applicant.StandingFor(file.Applicant),
            FirstDirector.StandingFor(file.Directors?.ElementAtOrDefault(0)),
            SecondDirector.StandingFor(file.Directors?.ElementAtOrDefault(1)),
            Team,
            Coach.StandingFor(file.Coach),
            Developer.StandingFor(file.Developer),
            Administrator,
            Auditor,
            Manager.StandingFor(file.Manager),
            .. (file.Directors ?? []).Skip(2).Select((director, index) => new SimulatedPerson(All.Count + 1 + index, "", "", AppRoles.Director).StandingFor(director)),
        ];
    }

    /// <summary>The directors among them who give their opinion.</summary>
    public static IEnumerable<SimulatedPerson> DirectorsOf(SimulationCast cast)
    {
        var directors = Of(cast).Where(person => person.Roles.Contains(AppRoles.Director, StringComparer.Ordinal));
        return cast.File is { Directors: { } known } ? directors.Take(known.Count) : directors;
    }

    /// <summary>How whoever is asked is called.</summary>
    /// <param name="item">What they are asked.</param>
    /// <param name="people">The people of the simulation.</param>
    /// <param name="others">Those whom the drawing names itself.</param>
    public static string NameOf(WorkItem item, IReadOnlyList<SimulatedPerson> people, IEnumerable<StaffMember> others) => item.AssigneeRole is { } role
        ? AppRoles.Label(role)
        : people.FirstOrDefault(person => person.Id == item.AssigneeId)?.Name ?? others.FirstOrDefault(person => person.Id == item.AssigneeId)?.FullName ?? "quelqu’un";

    /// <summary>Each person asked does their task, one after the other, until one is refused.</summary>
    public static async ValueTask<string?> AnswerAsync(SimulatedAnswer answer, Func<IServiceProvider, WorkItem, Task<Outcome>> act)
    {
        foreach (var bookmark in answer.Bookmarks.Where(bookmark => bookmark.Name == TaskBookmark.Name))
        {
            await using var scope = answer.Services.CreateAsyncScope();
            var id = Guid.Parse(bookmark.Key);
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            var item = await db.WorkItems.SingleAsync(item => item.Id == id, answer.CancellationToken);
            var part = All.FirstOrDefault(person => item.IsAddressedTo(person.Id, person.Roles, isOwnCase: false));
            var person = await db.StaffMembers.SingleOrDefaultAsync(person => person.Id == (part == null ? item.AssigneeId : part.Id), answer.CancellationToken);
            if (person is null)
            {
                return "Personne ne tient le rôle à qui la tâche est demandée.";
            }

            var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
            scope.ServiceProvider.GetRequiredService<Actor>().ActAs(person.Id, person.FullName, person.RolesAt(now));
            if ((await act(scope.ServiceProvider, item)).Refusal is { } refusal)
            {
                return refusal.Sentence;
            }
        }

        return null;
    }
}
