using Fabrique.Domain.People;

namespace Fabrique.Web.Features.Demonstration;

/// <summary>A small organisation, of invented units of real kinds, and where the people of the demonstration are in it.</summary>
internal static class DemoOrganisation
{
    /// <summary>Those above come first.</summary>
    public static IReadOnlyList<UnitSheet> Units { get; } =
    [
        Unit("ministeres", "", "Ministères de l’écologie et des territoires", UnitKind.Ministry, null),
        Unit("sg", "SG", "Secrétariat général", UnitKind.CentralAdministration, "ministeres", "75"),
        Unit("fabnum", "", "La Fabrique numérique", UnitKind.Service, "sg"),
        Unit("igedd", "", "Inspection générale", UnitKind.Service, "ministeres", "75"),
        Unit("climat", "", "Direction du climat et de l’énergie", UnitKind.Directorate, "ministeres", "75"),
        Unit("mobilites", "", "Direction des mobilités", UnitKind.Directorate, "ministeres", "75"),
        Unit("eau", "", "Direction « eau et nature »", UnitKind.Directorate, "ministeres", "75"),
        Unit("dreal-grand-est", "DREAL Grand Est", "Direction régionale de l’environnement, de l’aménagement et du logement Grand Est", UnitKind.RegionalService, "ministeres", "67"),
        Unit("deal-reunion", "DEAL La Réunion", "Direction de l’environnement, de l’aménagement et du logement de La Réunion", UnitKind.RegionalService, "ministeres", "974"),
        Unit("deal-reunion-eau", "", "Service de l’eau", UnitKind.Service, "deal-reunion"),
        Unit("ddt-69", "DDT", "Direction départementale des territoires du Rhône", UnitKind.DepartmentalService, "ministeres", "69"),
        Unit("ddt-69-habitat", "", "Service de l’habitat", UnitKind.Service, "ddt-69"),
    ];

    /// <summary>By key of the person: their unit, and the key of their line manager; null when nobody is.</summary>
    public static IReadOnlyDictionary<string, (string Unit, string? Manager)> People { get; } = new Dictionary<string, (string, string?)>(StringComparer.Ordinal)
    {
        ["agent"] = ("ddt-69-habitat", "manager"),
        ["manager"] = ("ddt-69", null),
        ["hector"] = ("ddt-69", "manager"),
        ["directrice"] = ("climat", null),
        ["directeur"] = ("mobilites", null),
        ["fabien"] = ("eau", null),
        ["admin"] = ("fabnum", null),
        ["equipe"] = ("fabnum", "admin"),
        ["coach"] = ("fabnum", "admin"),
        ["membre"] = ("fabnum", "admin"),
        ["auditeur"] = ("igedd", null),
        ["gaelle"] = ("sg", null),
        ["corentin"] = ("sg", "gaelle"),
        ["alizee"] = ("dreal-grand-est", null),
    };

    private static UnitSheet Unit(string code, string shortName, string name, UnitKind kind, string? parent, string? territory = null) =>
        new(code, shortName, name, kind, parent, territory is null ? null : Territory.Parse(territory), OwnTimeZone: null);
}
