using System.Globalization;
using System.Net;
using Fabrique.Workflows.Activities.Http;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests.Http;

/// <summary>A workflow reaches the public internet, and what the operator opens: nothing of the machine or of the network around it.</summary>
public sealed class ReachableAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.255.255.255")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Address_that_is_not_public_is_forbidden(string address) => Assert.False(new ReachableAddresses([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("128.0.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.169.0.1")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void Public_address_is_open(string address) => Assert.True(new ReachableAddresses([]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void List_opens_what_it_names_and_no_more()
    {
        var reachable = new ReachableAddresses(["10.1.0.0/16", "Intranet.Exemple.fr", "api.exemple.fr:8443", "192.168.7.7", "[::1]:8080", "fd00::/8"]);
        Assert.True(reachable.Allows(IPAddress.Parse("10.1.255.1")));
        Assert.True(reachable.Allows(IPAddress.Parse("::ffff:10.1.0.1")));
        Assert.False(reachable.Allows(IPAddress.Parse("10.2.0.1")));
        Assert.True(reachable.Allows(IPAddress.Parse("192.168.7.7")));
        Assert.False(reachable.Allows(IPAddress.Parse("192.168.7.8")));
        Assert.True(reachable.Allows(IPAddress.Parse("fd12::1")));
        Assert.False(reachable.Allows(IPAddress.Parse("::1")));
        Assert.True(reachable.IsNamed("intranet.exemple.fr.", 80));
        Assert.True(reachable.IsNamed("api.exemple.fr", 8443));
        Assert.False(reachable.IsNamed("api.exemple.fr", 443));
        Assert.False(reachable.IsNamed("autre.intranet.exemple.fr", 80));
        Assert.True(reachable.IsNamed("::1", 8080));
        Assert.False(reachable.IsNamed("::1", 8081));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/40")]
    [InlineData("http://exemple.fr")]
    [InlineData("exemple.fr/chemin")]
    [InlineData("a@exemple.fr")]
    [InlineData("deux mots")]
    public void Entry_that_cannot_be_understood_is_refused(string entry) => Assert.ThrowsAny<FormatException>(() => new ReachableAddresses([entry]));

    // All these are ways of writing, or of reaching, the machine itself.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.0.2")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    public async Task Machine_itself_is_never_connected_to(string host)
    {
        await using var four = new LoopbackServer();
        await using var six = new LoopbackServer(IPAddress.IPv6Loopback);
        using var http = new OutboundHttp(new WorkflowOptions());
        foreach (var port in (int[])[four.Port, six.Port])
        {
            var url = new Uri($"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}/");
            var refusal = await Assert.ThrowsAsync<PermanentFailureException>(() => http.SendAsync(new OutboundRequest(HttpMethod.Get, url, [], null, []), CancellationToken.None));
            Assert.StartsWith("address-not-public (", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (four.Connections, six.Connections));
    }

    [Fact]
    public async Task Machine_itself_is_reached_when_the_list_names_it()
    {
        await using var four = new LoopbackServer { Answer = LoopbackServer.Text(200, "ici") };
        var options = new WorkflowOptions();
        options.Http.AllowedHosts = [four.Authority];
        using var http = new OutboundHttp(options);
        var response = await http.SendAsync(new OutboundRequest(HttpMethod.Get, new Uri(four.Url), [], null, []), CancellationToken.None);
        Assert.Equal("ici", HttpContents.Read(response.Content, response.ContentType));
        await Assert.ThrowsAsync<PermanentFailureException>(() => http.SendAsync(new OutboundRequest(HttpMethod.Get, new Uri($"http://localhost:{four.Port}/"), [], null, []), CancellationToken.None));
    }
}
