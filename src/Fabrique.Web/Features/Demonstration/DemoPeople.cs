namespace Fabrique.Web.Features.Demonstration;

/// <summary>The people of the demonstration: those who can sign in, and others who applied or make products.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        .. DemoAccounts.All,
        Agent("elise", 101, "Élise Charme", "DIR Ouest"),
        Agent("fabien", 102, "Fabien Cyprès", "Direction « eau et nature »"),
        Agent("gaelle", 103, "Gaëlle Merisier", "Secrétariat général"),
        Agent("hector", 104, "Hector Tilleul", "DDT du Rhône"),
        Agent("ludovic", 105, "Ludovic Bergeronnette", "DREAL Occitanie"),
        Agent("alizee", 106, "Alizée Sorbier", "DREAL Grand Est"),
        Agent("octavie", 107, "Octavie Ronce", "DREAL Bretagne"),
        Agent("rosalie", 108, "Rosalie Airelle", "DRIEAT Île-de-France"),
        Agent("corentin", 109, "Corentin Mélèze", "Secrétariat général"),
    ];

    private static DemoAccount Agent(string key, int number, string name, string unit) =>
        new(key, $"d0000000-0000-4000-8000-000000000{number}", name, unit, "") { Email = $"{key}@fabrique.example" };
}
