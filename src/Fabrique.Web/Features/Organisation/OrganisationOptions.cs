using Fabrique.Web.Platform.Graph;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Organisation;

/// <summary>Section <c>Organisation</c> of the configuration.</summary>
public sealed class OrganisationOptions
{
    public const string Section = "Organisation";

    /// <summary>« unites.csv », read each night; null when the units are given on the page only.</summary>
    public string? UnitsFile { get; set; }

    /// <summary>« personnes.csv », read each night; null when people are given on the page only.</summary>
    public string? PeopleFile { get; set; }

    /// <summary>Section <c>Organisation:Graph</c>: Microsoft Graph, read each night for what the files leave unsaid.</summary>
    public GraphOptions Graph { get; set; } = new();

    /// <summary>Whether something is read each night.</summary>
    public bool HasSources => !string.IsNullOrWhiteSpace(UnitsFile) || !string.IsNullOrWhiteSpace(PeopleFile) || Graph.IsConfigured;
}

/// <summary>What can be told at start: a file that is not there yet is told the night it is read.</summary>
internal sealed class OrganisationOptionsValidator : IValidateOptions<OrganisationOptions>
{
    public ValidateOptionsResult Validate(string? name, OrganisationOptions options)
    {
        var failures = new List<string>();
        foreach (var (key, path) in new[] { (nameof(options.UnitsFile), options.UnitsFile), (nameof(options.PeopleFile), options.PeopleFile) })
        {
            if (!string.IsNullOrEmpty(path) && (string.IsNullOrWhiteSpace(path) || Directory.Exists(path)))
            {
                failures.Add($"{OrganisationOptions.Section}:{key}\u00a0: «\u00a0{path}\u00a0» n’est pas le chemin d’un fichier.");
            }
        }

        if (options.Graph.IsIncomplete)
        {
            failures.Add($"{OrganisationOptions.Section}:Graph\u00a0: TenantId, ClientId et ClientSecret vont ensemble.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
