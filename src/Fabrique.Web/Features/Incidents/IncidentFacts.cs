using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Features.Incidents;

/// <summary>How many incidents are open.</summary>
/// <param name="Total">Of all kinds.</param>
/// <param name="Detail">Of each kind that has some, in French: « Messages non partis : 2, Exécutions arrêtées : 1 ».</param>
public sealed record IncidentFacts(int Total, string Detail)
{
    public string Count => Total.ToString("N0", FrenchCulture.Instance);

    public static IncidentFacts Of(IEnumerable<IncidentKind> kinds, IReadOnlyDictionary<string, int> counts) => new(
        counts.Values.Sum(),
        string.Join(", ", kinds.Where(kind => counts.ContainsKey(kind.Code)).Select(kind => string.Create(FrenchCulture.Instance, $"{kind.Label}\u00a0: {counts[kind.Code]:N0}"))));
}
