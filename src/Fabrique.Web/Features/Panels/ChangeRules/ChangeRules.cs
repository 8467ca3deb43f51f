using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.ChangeRules;

/// <summary>The team changes how a jury decides, from now on.</summary>
/// <param name="Id">Of the jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Rules">The new ones.</param>
public sealed record ChangeRules(Guid Id, int Version, PanelRules Rules);

public sealed class ChangeRulesHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story) : Handler<ChangeRules>(runner)
{
    protected override async Task<Outcome> ActAsync(ChangeRules input, CancellationToken cancellationToken)
    {
        var (quorum, majority, casting) = (input.Rules.Quorum, input.Rules.Majority, input.Rules.ChairHasCastingVote);
        if ((actor.WhyNotRunPanels() ?? quorum.Problem) is { } refusal)
        {
            return refusal;
        }

        var panel = await reader.ReadAsync(input.Id, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.Quorum == quorum && panel.Majority == majority && panel.ChairHasCastingVote == casting && panel.IsAnonymised == input.Rules.IsAnonymised)
        {
            return new Refusal("panel-rules-unchanged", "Ces règles sont déjà celles du jury.");
        }

        panel.Rule(quorum, majority, casting);
        panel.Anonymise(input.Rules.IsAnonymised);
        story.Tell(panel, $"Les règles du jury changent. {PanelLabels.Of(quorum)}. {PanelLabels.Of(majority)}.{(casting ? " La présidence a voix prépondérante." : "")}{(panel.IsAnonymised ? " Le jury lit les candidatures sans les noms." : "")}");
        return Outcome.Done;
    }
}
