using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Products;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Deliberate;

/// <summary>Whoever conducts a jury records what it decides of an application, in place of what it had decided.</summary>
/// <param name="PanelId">Which jury.</param>
/// <param name="Version">Of the deliberation, as the form showed it.</param>
/// <param name="ItemId">Of the application.</param>
/// <param name="Outcome">What.</param>
/// <param name="Reason">For whoever brings it.</param>
/// <param name="WaitingRank">On the waiting list; null elsewhere.</param>
/// <param name="Amount">In euros; null for nothing.</param>
/// <param name="RankingReason">Why it departs from the ranking; perhaps empty.</param>
/// <param name="ProductId">To which product it is redirected; null elsewhere.</param>
public sealed record DecideItem(Guid PanelId, int Version, Guid ItemId, DecisionOutcome Outcome, string Reason, int? WaitingRank, decimal? Amount, string RankingReason, Guid? ProductId);

/// <summary>The ballot on the application, when there is one, is what the decision follows.</summary>
public sealed class DecideItemHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, DeliberationReader deliberations, PanelStory story, TimeProvider clock) : Handler<DecideItem>(runner)
{
    protected override async Task<Outcome> ActAsync(DecideItem input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotConduct(panel) is { } notTheirs)
        {
            return notTheirs;
        }

        var table = await deliberations.ReadAsync(panel, cancellationToken);
        if (table.Deliberation is not { } deliberation)
        {
            return new Refusal("deliberation-not-begun", "Ouvrez d’abord la délibération.");
        }

        if (table.Items.FirstOrDefault(item => item.Id == input.ItemId) is not { } item)
        {
            return new Refusal("decision-unknown-item", "Le jury n’examine pas cette candidature.");
        }

        if (!table.IsOpenTo(actor.Id, item.Subject))
        {
            return new Refusal("recused", "Vous ne prenez pas part à cette candidature : quelqu’un d’autre enregistre ce que le jury en décide.");
        }

        db.ExpectVersion(deliberation, input.Version);
        if (!Enum.IsDefined(input.Outcome))
        {
            return new Refusal("decision-unknown-outcome", "Choisissez ce que le jury décide.");
        }

        if (input.ProductId is { } product && !await db.Products.AnyAsync(known => known.Id == product && known.Phase != PhaseCode.Abandoned && known.Phase != PhaseCode.AbandonedInvestigation, cancellationToken))
        {
            return new Refusal("product-unknown", "Choisissez un produit dans la liste.");
        }

        var draft = new DecisionDraft(
            item.Subject, input.Outcome, input.Reason, input.WaitingRank, input.Amount, input.RankingReason, input.ProductId is { } target ? new Subject(ProductSubject.SubjectCode, target) : null);
        var ballot = table.BallotOf(item.Subject);
        if (deliberation.MayDecide(draft, ballot) is { } refusal)
        {
            return refusal;
        }

        deliberation.Decide(draft, ballot, actor.Id, clock.GetUtcNow().UtcDateTime);
        story.Tell(panel, $"{item.Reference} : {PanelLabels.Of(input.Outcome).ToLowerInvariant()}.");
        return Outcome.Done;
    }
}
