using Fabrique.Domain.Files;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Platform.Files;

public static class FileSize
{
    /// <summary>« 1,5 Mo ».</summary>
    public static string Tell(long bytes) => bytes < 1024 ? Text($"{bytes} octets")
        : bytes < 1024 * 1024 ? Text($"{bytes / 1024d:0.#} Ko")
        : Text($"{bytes / (1024d * 1024):0.#} Mo");

    private static string Text(FormattableString text) => text.ToString(FrenchCulture.Instance);
}

public static class ScanLabels
{
    /// <summary>What is said beside a file; null when there is nothing to say.</summary>
    public static string? Tell(StoredFile file) => file.Scan switch
    {
        ScanStatus.Pending => "analyse par l’antivirus en cours",
        ScanStatus.Infected => $"refusé : l’antivirus y a trouvé « {file.Finding} ». Retirez ce fichier",
        ScanStatus.Unscannable => $"refusé : l’antivirus n’a pas pu l’analyser ({file.Finding}). Joignez-le sous une autre forme",
        _ => null,
    };
}
