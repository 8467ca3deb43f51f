using Fabrique.Data.Connections;
using Fabrique.Web.Platform.Files;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Platform.Exports;

/// <summary>The section <c>Exports</c> of the configuration.</summary>
public sealed class ExportsOptions
{
    public const string Section = "Exports";

    /// <summary>The folder that all hosts share; relative to where the program is started. Beside that of joined files when it is empty.</summary>
    public string Path { get; set; } = "";

    /// <summary>How long a file is kept once it is ready.</summary>
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromHours(72);

    /// <summary>The folder, absolute.</summary>
    public string FolderFor(FilesOptions files, DatabaseOptions database, string contentRoot) => Path.Length > 0
        ? System.IO.Path.GetFullPath(Path, contentRoot)
        : $"{files.FolderFor(database, contentRoot)}-exports";
}

/// <summary>A setting that cannot work stops the application at start.</summary>
internal sealed class ExportsOptionsValidator : IValidateOptions<ExportsOptions>
{
    public ValidateOptionsResult Validate(string? name, ExportsOptions options) => options.KeptFor < TimeSpan.FromMinutes(10) || options.KeptFor > TimeSpan.FromDays(31)
        ? ValidateOptionsResult.Fail("Exports:KeptFor\u00a0: choisissez une durée de dix minutes à 31 jours, par exemple 3.00:00:00.")
        : ValidateOptionsResult.Success;
}
