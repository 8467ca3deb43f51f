using Fabrique.Web.Features.DemoClock;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Setup;

internal static class ClockSetup
{
    public static WebApplicationBuilder AddFabriqueClock(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton(_ => new FabriqueClock(TimeProvider.System))
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FabriqueClock>())
            .AddSingleton<TimeTravel>();
        return builder;
    }
}
