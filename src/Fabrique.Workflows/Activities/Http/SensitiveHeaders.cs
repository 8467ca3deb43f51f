using System.Collections.Frozen;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>Headers that carry secrets: they stay out of outputs and journals, and do not follow a redirection to another server.</summary>
internal static class SensitiveHeaders
{
    private static readonly FrozenSet<string> Names = ((string[])
    [
        "Authorization", "Proxy-Authorization", "Cookie", "Cookie2", "Set-Cookie", "Set-Cookie2", "X-Api-Key", "Api-Key", "X-Auth-Token", "X-Access-Token",
        "X-Csrf-Token", "X-Xsrf-Token", "RequestVerificationToken", "X-Amz-Security-Token", "X-Goog-Api-Key", "Ocp-Apim-Subscription-Key", "Private-Token",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => Names.Contains(name);
}
