using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>Which addresses a workflow may reach: those of the public internet, and what the operator's list adds.</summary>
internal sealed class ReachableAddresses
{
    private static readonly IPNetwork[] NotPublicV4 =
    [
        .. ((string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    // Inside the public range: protocol assignments (Teredo among them), documentation, and 6to4, which leads to any IPv4 address.
    private static readonly IPNetwork[] NotPublicV6 = [.. ((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse)];

    private readonly List<IPNetwork> _networks = [];
    private readonly HashSet<(string Host, int? Port)> _hosts = [];

    /// <exception cref="FormatException">An entry is neither a host, nor an address, nor a range.</exception>
    public ReachableAddresses(IEnumerable<string> allowed)
    {
        foreach (var entry in allowed)
        {
            Add(entry.Trim());
        }
    }

    /// <summary>Whether the operator opened this very host and port.</summary>
    public bool IsNamed(string host, int port) => _hosts.Contains((Normalize(host), null)) || _hosts.Contains((Normalize(host), port));

    public bool Allows(IPAddress address)
    {
        var plain = Plain(address);
        return IsPublic(plain) || _networks.Exists(network => network.Contains(plain));
    }

    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(NotPublicV4, network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 => PublicV6.Contains(plain) && !Array.Exists(NotPublicV6, network => network.Contains(plain)),
            _ => false,
        };
    }

    // An IPv4 address may come dressed as IPv6; the zone of a link-local address says nothing here.
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(address.GetAddressBytes()) : address;

    private void Add(string entry)
    {
        if (entry.Contains('/', StringComparison.Ordinal))
        {
            _networks.Add(IPNetwork.TryParse(entry, out var network) ? network : throw new UnreadableTextException(new WorkflowMessage(MessageCodes.NotAnAddressRange, entry)));
            return;
        }

        if (IPAddress.TryParse(entry, out var address) && !entry.Contains("]:", StringComparison.Ordinal))
        {
            _hosts.Add((Normalize(address.ToString()), null));
            _networks.Add(new IPNetwork(Plain(address), Plain(address).AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            return;
        }

        if (!Uri.TryCreate($"http://{entry}/", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || entry.Length == 0)
        {
            throw new UnreadableTextException(new WorkflowMessage(MessageCodes.NotAHost, entry));
        }

        var hasPort = entry.EndsWith(":" + uri.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        _hosts.Add((Normalize(uri.IdnHost), hasPort ? uri.Port : null));
    }

    private static string Normalize(string host) => host.Trim('[', ']').TrimEnd('.').ToUpperInvariant();
}
