namespace Fabrique.Web.Features.Organisation;

/// <summary>Section <c>Organisation</c> of the configuration.</summary>
public sealed class OrganisationOptions
{
    public const string Section = "Organisation";

    /// <summary>« unites.csv », read each night; null when the units are given on the page only.</summary>
    public string? UnitsFile { get; set; }

    /// <summary>« personnes.csv », read each night; null when people are given on the page only.</summary>
    public string? PeopleFile { get; set; }

    public bool HasFiles => !string.IsNullOrWhiteSpace(UnitsFile) || !string.IsNullOrWhiteSpace(PeopleFile);
}
