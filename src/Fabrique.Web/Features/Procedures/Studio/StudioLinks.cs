namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>Where procedures are drawn, and where what becomes of them is watched.</summary>
public static class StudioLinks
{
    public const string Definitions = "/administration/circuits";
    public const string Executions = Definitions + "/executions";

    /// <summary>Of all Studio's addresses: its pages and its files are below.</summary>
    public const string Base = Definitions + "/";

    public const string Api = "/elsa/api";

    public static string Execution(string instanceId) => $"{Executions}/{Uri.EscapeDataString(instanceId)}";
}
