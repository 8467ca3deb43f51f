using Hangfire;
using Hangfire.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Web.Tests.Support;

/// <summary>
/// Hangfire logs for the whole process, by the host that was last made: once that one is gone, any other that makes a job breaks. Here hosts come and go, and it logs nothing.
/// </summary>
internal sealed class SilentJobs : ILogProvider, ILog
{
    private static readonly SilentJobs Instance = new();

    public static void Put(IServiceCollection services)
    {
        var made = services.Last(service => service.ServiceType == typeof(IGlobalConfiguration)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var configuration = (IGlobalConfiguration)made(provider);
            configuration.UseLogProvider(Instance);
            return configuration;
        }));
    }

    public ILog GetLogger(string name) => this;

    public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
}
