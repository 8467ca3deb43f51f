using Fabrique.Reliability.Tests;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;

[assembly: AssemblyFixture(typeof(ScreenedApplication))]

namespace Fabrique.Reliability.Tests;

/// <summary>A database, for each engine, in which the journey's application has its two opinions and awaits the decision; copied for each test.</summary>
public sealed class ScreenedApplication : IAsyncDisposable
{
    private readonly DatabaseTemplate template = new(Demonstration.CopyAsync, PrepareAsync);
    private readonly Lazy<Task<string>> picture;

    public ScreenedApplication() => picture = new Lazy<Task<string>>(DecideWithoutFaultAsync);

    internal Task<TestDatabase> CopyAsync(Engine engine) => template.CopyAsync(engine);

    /// <summary>What the decision leads to when nothing fails, on either engine.</summary>
    internal Task<string> DecidedPictureAsync() => picture.Value;

    /// <summary>The decision's form, filled, not yet sent.</summary>
    internal static async Task<PreparedForm> FillDecisionAsync(FormBrowser browser)
    {
        await browser.SignInAsync("equipe");
        await browser.GoAsync("/taches");
        await browser.FollowAsync($"Traiter : Décider de la candidature « {Journey.Title} »");
        return await browser.PrepareDecisionAsync("Retained", "Un besoin mesuré et des usagers prêts.");
    }

    public ValueTask DisposeAsync() => template.DisposeAsync();

    private static async Task PrepareAsync(TestDatabase database)
    {
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        await fabrique.Journey.ApplyAsync();
        await fabrique.Journey.GiveOpinionAsync("directrice");
        await fabrique.Journey.GiveOpinionAsync("directeur");
        await fabrique.SettleAsync();
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
