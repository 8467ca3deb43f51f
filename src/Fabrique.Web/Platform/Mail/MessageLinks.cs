namespace Fabrique.Web.Platform.Mail;

/// <summary>Absolute addresses of the pages that a mail points at: a mail is read far from the site.</summary>
public sealed class MessageLinks(Uri publicUrl)
{
    private readonly string root = publicUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');

    public string Home => $"{root}/";

    public string MySpace => $"{root}/mon-espace";

    public string Call(string slug) => $"{root}/appels/{Uri.EscapeDataString(slug)}";

    public string Application(string reference) => $"{root}/candidatures/{Uri.EscapeDataString(reference)}";

    public string Product(string ghid) => $"{root}/produits/{Uri.EscapeDataString(ghid)}";

    public string ProductFollowUp(string ghid) => $"{Product(ghid)}/suivi";

    public string Task(Guid id) => $"{root}/taches/{id}";
}
