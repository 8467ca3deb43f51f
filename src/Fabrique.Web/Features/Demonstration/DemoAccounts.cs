using Fabrique.Domain.People;

namespace Fabrique.Web.Features.Demonstration;

/// <summary>A fictitious person who can sign in when the application runs in demonstration.</summary>
public sealed record DemoAccount(string Key, string DirectoryId, string Name, string Unit, string Presentation, params string[] SpecialRoles)
{
    /// <summary>Everybody is an agent of the ministry.</summary>
    public IReadOnlyList<string> Roles => [AppRoles.Agent, .. SpecialRoles];

    public required string Email { get; init; }

    public string SignInPath => $"/connexion?compte={Key}";
}

/// <summary>The documented accounts, in the order in which they are shown.</summary>
public static class DemoAccounts
{
    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        new("agent", "d0000000-0000-4000-8000-000000000001", "Kenza Fauvette", "DDT", "agente en DDT")
            { Email = "kenza.fauvette@fabrique.example" },
        new("agent2", "d0000000-0000-4000-8000-000000000002", "Joris Grèbe", "DIR", "agent en DIR")
            { Email = "joris.grebe@fabrique.example" },
        new("manager", "d0000000-0000-4000-8000-000000000003", "Solène Aubépine", "DDT", "cheffe de service en DDT")
            { Email = "solene.aubepine@fabrique.example" },
        new("directrice", "d0000000-0000-4000-8000-000000000004", "Perrine Bouleau", "Direction du climat et de l’énergie", "directrice du climat et de l’énergie", AppRoles.Director)
            { Email = "perrine.bouleau@fabrique.example" },
        new("directeur", "d0000000-0000-4000-8000-000000000005", "Octave Tamaris", "Direction des mobilités", "directeur des mobilités", AppRoles.Director)
            { Email = "octave.tamaris@fabrique.example" },
        new("equipe", "d0000000-0000-4000-8000-000000000006", "Anouk Églantine", "La Fabrique numérique", "équipe de la Fabrique", AppRoles.Team)
            { Email = "anouk.eglantine@fabrique.example" },
        new("coach", "d0000000-0000-4000-8000-000000000007", "Daphné Lavande", "La Fabrique numérique", "coach", AppRoles.Coach)
            { Email = "daphne.lavande@fabrique.example" },
        new("membre", "d0000000-0000-4000-8000-000000000008", "Virgile Menthe", "La Fabrique numérique", "développeur")
            { Email = "virgile.menthe@fabrique.example" },
        new("admin", "d0000000-0000-4000-8000-000000000009", "Youssef Ajonc", "La Fabrique numérique", "administrateur", AppRoles.Administrator)
            { Email = "youssef.ajonc@fabrique.example" },
        new("auditeur", "d0000000-0000-4000-8000-000000000010", "Pacôme Gentiane", "Inspection générale", "auditeur", AppRoles.Auditor)
            { Email = "pacome.gentiane@fabrique.example" },
    ];

    /// <summary>The account of a key or of an address; null when there is none.</summary>
    public static DemoAccount? Find(string? keyOrEmail) =>
        All.FirstOrDefault(account => account.Key == keyOrEmail || account.Email == keyOrEmail);
}
