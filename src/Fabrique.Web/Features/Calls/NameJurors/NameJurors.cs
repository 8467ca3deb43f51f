using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.NameJurors;

/// <summary>The team chooses whose opinion is asked on the applications of a call.</summary>
/// <param name="Id">Of the call.</param>
/// <param name="Version">The version that the form showed.</param>
/// <param name="People">Those whose box is ticked.</param>
/// <param name="Other">Somebody else, by name or address; empty when nobody is.</param>
public sealed record NameJurors(Guid Id, int Version, IReadOnlyList<Guid> People, string Other);

public sealed class NameJurorsHandler(UseCaseRunner runner, FabriqueDbContext db, CallStory story) : Handler<NameJurors>(runner)
{
    protected override async Task<Outcome> ActAsync(NameJurors input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.Include(call => call.Jurors).AsSingleQuery().SingleAsync(call => call.Id == input.Id, cancellationToken);
        db.ExpectVersion(call, input.Version);
        var named = input.People.Distinct().ToList();
        if (input.Other.Length > 0)
        {
            var (person, ambiguous) = await db.StaffMembers.FindMeantAsync(input.Other, cancellationToken);
            if (ambiguous is not null)
            {
                return ambiguous;
            }

            if (person is not { IsActive: true })
            {
                return DirectorySearch.Unknown(input.Other);
            }

            named.Add(person.Id);
        }

        if (call.MayNameJurors(named) is { } refusal)
        {
            return refusal;
        }

        var names = await db.StaffMembers.Where(person => named.Contains(person.Id)).OrderBy(person => person.FullName).Select(person => person.FullName).ToListAsync(cancellationToken);
        if (names.Count < named.Distinct().Count())
        {
            return new Refusal("person-unknown", "L’une de ces personnes n’est plus dans l’annuaire : rechargez la page.");
        }

        call.NameJurors(named);
        story.Tell(call, names.Count == 0 ? "Plus aucune direction n’est consultée." : $"L’avis est demandé à : {string.Join(", ", names)}.");
        return Outcome.Done;
    }
}
