namespace Fabrique.Web.Features.Organisation;

public static class OrganisationLinks
{
    public const string All = "/administration/organisation";

    public const string Update = All + "/mise-a-jour";

    public static string Unit(string code) => $"{All}/{code}";
}
