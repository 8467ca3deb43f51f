using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.DemoClock;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Fabrique.Web.Tests.Support;

/// <summary>
/// The whole product in this process, on a real port, with the demonstration's data on a database of its own. Its time starts on a chosen
/// Monday, so that dates are known. No background job runs: a test does what the clock would bring.
/// </summary>
internal sealed class FabriqueApp : IAsyncDisposable
{
    /// <summary>Monday 12 January 2026, ten o’clock in Paris.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero);

    private static readonly DatabaseTemplate Template = new(async database => await Serve(database, Start.AddHours(-1), null).factory.DisposeAsync());

    private readonly TestDatabase database;
    private readonly Factory factory;

    private FabriqueApp(TestDatabase database, Factory factory)
    {
        this.database = database;
        this.factory = factory;
    }

    public IServiceProvider Services => factory.Services;

    public Uri Address => factory.ClientOptions.BaseAddress;

    public FabriqueClock Clock => Services.GetRequiredService<FabriqueClock>();

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public static async Task<FabriqueApp> StartAsync(Engine engine = Engine.Sqlite, Action<IServiceCollection>? configure = null, params (string Name, string Value)[] settings) =>
        Serve(await Template.CopyAsync(engine), Start, configure, settings);

    /// <summary>The product on a database that is there already, and is this one's from now on.</summary>
    public static FabriqueApp StartOn(TestDatabase database, DateTimeOffset start) => Serve(database, start, null);

    public FormBrowser Browse() => new(Address);

    public async Task<FormBrowser> BrowseAsync(string account)
    {
        var browser = Browse();
        await browser.SignInAsync(account);
        return browser;
    }

    public async Task<T> ReadAsync<T>(Func<FabriqueDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>());
    }

    /// <summary>Runs a use case in a scope of its own, as this person.</summary>
    public async Task<T> ActAsync<T>(string account, Func<IServiceProvider, Task<T>> act)
    {
        var person = DemoAccounts.Find(account)!;
        await using var scope = Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var id = await services.GetRequiredService<FabriqueDbContext>().StaffMembers
            .Where(known => known.DirectoryId == person.DirectoryId)
            .Select(known => known.Id)
            .SingleAsync();
        services.GetRequiredService<Actor>().ActAs(id, person.Name, person.Roles);
        services.GetRequiredService<AuditScope>().ActorId = id;
        return await act(services);
    }

    /// <summary>Moves the clock without doing anything of what falls due.</summary>
    public async Task JumpAsync(DateTime instant)
    {
        await using var scope = Services.CreateAsyncScope();
        await Clock.MoveToAsync(instant, scope.ServiceProvider.GetRequiredService<FabriqueDbContext>(), CancellationToken.None);
    }

    /// <summary>Moves the clock through every due instant, as the demonstration’s banner does.</summary>
    public Task TravelAsync(DateTime instant) => Services.GetRequiredService<TimeTravel>().AdvanceToAsync(instant, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await database.DisposeAsync();
    }

    private static FabriqueApp Serve(TestDatabase database, DateTimeOffset start, Action<IServiceCollection>? configure, params (string Name, string Value)[] settings)
    {
        var site = new Factory(database, start, configure, settings);
        site.UseKestrel(0);
        site.StartServer();
        return new FabriqueApp(database, site);
    }

    private sealed class Factory(TestDatabase database, DateTimeOffset start, Action<IServiceCollection>? configure, (string Name, string Value)[] settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (name, value) in database.Settings.Where(setting => !string.IsNullOrEmpty(setting.Value)))
            {
                builder.UseSetting(name, value);
            }

            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }

            builder.UseSetting("Fabrique:Role", "web");

            // Those that the framework registers by their type write to the console; what the product exports its logs by stays.
            builder.ConfigureLogging(logging =>
            {
                foreach (var console in logging.Services.Where(service => service.ServiceType == typeof(ILoggerProvider) && service.ImplementationType is not null).ToList())
                {
                    logging.Services.Remove(console);
                }
            });
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(new FabriqueClock(new AnchoredTime(start))));
                SilentJobs.Put(services);
                configure?.Invoke(services);
            });
        }
    }
}
