using Fabrique.Domain;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.People;

/// <summary>Finds people in the directory.</summary>
internal static class DirectorySearch
{
    private const int MostProposals = 5;

    /// <summary>Keeps those who have one of some e-mail addresses, whatever the case in which the directory or the caller writes them, on both engines alike.</summary>
    public static IQueryable<StaffMember> WithAddress(this IQueryable<StaffMember> people, params IEnumerable<string> addresses)
    {
        var lower = addresses.Select(address => address.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();

        // It is the database that lowers the case of its letters.
#pragma warning disable CA1304, CA1311, MA0011
        return people.Where(person => lower.Contains(person.Email.ToLower()));
#pragma warning restore CA1304, CA1311, MA0011
    }

    /// <summary>Keeps those whose name or address holds a text. SQLite lowers letters without accents only: the text is looked for as it is typed too.</summary>
    public static IQueryable<StaffMember> Named(this IQueryable<StaffMember> people, string text)
    {
#pragma warning disable CA1304, CA1311, CA1862, MA0011
        return people.Where(person => person.FullName.ToLower().Contains(text.ToLower()) || person.FullName.Contains(text) || person.Email.ToLower().Contains(text.ToLower()));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
    }

    /// <summary>The one person with an active account whom somebody names.</summary>
    /// <param name="people">Where they are looked for.</param>
    /// <param name="typed">Their full name, a part of it that nobody else has, or their e-mail address.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Refused when it is nobody, somebody who left, or several people: the sentence names them.</returns>
    public static async Task<Outcome<StaffMember>> FindActiveAsync(this IQueryable<StaffMember> people, string typed, CancellationToken cancellationToken)
    {
        var text = typed.Trim();
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return await people.WithAddress(text).OrderByDescending(person => person.IsActive).FirstOrDefaultAsync(cancellationToken) switch
            {
                { IsActive: true } person => person,
                { } gone => new Refusal("person-left", $"{gone.FullName} n’a plus de compte : choisissez quelqu’un d’autre."),
                null => new Refusal("person-unknown", $"Personne n’a l’adresse «\u00a0{text}\u00a0» dans l’annuaire de la Fabrique : vérifiez-la. Une personne y entre à sa première connexion."),
            };
        }

        var found = await people.Named(text).Where(person => person.IsActive).OrderBy(person => person.FullName).ThenBy(person => person.Id).Take(MostProposals + 1).ToListAsync(cancellationToken);
        return found switch
        {
            [var only] => only,
            [] => new Refusal("person-unknown", $"Personne ne s’appelle «\u00a0{text}\u00a0» dans l’annuaire de la Fabrique : vérifiez le nom, ou écrivez l’adresse de courriel. Une personne y entre à sa première connexion."),
            _ => new Refusal("person-ambiguous", $"Plusieurs personnes répondent à «\u00a0{text}\u00a0» : {string.Join(", ", found.Take(MostProposals).Select(person => $"{person.FullName} ({person.Email})"))}{(found.Count > MostProposals ? "…" : "")}. Écrivez l’adresse de courriel."),
        };
    }
}
