using Fabrique.Testing;
using Fabrique.Testing.Browsing;

namespace Fabrique.Reliability.Tests;

/// <summary>The whole path on the real product, without script, on each engine, from the tests' own day on.</summary>
public class JourneyTests
{
    [Theory]
    [EngineData]
    public async Task An_idea_becomes_a_product_that_is_renewed_then_stopped(Engine engine)
    {
        await using var database = await Demonstration.CopyAsync(engine);
        await using var fabrique = await FabriqueProcess.StartAsync(database.Settings);
        using var browser = fabrique.Browse();
        var journey = new Journey(browser);

        await journey.ApplyAsync();
        await journey.GiveOpinionAsync("directrice");
        await journey.GiveOpinionAsync("directeur");
        await journey.DecideAsync(retained: true);
        await journey.NameTeamAsync();
        await journey.TravelAsync("+6 mois");
        Assert.Contains("Nous sommes maintenant le 12 juillet 2026", browser.Text, StringComparison.Ordinal);
        await journey.HoldCheckpointAsync(renewed: true);
        await journey.TravelAsync("+6 mois");
        Assert.Contains("Nous sommes maintenant le 12 janvier 2027", browser.Text, StringComparison.Ordinal);
        await journey.HoldCheckpointAsync(renewed: false);

        await browser.GoAsync(Journey.ProductPath);
        Assert.Contains("Arrêté", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task An_idea_is_not_retained_and_its_author_reads_why(Engine engine)
    {
        await using var database = await Demonstration.CopyAsync(engine);
        await using var fabrique = await FabriqueProcess.StartAsync(database.Settings);
        using var browser = fabrique.Browse();
        var journey = new Journey(browser);

        await journey.ApplyAsync();
        await journey.GiveOpinionAsync("directrice");
        await journey.GiveOpinionAsync("directeur");
        await journey.DecideAsync(retained: false);

        await browser.SignInAsync("agent");
        await browser.GoAsync(journey.ApplicationPath);
        Assert.Contains("Non retenue", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Un service national couvre déjà ce besoin.", browser.Text, StringComparison.Ordinal);
    }
}
