using Fabrique.Data;
using Fabrique.Domain.Applications;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <param name="Director">The director asked.</param>
/// <param name="Unit">Theirs.</param>
/// <param name="Verdict">What is thought.</param>
/// <param name="Comment">Why; perhaps empty.</param>
/// <param name="GivenAt">UTC.</param>
/// <param name="GivenBy">Who gave it in the director’s place; null when they did.</param>
public sealed record OpinionLine(string Director, string Unit, OpinionVerdict Verdict, string Comment, DateTime GivenAt, string? GivenBy);

/// <summary>Somebody of whom an opinion is asked, or who gives it in their place.</summary>
public sealed record OpinionAuthor(Guid Id, string FullName, string Unit);

/// <summary>The opinions given on an application, with the names of those who were asked and of those who gave them, oldest first.</summary>
public sealed class OpinionReader(FabriqueDbContext db)
{
    public Task<IReadOnlyList<OpinionLine>> ReadAsync(Application application, CancellationToken cancellationToken) => ReadAsync(application, [], cancellationToken);

    /// <summary>The same for a page that read who was asked: the database is asked for the others, if any.</summary>
    public async Task<IReadOnlyList<OpinionLine>> ReadAsync(Application application, IEnumerable<OpinionAuthor> known, CancellationToken cancellationToken)
    {
        if (application.Opinions.Count == 0)
        {
            return [];
        }

        var people = known.DistinctBy(person => person.Id).ToDictionary(person => person.Id);
        var ids = application.Opinions.SelectMany(opinion => new[] { opinion.DirectorId, opinion.GivenById ?? opinion.DirectorId }).Distinct().Except(people.Keys).ToList();
        if (ids.Count > 0)
        {
            await foreach (var person in db.StaffMembers.Where(person => ids.Contains(person.Id)).Select(person => new OpinionAuthor(person.Id, person.FullName, person.Unit)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                people.Add(person.Id, person);
            }
        }

        return [.. application.Opinions
            .OrderBy(opinion => opinion.GivenAt)
            .Select(opinion => new OpinionLine(
                people[opinion.DirectorId].FullName, people[opinion.DirectorId].Unit, opinion.Verdict, opinion.Comment, opinion.GivenAt, opinion.GivenById is { } by ? people[by].FullName : null))];
    }
}
