using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Assign;

/// <summary>What a draw may be asked besides being equal: who knows what an application is about, and who is of the same direction.</summary>
public sealed class DrawConstraints(FabriqueDbContext db, OrganisationReader organisation)
{
    /// <summary>Of each application that bears such labels, the competences that its labels name; accents and case do not count. A label that nobody has as a competence asks for nothing.</summary>
    public async Task<Dictionary<Guid, IReadOnlyList<string>>> ReadCompetencesAsync(IReadOnlyList<JuryItem> items, IReadOnlyList<PanelMember> reviewers, CancellationToken cancellationToken)
    {
        var known = reviewers.SelectMany(member => member.Competences).Select(SearchText.Fold).ToHashSet(StringComparer.Ordinal);
        Guid[] ids = [.. items.Select(item => item.Id)];
        var labels = await db.AppliedLabels.Where(applied => ids.Contains(applied.ApplicationId))
            .Join(db.ScreeningLabels, applied => applied.LabelId, label => label.Id, (applied, label) => new { applied.ApplicationId, label.Name })
            .ToListAsync(cancellationToken);
        return labels.Select(label => (label.ApplicationId, Name: SearchText.Fold(label.Name))).Where(label => known.Contains(label.Name))
            .GroupBy(label => label.ApplicationId)
            .ToDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.Select(label => label.Name)]);
    }

    /// <summary>The references of the applications that somebody knows the matter of: any of the competences that its labels name is enough.</summary>
    public static IReadOnlyCollection<string> KnownBy(PanelMember member, IReadOnlyList<JuryItem> items, IReadOnlyDictionary<Guid, IReadOnlyList<string>> asked)
    {
        var known = member.Competences.Select(SearchText.Fold).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => asked.TryGetValue(item.Id, out var names) && names.Any(known.Contains)).Select(item => item.Reference)];
    }

    /// <summary>Who is of the direction of one of those who bring an application.</summary>
    public async Task<IReadOnlyList<Pairing>> FindSameDirectionAsync(IReadOnlyList<JuryItem> items, IReadOnlyList<PanelMember> reviewers, IReadOnlyDictionary<Guid, PanelPerson> people, CancellationToken cancellationToken)
    {
        var directions = await ReadDirectionsAsync(people.Values, cancellationToken);
        return
        [
            .. from item in items
               let theirs = item.CoApplicants.Prepend(item.ApplicantId).Select(person => directions.GetValueOrDefault(person)?.Id).OfType<Guid>().ToHashSet()
               from member in reviewers
               where directions.GetValueOrDefault(member.PersonId) is { } direction && theirs.Contains(direction.Id)
               select new Pairing(item.Subject, member.PersonId),
        ];
    }

    /// <summary>The direction of each, as far as it is known.</summary>
    public async Task<IReadOnlyDictionary<Guid, OrganisationUnit>> ReadDirectionsAsync(IEnumerable<PanelPerson> people, CancellationToken cancellationToken)
    {
        var directions = new Dictionary<Guid, OrganisationUnit>();
        foreach (var person in people)
        {
            if (person.UnitId is { } unit && OrganisationPlace.DirectionOf(await organisation.ReadLineAsync(unit, cancellationToken)) is { } direction)
            {
                directions[person.Id] = direction;
            }
        }

        return directions;
    }
}
