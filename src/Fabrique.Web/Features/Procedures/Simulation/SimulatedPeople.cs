using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Common;
using Fabrique.Web.Features.Work;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Procedures.Simulation;

/// <summary>Somebody of a simulation: nobody in particular, called by the part that they play.</summary>
internal sealed record SimulatedPerson(int Number, string Name, string Unit, params string[] SpecialRoles)
{
    public Guid Id { get; } = new($"50000000-0000-4000-8000-{Number:D12}");

    public IReadOnlyList<string> Roles => [AppRoles.Agent, .. SpecialRoles];

    public StaffMember Register() => StaffMember.Register(Id, Id.ToString("D"), Name, $"personne-{Number}@simulation.invalid", Unit, Roles);
}

/// <summary>The people of a simulation, and how they answer: through the use cases of the pages, in the scratch database.</summary>
internal static class SimulatedPeople
{
    public const string Reason = "Motif de la simulation.";

    public static SimulatedPerson Applicant { get; } = new(1, "l’agent porteur", "Un service");

    public static SimulatedPerson FirstDirector { get; } = new(2, "une première direction", "Une direction", AppRoles.Director);

    public static SimulatedPerson SecondDirector { get; } = new(3, "une seconde direction", "Une autre direction", AppRoles.Director);

    public static SimulatedPerson Team { get; } = new(4, "l’équipe de la Fabrique", "La Fabrique numérique", AppRoles.Team);

    public static SimulatedPerson Coach { get; } = new(5, "le coach", "La Fabrique numérique", AppRoles.Coach);

    public static SimulatedPerson Developer { get; } = new(6, "le développeur", "La Fabrique numérique");

    public static SimulatedPerson Administrator { get; } = new(7, "l’administration", "La Fabrique numérique", AppRoles.Administrator);

    public static IReadOnlyList<SimulatedPerson> All { get; } = [Applicant, FirstDirector, SecondDirector, Team, Coach, Developer, Administrator];

    /// <summary>How whoever is asked is called.</summary>
    public static string NameOf(WorkItem item) =>
        All.FirstOrDefault(person => person.Id == item.AssigneeId)?.Name ?? (item.AssigneeRole is { } role ? AppRoles.Label(role) : "quelqu’un");

    /// <summary>Each person asked does their task, one after the other, until one is refused.</summary>
    public static async ValueTask<string?> AnswerAsync(SimulatedAnswer answer, Func<IServiceProvider, WorkItem, Task<Outcome>> act)
    {
        foreach (var bookmark in answer.Bookmarks.Where(bookmark => bookmark.Name == HumanTask.BookmarkName))
        {
            await using var scope = answer.Services.CreateAsyncScope();
            var id = Guid.Parse(bookmark.Key);
            var item = await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().WorkItems.SingleAsync(item => item.Id == id, answer.CancellationToken);
            var person = All.FirstOrDefault(person => item.IsAddressedTo(person.Id, person.Roles));
            if (person is null)
            {
                return "Personne ne tient le rôle à qui la tâche est demandée.";
            }

            scope.ServiceProvider.GetRequiredService<Actor>().ActAs(person.Id, person.Name, person.Roles);
            if ((await act(scope.ServiceProvider, item)).Refusal is { } refusal)
            {
                return refusal.Sentence;
            }
        }

        return null;
    }
}
