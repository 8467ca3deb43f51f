using Fabrique.Domain.Files;

namespace Fabrique.Web.Platform.Files;

public static class FileLinks
{
    public static string Download(StoredFile file) => $"/fichiers/{file.Id:D}/{Uri.EscapeDataString(file.Name)}";
}
