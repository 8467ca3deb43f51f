using System.Net;
using Fabrique.Web.Kernel.Hosting;

namespace Fabrique.Web.Features.SignIn.DemoIssuer;

/// <summary>
/// Anyone who reaches a demonstration may sign in as anyone: it listens, is called and is named on this machine only. The name is checked too,
/// because a foreign page may point a name of its own at this machine.
/// </summary>
internal sealed class LoopbackOnly(BoundAddresses addresses) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        if (addresses.Open is [var open, ..])
        {
            throw new StartUpException($"Authentication:Mode=Demo n’écoute que sur cette machine\u00a0: {open} est ouverte aux autres. Utilisez --urls http://localhost:5080, ou Authentication:Mode=Entra.");
        }

        return app =>
        {
            app.Use(async (http, following) =>
            {
                if (IsLocal(http))
                {
                    await following(http);
                }
                else
                {
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                }
            });
            next(app);
        };
    }

    private static bool IsLocal(HttpContext http) =>
        (http.Connection.LocalIpAddress is null || IPAddress.IsLoopback(http.Connection.LocalIpAddress))
        && Uri.TryCreate($"http://{http.Request.Host.Value}/", UriKind.Absolute, out var named)
        && named.IsLoopback;
}
