using Fabrique.Web.Kernel.Hosting;

namespace Fabrique.Web.Platform.Operations;

/// <summary>Where the definitions and messages that come with the program are: its own folder, unless <c>Workflows:Path</c> names another.</summary>
internal static class ShippedWorkflows
{
    private const string PathSetting = "Workflows:Path";

    /// <exception cref="StartUpException">There is no such folder.</exception>
    public static string Folder(IConfiguration configuration)
    {
        var folder = configuration[PathSetting] is { Length: > 0 } path ? Path.GetFullPath(path) : Path.Combine(AppContext.BaseDirectory, "workflows");
        return Directory.Exists(folder)
            ? folder
            : throw new StartUpException($"Le dossier des procédures, «\u00a0{folder}\u00a0», n’existe pas\u00a0: corrigez {PathSetting}.");
    }
}
