using Fabrique.Workflows.Activities.Http;

namespace Fabrique.Workflows;

/// <summary>Limits of the HTTP requests that activities send.</summary>
public sealed class OutboundHttpLimits
{
    /// <summary>
    /// What may be reached besides public addresses: a host or an address as written in URLs, with a port or for all ports (<c>intranet.exemple.fr</c>,
    /// <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>), or a range of addresses (<c>10.1.0.0/16</c>). Empty by default.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Tells what is wrong with an entry of <see cref="AllowedHosts"/>.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The problem, or null when it is sound.</returns>
    public static WorkflowMessage? ProblemOf(string entry)
    {
        try
        {
            _ = new ReachableAddresses([entry]);
            return null;
        }
        catch (FormatException exception)
        {
            return WorkflowMessage.Of(exception);
        }
    }

    /// <summary>Longest exchange, from the resolution of the name to the last byte of the answer, redirections included. At most half of <see cref="WorkflowOptions.Lease"/> is used.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Largest body sent, in bytes.</summary>
    public int MaximumRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest body received, in bytes once decompressed.</summary>
    public int MaximumResponseBytes { get; set; } = 1024 * 1024;
}
