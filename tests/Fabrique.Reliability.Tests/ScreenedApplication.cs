using Fabrique.Reliability.Tests;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;

[assembly: AssemblyFixture(typeof(ScreenedApplication))]

namespace Fabrique.Reliability.Tests;

/// <summary>A database, for each engine, in which the journey's application has its two opinions and awaits the decision; copied for each test.</summary>
public sealed class ScreenedApplication : IAsyncDisposable
{
    private readonly Dictionary<Engine, Lazy<Task<TestDatabase>>> databases;
    private readonly Lazy<Task<string>> picture;

    public ScreenedApplication()
    {
        databases = Enum.GetValues<Engine>().ToDictionary(engine => engine, engine => new Lazy<Task<TestDatabase>>(() => PrepareAsync(engine)));
        picture = new Lazy<Task<string>>(DecideWithoutFaultAsync);
    }

    internal async Task<TestDatabase> CopyAsync(Engine engine) => await (await databases[engine].Value).CopyAsync();

    /// <summary>What the decision leads to when nothing fails, on either engine.</summary>
    internal Task<string> DecidedPictureAsync() => picture.Value;

    /// <summary>The decision's form, filled, not yet sent.</summary>
    internal static async Task<PreparedForm> FillDecisionAsync(FormBrowser browser)
    {
        await browser.SignInAsync("equipe");
        await browser.GoAsync("/taches");
        await browser.FollowAsync($"Traiter : Décider de la candidature « {Journey.Title} »");
        return browser.Prepare("Enregistrer la décision", ("Decision", "Retained"), ("Reason", "Un besoin mesuré et des usagers prêts."));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in databases.Values.Where(database => database.IsValueCreated))
        {
            await (await database.Value).DisposeAsync();
        }
    }

    private static async Task<TestDatabase> PrepareAsync(Engine engine)
    {
        var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        await fabrique.Journey.ApplyAsync();
        await fabrique.Journey.GiveOpinionAsync("directrice");
        await fabrique.Journey.GiveOpinionAsync("directeur");
        await fabrique.SettleAsync();
        return database;
    }

    private async Task<string> DecideWithoutFaultAsync()
    {
        await using var database = await CopyAsync(Engine.Sqlite);
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        await fabrique.Browser.SendAsync(await FillDecisionAsync(fabrique.Browser));
        await fabrique.SettleAsync();
        Assert.Empty(await Invariants.FindBreachesAsync(database));
        return await Picture.TakeAsync(database);
    }
}
