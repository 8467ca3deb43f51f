namespace Fabrique.Web.Platform.Studio;

/// <summary>Where procedures are drawn, and where what becomes of them is watched.</summary>
public static class StudioLinks
{
    public const string Definitions = "/administration/circuits";
    public const string Executions = Definitions + "/executions";

    /// <summary>Of all Studio's addresses: its pages and its files are below.</summary>
    public const string Base = Definitions + "/";

    public const string Api = "/elsa/api";

    /// <summary>A step of a definition, selected in the editor, which opens the newest version.</summary>
    public static string Step(string definitionId, string activityId) => $"{Base}{Uri.EscapeDataString(definitionId)}?etape={Uri.EscapeDataString(activityId)}";

    public static string Execution(string instanceId) => $"{Executions}/{Uri.EscapeDataString(instanceId)}";
}
