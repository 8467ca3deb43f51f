using Fabrique.Data;
using Fabrique.Domain.Applications;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

public sealed record OpinionLine(string Director, string Unit, OpinionVerdict Verdict, string Comment, DateTime GivenAt);

/// <summary>The opinions given on an application, with the names of those who gave them, oldest first.</summary>
public sealed class OpinionReader(FabriqueDbContext db)
{
    public async Task<IReadOnlyList<OpinionLine>> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        var ids = application.Opinions.Select(opinion => opinion.DirectorId).ToList();
        var directors = await db.StaffMembers.Where(person => ids.Contains(person.Id))
            .Select(person => new { person.Id, person.FullName, person.Unit }).ToDictionaryAsync(person => person.Id, cancellationToken);
        return [.. application.Opinions
            .OrderBy(opinion => opinion.GivenAt)
            .Select(opinion => new OpinionLine(directors[opinion.DirectorId].FullName, directors[opinion.DirectorId].Unit, opinion.Verdict, opinion.Comment, opinion.GivenAt))];
    }
}
