using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Features.Calls;

/// <summary>How the states of a call are named to people.</summary>
public static class CallLabels
{
    public static string Of(CallStatus status) => status switch
    {
        CallStatus.Draft => "Brouillon",
        CallStatus.Scheduled => "Programmé",
        CallStatus.Open => "Ouvert",
        CallStatus.Closed => "Clos",
        CallStatus.Reviewing => "En examen",
        CallStatus.Decided => "Décidé",
        CallStatus.Archived => "Archivé",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>« 240 000 € ».</summary>
    public static string Money(decimal euros) => string.Create(FrenchCulture.Instance, $"{euros:#,0.##}\u00a0€");

    /// <summary>The kind of badge that shows a status.</summary>
    public static string? BadgeOf(CallStatus status) => status switch
    {
        CallStatus.Open => "success",
        CallStatus.Scheduled => "info",
        _ => null,
    };
}
