namespace Fabrique.Domain.People;

/// <summary>The application roles, spelled as in the directory (Entra app roles).</summary>
public static class AppRoles
{
    public const string Agent = "Agent";
    public const string Team = "Equipe";
    public const string Director = "Directeur";
    public const string Coach = "Coach";
    public const string Administrator = "Administrateur";
    public const string Auditor = "Auditeur";

    public static IReadOnlyList<string> All { get; } = [Agent, Team, Director, Coach, Administrator, Auditor];

    /// <summary>How a role is named to people, as the holder of a task ("en attente de …").</summary>
    public static string Label(string role) => role switch
    {
        Agent => "un agent",
        Team => "l’équipe de la Fabrique",
        Director => "une direction",
        Coach => "un coach",
        Administrator => "l’administration",
        Auditor => "un auditeur",
        _ => role,
    };

    /// <summary>How a role is called among others that somebody holds: « équipe de la Fabrique ».</summary>
    public static string Name(string role) => role switch
    {
        Team => "équipe de la Fabrique",
        Director => "direction",
        Administrator => "administration",
        Auditor => "audit",
        _ => role.ToLowerInvariant(),
    };
}
