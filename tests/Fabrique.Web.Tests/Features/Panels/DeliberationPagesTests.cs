using System.Net;
using Fabrique.Domain.Panels;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Deliberate;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class DeliberationPagesTests
{
    [Theory, EngineData]
    public async Task A_jury_decides_explains_what_departs_from_the_ranking_concludes_and_thinks_again(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var (first, second) = (jury.Items[0].Reference, jury.Items[1].Reference);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "directeur", item: 0, first: 5, second: 20);
        await PanelActs.AssessAsync(app, jury, "directeur", item: 1, first: 1, second: 2);
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(PanelLinks.Show(jury.Panel.Id));
        await chair.FollowAsync("Délibération");
        await chair.PressAsync("Ouvrir la délibération");
        Assert.Contains("2 propositions attendent encore leur décision.", chair.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);

        await chair.GoAsync(PanelLinks.Decide(jury.Panel.Id, first));
        await chair.PressAsync("Enregistrer la décision", ("Choice", "NotRetained"), ("Amount", "douze"));
        Assert.Equal(HttpStatusCode.BadRequest, chair.Status);
        Assert.Contains("Écrivez un montant en euros", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Enregistrer la décision", ("Amount", ""));
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Contains("Donnez le motif de la décision", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Enregistrer la décision", ("Reason", "Le besoin n’est pas établi."));
        Assert.Equal(HttpStatusCode.OK, chair.Status);
        await chair.GoAsync(PanelLinks.Decide(jury.Panel.Id, second));
        await chair.PressAsync("Enregistrer la décision", ("Choice", "Retained"), ("Amount", "40 000"));
        Assert.Contains($"{first} est mieux classée que {second}", chair.Text, StringComparison.Ordinal);
        Assert.Contains("donnez le motif de cet écart", chair.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Conclure la délibération", chair.Text, StringComparison.Ordinal);
        await chair.GoAsync(PanelLinks.Decide(jury.Panel.Id, second));
        await chair.PressAsync("Enregistrer la décision", ("RankingReason", "Un besoin plus pressant."));
        Assert.Contains("40 000 €", chair.Text.Replace('\u202f', ' '), StringComparison.Ordinal);
        await chair.PressAsync("Conclure la délibération");
        Assert.Contains("La délibération est close", chair.Text, StringComparison.Ordinal);

        await chair.PressAsync("Rouvrir la délibération");
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Contains("Dites pourquoi la délibération est rouverte.", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Rouvrir la délibération", ("Reason", "Une pièce manquait."));
        Assert.Contains("la conclusion nᵒ 1 ne vaut plus", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Conclure la délibération");
        Assert.Contains("Cette conclusion, la nᵒ 2, remplace la nᵒ 1, rouverte pour ce motif : Une pièce manquait.", chair.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);

        // Once published, nothing is reopened.
        await app.ReadAsync(async db =>
        {
            var deliberation = await db.Deliberations.Include(deliberation => deliberation.Decisions).SingleAsync(deliberation => deliberation.PanelId == jury.Panel.Id);
            var batch = DecisionBatch.Prepare(HandlerCases.Id(app), deliberation, app.Now.AddDays(-1), 10);
            batch.Release(deliberation, releasedById: null, app.Now);
            db.Add(batch);
            return await db.SaveChangesAsync();
        });
        await chair.GoAsync(PanelLinks.Deliberation(jury.Panel.Id));
        Assert.DoesNotContain("Rouvrir la délibération", chair.Text, StringComparison.Ordinal);
        var version = await DeliberationActs.VersionAsync(app, jury);
        var refused = await app.ActAsync("directrice", services => services.GetRequiredService<ReopenDeliberationHandler>().HandleAsync(new ReopenDeliberation(jury.Panel.Id, version, "Encore."), CancellationToken.None));
        Assert.Equal("deliberation-released", refused.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task Places_are_passed_over_with_a_reason_alone(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await HandlerCases.SaveAsync(app, Deliberation.Begin(HandlerCases.Id(app), jury.Panel.Id, places: 1, envelope: null));
        await DeliberationActs.DecideAsync(app, jury, 0, DecisionOutcome.Retained);
        await DeliberationActs.DecideAsync(app, jury, 1, DecisionOutcome.Retained);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Deliberation(jury.Panel.Id));
        Assert.Contains("2 pour 1 place", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Conclure la délibération");
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("Vous retenez 2 propositions pour 1 place :", team.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await team.PressAsync("Conclure la délibération", ("PlacesReason", "Les deux se valent."), ("FirstCommitteeOn", "2026-01-11"));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("donnez une date à venir, ou aucune", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Conclure la délibération", ("FirstCommitteeOn", "2026-03-02"));
        Assert.Contains("2 mars 2026", team.Text, StringComparison.Ordinal);
        Assert.Contains("Dépassement : Les deux se valent.", team.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Who_has_no_part_in_an_application_reads_nothing_of_it_and_records_nothing_on_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.RecuseAsync(app, jury, "coach");
        await PanelActs.RecuseAsync(app, jury, "directrice");
        await DeliberationActs.BeginAsync(app, jury);
        await DeliberationActs.DecideAsync(app, jury, 0, DecisionOutcome.NotRetained);
        var page = PanelLinks.Deliberation(jury.Panel.Id);
        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(page);
        Assert.Contains("Le besoin n’est pas établi.", member.Text, StringComparison.Ordinal);
        Assert.Empty(member.Page.QuerySelectorAll("main form"));
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(page);
        Assert.Contains("Vous ne prenez pas part à cette candidature.", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Le besoin n’est pas établi.", coach.Text, StringComparison.Ordinal);
        await coach.GoAsync(PanelLinks.Decide(jury.Panel.Id, jury.Items[1].Reference));
        Assert.Equal(HttpStatusCode.NotFound, coach.Status);

        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(PanelLinks.Decide(jury.Panel.Id, jury.Items[0].Reference));
        Assert.Contains("quelqu’un d’autre enregistre", chair.Text, StringComparison.Ordinal);
        Assert.Empty(chair.Page.QuerySelectorAll("main form"));
        var version = await DeliberationActs.VersionAsync(app, jury);
        var decision = new DecideItem(jury.Panel.Id, version, jury.Items[0].Id, DecisionOutcome.Retained, "", null, null, "", null);
        Assert.Equal("recused", (await ActAsync(app, "directrice", decision)).Refusal?.Code);
        Assert.Equal("not-conducting", (await ActAsync(app, "coach", decision with { ItemId = jury.Items[1].Id })).Refusal?.Code);
        Assert.Equal("decision-unknown-item", (await ActAsync(app, "equipe", decision with { ItemId = Guid.CreateVersion7() })).Refusal?.Code);
        Assert.Equal("decision-unknown-outcome", (await ActAsync(app, "equipe", decision with { Outcome = (DecisionOutcome)9 })).Refusal?.Code);
        Assert.Equal("product-unknown", (await ActAsync(app, "equipe", decision with { Outcome = DecisionOutcome.Redirected, Reason = "Il existe.", ProductId = Guid.CreateVersion7() })).Refusal?.Code);

        using var stranger = await app.BrowseAsync("agent");
        await stranger.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
    }

    [Theory, EngineData]
    public async Task A_decision_follows_its_vote_and_falls_with_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await DeliberationActs.BeginAsync(app, jury);
        var ballot = await DeliberationActs.VotedAsync(app, jury, VoteMode.Named);
        var decision = new DecideItem(jury.Panel.Id, await DeliberationActs.VersionAsync(app, jury), jury.Items[0].Id, DecisionOutcome.Retained, "", null, null, "", null);
        Assert.Equal("decision-ballot-not-closed", (await ActAsync(app, "equipe", decision)).Refusal?.Code);
        await DeliberationActs.DoAsync(app, "equipe", ballot, close: true);
        Assert.True((await ActAsync(app, "equipe", decision)).IsDone);

        await DeliberationActs.DoAsync(app, "equipe", ballot, close: false);

        Assert.Empty((await app.ReadAsync(db => db.Deliberations.Include(deliberation => deliberation.Decisions).SingleAsync(deliberation => deliberation.PanelId == jury.Panel.Id))).Decisions);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Deliberation(jury.Panel.Id));
        Assert.Contains("Un vote a été annulé : La question était mal posée.", team.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        var version = await DeliberationActs.VersionAsync(app, jury);
        Assert.Equal("decision-ballot-not-closed", (await ActAsync(app, "equipe", decision with { Version = version })).Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task What_a_member_who_left_had_scored_still_counts(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "coach");
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Remove(jury.Panel.Id, 4));
        await team.PressAsync("Enregistrer le départ", ("Reason", "Mutation."));
        await team.GoAsync(PanelLinks.Deliberation(jury.Panel.Id));
        Assert.Contains("Rang 1 au classement, 1 évaluation", team.Text, StringComparison.Ordinal);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(PanelLinks.Deliberation(jury.Panel.Id));
        Assert.Equal(HttpStatusCode.NotFound, coach.Status);
    }

    private static Task<Fabrique.Domain.Outcome> ActAsync(FabriqueApp app, string account, DecideItem decision) =>
        app.ActAsync(account, services => services.GetRequiredService<DecideItemHandler>().HandleAsync(decision, CancellationToken.None));
}
