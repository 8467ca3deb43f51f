namespace Fabrique.Web.Features.Forms;

internal static class FormTexts
{
    public static string Drafts(int count) => count switch
    {
        0 => "Aucun brouillon",
        1 => "Un brouillon",
        _ => $"{count} brouillons",
    };
}
