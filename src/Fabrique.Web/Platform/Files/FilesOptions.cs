using System.Globalization;
using System.Net;
using Fabrique.Data.Connections;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Platform.Files;

/// <summary>The section <c>Files</c> of the configuration.</summary>
public sealed class FilesOptions
{
    public const string Section = "Files";

    /// <summary>To one question: see <c>FieldKind.File</c>.</summary>
    public const int MostFiles = 20;

    /// <summary>The folder that all hosts share; relative to where the program is started. Beside the database when it is empty.</summary>
    public string Path { get; set; } = "";

    /// <summary>Of one file.</summary>
    public long MostBytes { get; set; } = 40 * 1024 * 1024;

    /// <summary>Of one form with its files: a browser without script sends them together.</summary>
    public long MostBytesAtOnce => 5 * MostBytes;

    /// <summary>The folder, absolute.</summary>
    public string FolderFor(DatabaseOptions database, string contentRoot) => Path.Length > 0
        ? System.IO.Path.GetFullPath(Path, contentRoot)
        : database.Provider is DatabaseProvider.Sqlite
            ? $"{database.Path}-fichiers"
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(".data", "fichiers"), contentRoot);
}

/// <summary>The section <c>Antivirus</c> of the configuration.</summary>
public sealed class AntivirusOptions
{
    public const string Section = "Antivirus";

    /// <summary>Where ClamAV’s daemon listens, <c>host:port</c>; there is no antivirus when it is empty.</summary>
    public string Address { get; set; } = "";

    /// <summary>How long it may stay silent.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsConfigured => Address.Length > 0;

    /// <summary>Null when it is none.</summary>
    public DnsEndPoint? EndPoint
    {
        get
        {
            var colon = Address.LastIndexOf(':');
            return colon > 0 && int.TryParse(Address.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 && Uri.CheckHostName(Address[..colon]) is not UriHostNameType.Unknown
                ? new DnsEndPoint(Address[..colon].Trim('[', ']'), port)
                : null;
        }
    }
}

/// <summary>A setting that cannot work stops the application at start.</summary>
internal sealed class FilesOptionsValidator : IValidateOptions<FilesOptions>
{
    public ValidateOptionsResult Validate(string? name, FilesOptions options) => options.MostBytes is < 1024 or > 1024L * 1024 * 1024
        ? ValidateOptionsResult.Fail($"Files:MostBytes vaut {options.MostBytes}\u00a0: choisissez un nombre d’octets de 1024 à 1073741824.")
        : ValidateOptionsResult.Success;
}

/// <summary>The same for the antivirus.</summary>
internal sealed class AntivirusOptionsValidator : IValidateOptions<AntivirusOptions>
{
    public ValidateOptionsResult Validate(string? name, AntivirusOptions options) => options.IsConfigured && options.EndPoint is null
        ? ValidateOptionsResult.Fail($"Antivirus:Address vaut «\u00a0{options.Address}\u00a0»\u00a0: donnez le serveur et le port, par exemple «\u00a0clamav:3310\u00a0».")
        : options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(4)
            ? ValidateOptionsResult.Fail("Antivirus:Timeout\u00a0: choisissez une durée de quatre minutes au plus, par exemple 00:01:00.")
            : ValidateOptionsResult.Success;
}
