using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Pdf;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>Minutes as a document to be kept.</summary>
internal static class MinutesPdf
{
    /// <param name="title">Of the document.</param>
    /// <param name="minutes">Which.</param>
    /// <param name="shown">Which version.</param>
    /// <param name="nameOf">Name of a person.</param>
    public static byte[] Write(string title, DeliberationMinutes minutes, MinutesVersion shown, Func<Guid, string> nameOf)
    {
        var text = new PdfText(title).Markdown(shown.Text)
            .Heading("Version et signatures")
            .Row("Version", Version(minutes, shown));
        foreach (var role in Enum.GetValues<MinutesSigner>())
        {
            var signature = minutes.Signatures.FirstOrDefault(known => known.VersionNumber == shown.Number && known.Role == role);
            text.Row(PanelLabels.Of(role), $"{nameOf(role is MinutesSigner.Chair ? minutes.ChairId : minutes.ClerkId)}, {(signature is null ? "pas encore signé" : $"signé le {FrenchDate.Instant(signature.SignedAt)} (heure de Paris)")}");
        }

        text.Row("Empreinte du texte (SHA-256)", shown.Hash);
        if (shown.Replaces is { } replaced)
        {
            text.Row($"Empreinte de la version {replaced}, qu’elle remplace", shown.PreviousHash);
        }

        foreach (var signature in minutes.Signatures.Where(signature => signature.VersionNumber == shown.Number))
        {
            text.Row($"Empreinte signée ({PanelLabels.Of(signature.Role).ToLowerInvariant()})", signature.Hash);
        }

        var problems = minutes.Verify();
        return text
            .Row("Vérification, au moment où ce document est produit", problems.Count == 0 ? "Chaque version suit celle qu’elle remplace, et chaque signature porte sur le texte qui a été lu." : string.Join('\n', problems))
            .Paragraph(FrenchSpacing.Keep("Chaque personne a signé connectée à son compte, à l’instant indiqué. Ce n’est pas une signature électronique qualifiée. L’empreinte change si une seule lettre du texte change, ou si une version précédente est modifiée : elle se calcule sur l’identifiant du procès-verbal, le numéro de la version, l’empreinte de celle qu’elle remplace et le texte."))
            .Row("Identifiant du procès-verbal", minutes.Id.ToString("D"))
            .ToArray();
    }

    private static string Version(DeliberationMinutes minutes, MinutesVersion shown) => FrenchSpacing.Keep(
        $"{shown.Number}, du {FrenchDate.Instant(shown.WrittenAt)}{(shown.Replaces is { } replaced ? $", remplace la version {replaced} : {shown.Why}" : "")}{(shown.Number < minutes.Latest.Number ? $"\nElle est remplacée depuis : la version {minutes.Latest.Number} est en vigueur." : "")}");
}
