using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Assign;

/// <summary>The team writes what members of a jury know, so that applications may be drawn by it.</summary>
/// <param name="PanelId">Of which jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Competences">By number of the member.</param>
public sealed record ChangeCompetences(Guid PanelId, int Version, IReadOnlyDictionary<int, IReadOnlyList<string>> Competences);

public sealed class ChangeCompetencesHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story) : Handler<ChangeCompetences>(runner)
{
    protected override async Task<Outcome> ActAsync(ChangeCompetences input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.MayQualify(input.Competences) is { } refusal)
        {
            return refusal;
        }

        if (panel.Members.All(member => !input.Competences.TryGetValue(member.Number, out var known) || known.SequenceEqual(member.Competences)))
        {
            return new Refusal("panel-competences-unchanged", "Ces compétences sont déjà celles des membres.");
        }

        panel.Qualify(input.Competences);
        story.Tell(panel, "Les compétences des membres sont mises à jour.");
        return Outcome.Done;
    }
}
