using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.People;

/// <summary>Finds people in the directory.</summary>
internal static class DirectorySearch
{
    private const int MostNamesakes = 5;

    /// <summary>Keeps those who have one of some e-mail addresses, whatever the case in which the directory or the caller writes them, on both engines alike.</summary>
    public static IQueryable<StaffMember> WithAddress(this IQueryable<StaffMember> people, params IEnumerable<string> addresses)
    {
        var lower = addresses.Select(address => address.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();

        // It is the database that lowers the case of its letters.
#pragma warning disable CA1304, CA1311, MA0011
        return people.Where(person => lower.Contains(person.Email.ToLower()));
#pragma warning restore CA1304, CA1311, MA0011
    }

    /// <summary>Keeps those whose name or address holds a text.</summary>
    public static IQueryable<StaffMember> Named(this IQueryable<StaffMember> people, string text)
    {
        var folded = SearchText.Fold(text);
        return people.Where(person => SearchText.Fold(person.FullName).Contains(folded) || SearchText.Fold(person.Email).Contains(folded));
    }

    /// <summary>Nobody is meant by what was typed.</summary>
    public static Refusal Unknown(string typed) =>
        new("person-unknown", $"Personne de l’annuaire ne répond à « {typed.Trim()} » : vérifiez, ou écrivez l’adresse de courriel. Une personne y entre à sa première connexion.");

    /// <summary>Finds the one person whom somebody means by an e-mail address, a name, or a part of one that is nobody else’s, those who are still there first.</summary>
    /// <param name="people">The directory.</param>
    /// <param name="text">As it was typed.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The person; null when there is none; a refusal when there are several.</returns>
    public static async Task<(StaffMember? Person, Refusal? Refusal)> FindMeantAsync(this IQueryable<StaffMember> people, string text, CancellationToken cancellationToken)
    {
        var meant = text.Trim();
        var folded = SearchText.Fold(meant);
        var named = people.Where(person => SearchText.Fold(person.FullName) == folded);
        var found = await (meant.Contains('@', StringComparison.Ordinal) ? people.WithAddress(meant) : named)
            .OrderByDescending(person => person.IsActive)
            .ThenBy(person => person.Email)
            .Take(MostNamesakes + 1)
            .ToListAsync(cancellationToken);
        if (found.Count == 0 && folded.Length > 0 && !meant.Contains('@', StringComparison.Ordinal))
        {
            // A first name or a family name will do when it is one person’s only.
            var alike = await people.Where(person => person.IsActive && (" " + SearchText.Fold(person.FullName) + " ").Contains(" " + folded + " "))
                .OrderBy(person => person.FullName)
                .ThenBy(person => person.Email)
                .Take(MostNamesakes + 1)
                .ToListAsync(cancellationToken);
            return alike.Count > 1
                ? (null, new Refusal("person-ambiguous", $"Plusieurs personnes répondent à « {meant} » : écrivez le nom entier ou l’adresse de l’une d’elles ({string.Join(", ", alike.Take(MostNamesakes).Select(person => $"{person.FullName}, {person.Email}"))}{(alike.Count > MostNamesakes ? "…" : "")})."))
                : (alike.Count == 0 ? null : alike[0], null);
        }

        return found.Count(person => person.IsActive) > 1
            ? (null, new Refusal("person-ambiguous", $"Plusieurs personnes s’appellent ainsi : écrivez l’adresse de l’une d’elles ({string.Join(", ", found.Where(person => person.IsActive).Take(MostNamesakes).Select(person => person.Email))})."))
            : (found.Count == 0 ? null : found[0], null);
    }
}
