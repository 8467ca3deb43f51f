namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>Where procedures are drawn, and where what becomes of them is watched.</summary>
public static class StudioLinks
{
    public const string Definitions = "/administration/circuits";
    public const string Executions = Definitions + "/executions";

    /// <summary>Of all Studio's addresses: its pages and its files are below.</summary>
    public const string Base = Definitions + "/";

    public const string Api = "/elsa/api";

    /// <summary>Their list, in our own pages.</summary>
    public const string Procedures = "/administration/procedures";

    public static string Definition(string definitionId) => Base + Uri.EscapeDataString(definitionId);

    public static string Simulate(string definitionId) => $"{Definition(definitionId)}/simulation";

    public static string Check(string definitionId) => $"{Procedure(definitionId)}/verification";

    public static string Publish(string definitionId) => $"{Procedure(definitionId)}/publication";

    public static string Compare(string definitionId) => $"{Procedure(definitionId)}/comparaison";

    public static string Migrate(string definitionId) => $"{Procedure(definitionId)}/migration";

    public static string Procedure(string definitionId) => $"{Procedures}/{Uri.EscapeDataString(definitionId)}";

    public static string Execution(string instanceId) => $"{Executions}/{Uri.EscapeDataString(instanceId)}";
}
