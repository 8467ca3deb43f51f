using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Fabrique.Web.Kernel.Hosting;

/// <summary>Where the server really listens, known once it has started: port 0 is the real port by then.</summary>
public sealed class BoundAddresses(IServer server)
{
    private static readonly Uri InMemory = new("http://localhost/");

    public IReadOnlyList<Uri> All => [.. Raw.Select(Parse)];

    /// <summary>An address that this machine can call: plain HTTP when there is one.</summary>
    public Uri Local => All.OrderBy(address => address.Scheme == Uri.UriSchemeHttp ? 0 : 1).FirstOrDefault() ?? InMemory;

    /// <summary>The addresses that other machines can reach.</summary>
    public IReadOnlyList<string> Open => [.. Raw.Where(address => !Parse(address).IsLoopback || IsWildcard(BindingAddress.Parse(address).Host))];

    private IEnumerable<string> Raw => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private static Uri Parse(string address)
    {
        var binding = BindingAddress.Parse(address);
        var host = IsWildcard(binding.Host) ? "localhost" : binding.Host;
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{binding.Scheme}://{host}:{binding.Port}/"));
    }

    private static bool IsWildcard(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
