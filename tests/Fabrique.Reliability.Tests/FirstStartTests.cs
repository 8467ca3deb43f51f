using Fabrique.Data;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Reliability.Tests;

/// <summary>The very first start dies while it loads the demonstration.</summary>
public class FirstStartTests
{
    [Theory]
    [EngineData("workflow:candidature")]
    public async Task Killed_while_the_demonstration_loads_the_next_start_loads_it_whole(Engine engine, string useCase)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await Assert.ThrowsAsync<InvalidOperationException>(() => FaultyFabrique.StartAsync(database, new FaultOrder(Fault.KillAfterCommit, useCase)));
        Assert.Equal("loading", await StageAsync(database));
        await database.ForgetConnectionsAsync();

        await using var fabrique = await FaultyFabrique.StartAsync(database);
        await fabrique.SettleAsync();
        Assert.Empty(await Invariants.FindBreachesAsync(database));
        await fabrique.Browser.SignInAsync("equipe");
        await fabrique.Browser.GoAsync("/produits");
        foreach (var product in new[] { "Ombrelle", "Haie vive", "Grain de sable", "Seconde Pierre" })
        {
            Assert.Contains(product, fabrique.Browser.Text, StringComparison.Ordinal);
        }
    }

    private static async Task<string> StageAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Settings.SingleAsync(setting => setting.Name == "demonstration")).Value;
    }
}
