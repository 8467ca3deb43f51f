using System.Globalization;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;

namespace Fabrique.Web.Features.Panels.Sessions;

/// <summary>What people read for the values of sessions, all French.</summary>
public static class SessionLabels
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static IReadOnlyList<DsfrOption> Orders { get; } =
    [
        new(nameof(RunningOrderKind.ByHand), "À la main", "Dans l’ordre des rangs écrits ci-dessous."),
        new(nameof(RunningOrderKind.Drawn), "Par tirage au sort", "Le tirage se refait à partir de sa graine, qui est conservée et affichée."),
        new(nameof(RunningOrderKind.FromRanking), "D’après le classement", "La mieux classée d’abord\u00a0; les ex æquo sont tirées au sort."),
    ];

    public static string Of(SessionStatus status) => status switch
    {
        SessionStatus.Planned => "Prévue",
        SessionStatus.Open => "Ouverte",
        SessionStatus.Suspended => "Suspendue",
        SessionStatus.Closed => "Close",
        SessionStatus.Cancelled => "Annulée",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string? BadgeOf(SessionStatus status) => status switch
    {
        SessionStatus.Open => "success",
        SessionStatus.Suspended => "warning",
        SessionStatus.Cancelled => "error",
        SessionStatus.Planned => "info",
        _ => null,
    };

    public static string Of(HearingPhase phase) => phase is HearingPhase.Pitch ? "Présentation" : "Questions";

    /// <summary>« Tiré au sort, graine 42 ».</summary>
    public static string OrderOf(HearingSession session) => session.OrderedBy switch
    {
        RunningOrderKind.ByHand => "Fait à la main",
        RunningOrderKind.Drawn => $"Tiré au sort, graine {Seed(session)}",
        RunningOrderKind.FromRanking => $"D’après le classement, ex æquo tirés au sort, graine {Seed(session)}",
        _ => throw new ArgumentOutOfRangeException(nameof(session)),
    };

    /// <summary>« 3 minutes de présentation, 5 minutes de questions ».</summary>
    public static string Of(HearingPace pace) =>
        $"{Minutes(pace.PitchMinutes)} de présentation{(pace.QuestionMinutes > 0 ? $", {Minutes(pace.QuestionMinutes)} de questions" : "")}{(pace.TurnoverMinutes > 0 ? $", {Minutes(pace.TurnoverMinutes)} entre deux auditions" : "")}";

    public static string Minutes(int count) => count == 1 ? "1\u00a0minute" : $"{count.ToString(French)}\u00a0minutes";

    /// <summary>« 2 min 53 s »; how much too long it is once the time is over.</summary>
    public static string Of(TimeSpan remaining)
    {
        var seconds = (long)Math.Abs(Math.Ceiling(remaining.TotalSeconds));
        var text = $"{(seconds / 60).ToString(French)}\u00a0min\u00a0{(seconds % 60).ToString("00", French)}\u00a0s";
        return remaining.TotalSeconds <= -1 ? $"+\u00a0{text}" : text;
    }

    /// <summary>« Séance du 3 mars 2026 à 10 h ».</summary>
    public static string NameOf(HearingSession session) => NameAt(session.StartsAt);

    public static string NameAt(DateTime startsAt) => $"Séance du {FrenchDate.Instant(startsAt)}";

    /// <summary>Whether the quorum is reached, in words, and why not.</summary>
    public static string Of(SeatRoll roll, string? waiver)
    {
        var state = roll.Quorum;
        if (waiver is not null)
        {
            return $"Séance sans condition de quorum\u00a0: {waiver}";
        }

        return state.WhyNot
            ?? (state.Required == 0
                ? "Aucun quorum n’est demandé."
                : $"Quorum atteint\u00a0: {state.Present} sur {state.Seats} membres qui votent, il en faut {state.Required}{(state.Recused == 0 ? "" : state.Recused == 1 ? " (un membre s’est retiré pour ce point)" : $" ({state.Recused} membres se sont retirés pour ce point)")}.");
    }

    private static string Seed(HearingSession session) => session.Seed!.Value.ToString(CultureInfo.InvariantCulture);
}
