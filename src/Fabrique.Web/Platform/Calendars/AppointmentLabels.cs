using Fabrique.Domain.Calendars;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>How what people answer is named to them.</summary>
public static class AppointmentLabels
{
    public static string Of(AttendanceAnswer answer) => answer switch
    {
        AttendanceAnswer.None => "Pas encore de réponse",
        AttendanceAnswer.Accepted => "Vient",
        AttendanceAnswer.Declined => "Ne vient pas",
        AttendanceAnswer.Tentative => "Peut-être",
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    /// <summary>What the person reads of their own answer.</summary>
    public static string Mine(AttendanceAnswer answer) => answer switch
    {
        AttendanceAnswer.None => "Vous n’avez pas encore répondu",
        AttendanceAnswer.Accepted => "Vous venez",
        AttendanceAnswer.Declined => "Vous ne venez pas",
        AttendanceAnswer.Tentative => "Vous viendrez peut-être",
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    public static string? BadgeOf(AttendanceAnswer answer) => answer switch
    {
        AttendanceAnswer.Accepted => "success",
        AttendanceAnswer.Declined => "error",
        AttendanceAnswer.Tentative => "info",
        _ => null,
    };
}
