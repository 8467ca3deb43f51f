using Fabrique.Web.Kernel.Hosting;

namespace Fabrique.Web.Features.SignIn.DemoIssuer;

/// <summary>Carries the sign-in code's calls to the issuer (metadata, keys, token) to the address where this very process listens.</summary>
internal sealed class DemoBackchannel(BoundAddresses addresses) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var local = addresses.Local;
        request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = local.Scheme, Host = local.Host, Port = local.Port }.Uri;
        return base.SendAsync(request, cancellationToken);
    }
}
