namespace Fabrique.Web.Features.Forms;

public static class FormLinks
{
    /// <summary>The team's pages of a call.</summary>
    public static string Call(string slug) => $"/appels/{slug}/gestion";

    public static string Show(string slug) => $"{Call(slug)}/formulaire";

    /// <summary>The form, at one of its fields.</summary>
    public static string Show(string slug, string key) => $"{Show(slug)}#champ-{key}";

    /// <param name="slug">Of the call.</param>
    /// <param name="after">Key of the field before the new one; empty for the first place, null for the last.</param>
    /// <param name="parent">Key of the repetition that asks it.</param>
    public static string ChooseKind(string slug, string? after = null, string? parent = null) => $"{Show(slug)}/ajouter{Query(("apres", after), ("dans", parent))}";

    public static string AddField(string slug, string kind, string? after, string? parent) => $"{Show(slug)}/champ{Query(("type", kind), ("apres", after), ("dans", parent))}";

    public static string EditField(string slug, string key, string? parent = null) => $"{Show(slug)}/champ/{key}{Query(("dans", parent))}";

    public static string DeleteField(string slug, string key, string? parent = null) => $"{EditField(slug, key)}/supprimer{Query(("dans", parent))}";

    /// <param name="slug">Of the call.</param>
    /// <param name="number">Of the rule, from 1; null for a new one.</param>
    public static string Eligibility(string slug, int? number = null) => number is { } one ? $"{Show(slug)}/eligibilite/{one}" : $"{Show(slug)}/eligibilite";

    public static string Preview(string slug) => $"{Show(slug)}/apercu";

    public static string Publish(string slug) => $"{Show(slug)}/publier";

    public static string Versions(string slug) => $"{Show(slug)}/versions";

    public static string Restore(string slug, int number) => $"{Versions(slug)}/{number}/reprendre";

    private static string Query(params (string Name, string? Value)[] parts)
    {
        var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "" : $"?{query}";
    }
}
