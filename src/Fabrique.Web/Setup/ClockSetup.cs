using Fabrique.Web.Features.DemoClock;
using Fabrique.Web.Kernel.Time;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Web.Setup;

internal static class ClockSetup
{
    public static WebApplicationBuilder AddFabriqueClock(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(_ => new FabriqueClock(TimeProvider.System));
        builder.Services
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FabriqueClock>())
            .AddSingleton<TimeTravel>();
        return builder;
    }
}
