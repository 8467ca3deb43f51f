using System.Globalization;

namespace Fabrique.Web.Features.Procedures;

/// <summary>Addresses of the pages around the editor. Imported definitions may have any identifier.</summary>
public static class ProcedureLinks
{
    public const string List = "/administration/procedures";

    private const string Editor = "/administration/circuits";

    public static string Show(string definitionId) => $"{List}/{Uri.EscapeDataString(definitionId)}";

    public static string Draw(string definitionId) => $"{Editor}/{Uri.EscapeDataString(definitionId)}";

    public static string Simulate(string definitionId) => $"{Draw(definitionId)}/simulation";

    public static string Simulate(string definitionId, string versionId) => $"{Simulate(definitionId)}?version={Uri.EscapeDataString(versionId)}";

    public static string Verify(string definitionId) => $"{Show(definitionId)}/verification";

    public static string Publish(string definitionId) => $"{Show(definitionId)}/publication";

    public static string Compare(string definitionId) => $"{Show(definitionId)}/comparaison";

    public static string Compare(string definitionId, int from, int to) => string.Create(CultureInfo.InvariantCulture, $"{Compare(definitionId)}?de={from}&a={to}");

    public static string Migrate(string definitionId) => $"{Show(definitionId)}/migration";

    public static string Retract(string definitionId) => $"{Show(definitionId)}/retrait";

    public static string Stop(string definitionId) => $"{Show(definitionId)}/arret";

    public static string Delete(string definitionId, int version) => string.Create(CultureInfo.InvariantCulture, $"{Show(definitionId)}/versions/{version}/suppression");

    public static string Export(string definitionId, int version) => string.Create(CultureInfo.InvariantCulture, $"{Show(definitionId)}/versions/{version}/export");
}
