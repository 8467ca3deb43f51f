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

/// <summary>The opinions given on an application, with the names of those who were asked and of those who gave them, oldest first.</summary>
public sealed class OpinionReader(FabriqueDbContext db)
{
    public async Task<IReadOnlyList<OpinionLine>> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        if (application.Opinions.Count == 0)
        {
            return [];
        }

        var ids = application.Opinions.SelectMany(opinion => new[] { opinion.DirectorId, opinion.GivenById ?? opinion.DirectorId }).Distinct().ToList();
        var people = await db.StaffMembers.Where(person => ids.Contains(person.Id))
            .Select(person => new { person.Id, person.FullName, person.Unit }).ToDictionaryAsync(person => person.Id, cancellationToken);
        return [.. application.Opinions
            .OrderBy(opinion => opinion.GivenAt)
            .Select(opinion => new OpinionLine(
                people[opinion.DirectorId].FullName, people[opinion.DirectorId].Unit, opinion.Verdict, opinion.Comment, opinion.GivenAt, opinion.GivenById is { } by ? people[by].FullName : null))];
    }
}
