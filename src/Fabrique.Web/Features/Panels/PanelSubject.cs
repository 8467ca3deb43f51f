using Fabrique.Data;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>« Jury ».</summary>
public sealed class PanelSubject : SubjectType
{
    public const string SubjectCode = "Panel";

    public override string Code => SubjectCode;

    public override string Label => "Jury";

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Panels.Where(panel => ids.Contains(panel.Id)).Select(panel => new { panel.Id, panel.Name }).ToDictionaryAsync(panel => panel.Id, panel => new SubjectName(panel.Name, PanelLinks.Show(panel.Id)), cancellationToken);

    /// <summary>Without those of which somebody is a substitute only, or a member who is to leave: their days decide, and the page asks.</summary>
    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor)
    {
        if (actor.IsStaff)
        {
            return db.Panels.Select(panel => panel.Id);
        }

        var id = actor.Id;
        return db.Panels
            .Where(panel => panel.ChairId == id || panel.DeputyChairId == id || panel.ClerkId == id || panel.Members.Any(member => member.PersonId == id && member.RemovedFrom == null))
            .Select(panel => panel.Id);
    }

    public override Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) => Task.FromResult(MessageFacts.None);
}

internal static class PanelQueries
{
    /// <summary>Keeps those that somebody conducts, or in which they sit on a day in Paris or will, for themselves or for another.</summary>
    public static IQueryable<Panel> Of(this IQueryable<Panel> panels, Guid personId, DateOnly day) => panels.Where(panel =>
        panel.ChairId == personId || panel.DeputyChairId == personId || panel.ClerkId == personId
        || panel.Members.Any(member => member.PersonId == personId && (member.RemovedFrom == null || day < member.RemovedFrom))
        || panel.Delegations.Any(delegation => delegation.SubstituteId == personId && delegation.EndedAt == null && day <= delegation.Until));
}
