using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.HttpEndpoints;

/// <summary>Section <c>Workflows:Http</c>: what procedures may call, and whether they may be called.</summary>
public sealed partial class HttpWorkflowsOptions : IValidatableObject
{
    public const string Section = "Workflows:Http";

    private static readonly TimeSpan LongestExchange = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);
    private static readonly int LargestBody = 16 * 1024 * 1024;

    /// <summary>Hosts, addresses and ranges that procedures may call besides public addresses.</summary>
    public string[] AllowedHosts { get; init; } = [];

    /// <summary>Longest exchange with a server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(25);

    public int MaximumRequestBytes { get; init; } = 1024 * 1024;

    public int MaximumResponseBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether requests reach the procedures that await them.</summary>
    public bool Endpoints { get; init; }

    /// <summary>The prefix below which they do.</summary>
    public string BasePath { get; init; } = "/circuits";

    /// <summary>Whether a procedure may be called without sign-in when it does not ask for one.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Whether a procedure may answer with HTML.</summary>
    public bool AllowHtml { get; init; }

    /// <summary>Largest request that a procedure receives.</summary>
    public int MaximumBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a caller waits at most.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in AllowedHosts.Select(OutboundHttpLimits.ProblemOf).OfType<WorkflowMessage>().Select(WorkflowSentences.Tell))
        {
            yield return new ValidationResult($"{Section}:{nameof(AllowedHosts)} : {problem}");
        }

        if (!PrefixPattern().IsMatch(BasePath))
        {
            yield return new ValidationResult($"{Section}:{nameof(BasePath)} n’est pas un préfixe comme « /circuits » : « {BasePath} ».");
        }

        if (Timeout <= TimeSpan.Zero || Timeout > LongestExchange)
        {
            yield return new ValidationResult($"{Section}:{nameof(Timeout)} doit être une durée jusqu’à {LongestExchange:c}.");
        }

        if (RequestTimeout <= TimeSpan.Zero || RequestTimeout > LongestRequest)
        {
            yield return new ValidationResult($"{Section}:{nameof(RequestTimeout)} doit être une durée jusqu’à {LongestRequest:c}.");
        }

        foreach (var (name, value) in ((string, int)[])[(nameof(MaximumRequestBytes), MaximumRequestBytes), (nameof(MaximumResponseBytes), MaximumResponseBytes), (nameof(MaximumBodyBytes), MaximumBodyBytes)])
        {
            if (value <= 0 || value > LargestBody)
            {
                yield return new ValidationResult($"{Section}:{name} doit être un nombre d’octets entre 1 et {LargestBody}.");
            }
        }
    }

    [GeneratedRegex("^(/[a-z0-9-]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PrefixPattern();
}
