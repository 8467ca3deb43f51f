using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.Hosting;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Setup;

/// <summary>Starts the site, says where it is, and waits for its end.</summary>
internal static class Serving
{
    public static async Task<int> RunAsync(WebApplication app)
    {
        // Preparing writes: a wrong setting is told before.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.PrepareAsync();
        await app.StartAsync();
        app.Services.GetRequiredService<StartUpLog>().Open();
        await Console.Out.WriteLineAsync(Welcome(app));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string Welcome(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<BoundAddresses>();
        var lines = addresses.All.Select(address => $"La Fabrique numérique est prête\u00a0: {address}");
        if (app.Services.GetRequiredService<DemoMode>().IsOn)
        {
            var local = addresses.Local;
            lines = lines
                .Append("")
                .Append("Comptes de démonstration\u00a0:")
                .Concat(DemoAccounts.All.Select(account => $"  {account.Key,-11}{account.Name,-18}{account.Presentation,-52}{new Uri(local, account.SignInPath)}"));
        }

        return string.Join(Environment.NewLine, lines);
    }
}
