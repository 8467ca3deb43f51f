namespace Fabrique.Web.Kernel.Pages;

public static class AdministrationLinks
{
    public const string Index = "/administration";
    public const string Instances = "/administration/instances";
    public const string Mailbox = "/administration/envois";
    public const string Messages = "/administration/messages";
    public const string Incidents = "/administration/incidents";
    public const string Jobs = "/administration/travaux";
    public const string JobDashboard = "/administration/travaux/hangfire";

    public static string Instance(string id) => $"{Instances}/{id}";
}
