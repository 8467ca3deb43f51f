namespace Fabrique.Domain.Calls;

/// <summary>The word by which a call is known in addresses.</summary>
public static class CallSlug
{
    // What addresses of calls mean by themselves, or may one day.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "gestion", "nouveau", "nouvelle", "nouvel", "nouveaux", "modifier", "dupliquer", "programmer", "delais", "public", "directions", "formulaire", "etape", "archives", "ouverts", "clos", "tous", "recherche", "export", "rss", "atom", "api",
    };

    /// <summary>The address of a title, another word being added to one that is reserved; empty when the title holds no letter and no digit.</summary>
    public static string Propose(string title)
    {
        var slug = Fabrique.Domain.Slug.Of(title, CallForApplications.SlugLength);
        return Reserved.Contains(slug) ? $"appel-{slug}" : slug;
    }

    /// <summary>The next address to try when one is taken: « automne », « automne-2 », « automne-3 ».</summary>
    public static string Numbered(string slug, int number)
    {
        var end = number < 2 ? "" : $"-{number}";
        var length = CallForApplications.SlugLength - end.Length;
        return (slug.Length > length ? slug[..length].TrimEnd('-') : slug) + end;
    }

    /// <summary>Why a text cannot be the address of a call; null when it can.</summary>
    public static Refusal? Problem(string slug) =>
        slug.Length == 0 ? new Refusal("call-without-slug", "Donnez une adresse à l’appel.")
        : slug.Length > CallForApplications.SlugLength ? new Refusal("call-slug-too-long", $"L’adresse compte {CallForApplications.SlugLength} caractères au plus.")
        : slug != Fabrique.Domain.Slug.Of(slug, CallForApplications.SlugLength)
            ? new Refusal("call-slug-unreadable", "L’adresse s’écrit en minuscules sans accent, en chiffres et en traits d’union : « automne-2026 ».")
        : Reserved.Contains(slug) ? new Refusal("call-slug-reserved", $"« {slug} » est un mot que le site réserve : choisissez une autre adresse.")
        : null;
}
