using Fabrique.Testing;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(OwnClock))]

namespace Fabrique.Web.Tests.Support;

/// <summary>Runs inside a product that tests start: gives it their time. Sessions and tokens stay on the machine’s, as browsers do.</summary>
public sealed class OwnClock : IHostingStartup
{
    public void Configure(IWebHostBuilder builder)
    {
        // What a test builds within itself has the clock that the test gives it, or the machine’s.
        if (OwnTime.IsSet)
        {
            builder.ConfigureServices(services => services.AddSingleton(_ => new FabriqueClock(OwnTime.OfThisProduct())));
        }
    }
}
