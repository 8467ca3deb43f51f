namespace Fabrique.Web.Platform.Calendars;

public static class AppointmentLinks
{
    /// <summary>« Mon agenda ».</summary>
    public const string Agenda = "/mon-espace/agenda";

    public static string Show(Guid id) => $"/rendez-vous/{id:D}";

    public static string File(Guid id) => $"/rendez-vous/{id:D}.ics";

    public static string Cancel(Guid id) => $"/rendez-vous/{id:D}/annulation";

    /// <summary>Where calendars read those of a person.</summary>
    public static string Feed(string secret) => $"/agenda/{secret}.ics";
}
