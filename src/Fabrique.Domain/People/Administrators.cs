namespace Fabrique.Domain.People;

/// <summary>Somebody always administrates.</summary>
public static class Administrators
{
    public const string Last = "account-last-administrator";

    /// <summary>Why some people may not leave together: nobody would administrate any more. Null when somebody would.</summary>
    /// <param name="leaving">Who they are, by their names.</param>
    /// <param name="administrators">Who administrates.</param>
    public static Refusal? MayLeave(IReadOnlyDictionary<Guid, string> leaving, IReadOnlyCollection<Guid> administrators) =>
        administrators.FirstOrDefault(leaving.ContainsKey) is var last && last != Guid.Empty && administrators.All(leaving.ContainsKey)
            ? new Refusal(Last, $"{leaving[last]} est la dernière personne de l’administration : donnez d’abord ce rôle à quelqu’un d’autre.")
            : null;
}
