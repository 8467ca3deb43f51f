using System.Net;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;

namespace Fabrique.Reliability.Tests.Faults;

/// <summary>The product on a database, ready to fail on order, and a person's browser that outlives it.</summary>
internal sealed class FaultyFabrique : IAsyncDisposable
{
    private const int MostPushes = 12;
    private const int MostLooks = 25;
    private static readonly TimeSpan DeathLimit = TimeSpan.FromMinutes(2);

    private readonly TestDatabase database;
    private readonly Dictionary<string, string?> settings;
    private readonly string faultFile = Path.Combine(Path.GetTempPath(), $"fabrique-fault-{Guid.NewGuid():N}");
    private FabriqueProcess process = null!;

    private FaultyFabrique(TestDatabase database, IEnumerable<KeyValuePair<string, string?>> more)
    {
        this.database = database;
        settings = new(database.Settings, StringComparer.Ordinal) { [FaultOrder.FileVariable] = faultFile };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }
    }

    public FormBrowser Browser { get; private set; } = null!;

    public Journey Journey { get; private set; } = null!;

    public static Task<FaultyFabrique> StartAsync(TestDatabase database, params KeyValuePair<string, string?>[] more) =>
        StartAsync(new FaultyFabrique(database, more));

    /// <summary>Starts with an order already given, for a start that dies of it.</summary>
    public static Task<FaultyFabrique> StartAsync(TestDatabase database, FaultOrder order)
    {
        var fabrique = new FaultyFabrique(database, []);
        order.Write(fabrique.faultFile);
        return StartAsync(fabrique);
    }

    private static async Task<FaultyFabrique> StartAsync(FaultyFabrique fabrique)
    {
        fabrique.process = await FabriqueProcess.StartAsync(fabrique.settings);
        fabrique.Browser = fabrique.process.Browse();
        fabrique.Journey = new Journey(fabrique.Browser);
        return fabrique;
    }

    public void Order(Fault fault, string useCase) => new FaultOrder(fault, useCase).Write(faultFile);

    /// <summary>Sends a form to a product that did what it asks and says that it failed; the person sends it again.</summary>
    public async Task SendTwiceAsync(PreparedForm form)
    {
        Order(Fault.ThrowAfterCommit, "POST ");
        await Browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.InternalServerError, Browser.Status);
        Assert.False(File.Exists(faultFile), "The order was not executed.");
        await Browser.SendAsync(form);
        Assert.NotEqual(HttpStatusCode.InternalServerError, Browser.Status);
    }

    /// <summary>Sends a form to a product that dies of it: the person gets no answer.</summary>
    public async Task SendToDeathAsync(PreparedForm form)
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => Browser.SendAsync(form));
        await process.WaitForExitAsync().WaitAsync(DeathLimit);
        Assert.False(File.Exists(faultFile), "The order was not executed.");
    }

    public Task KillAsync() => process.KillAsync();

    public async Task RestartAsync()
    {
        await process.DisposeAsync();
        process = await FabriqueProcess.StartAsync(settings);
        Browser.BaseAddress = process.Address;
    }

    /// <summary>
    /// Lets the product do what it has to, its leases expire included, by pushing the clock to the next due instant. What it is only slow to do, on a busy machine, it
    /// is left to do: each push would bring days, and what they bring, that the same journey has not elsewhere.
    /// </summary>
    public async Task SettleAsync()
    {
        for (var look = 0; look < MostLooks && await Invariants.IsUnsettledAsync(database); look++)
        {
            await Browser.GoAsync("/");
        }

        for (var push = 0; push < MostPushes && await Invariants.IsUnsettledAsync(database); push++)
        {
            await Journey.TravelAsync("Prochaine échéance");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await process.DisposeAsync();
        File.Delete(faultFile);
    }
}
