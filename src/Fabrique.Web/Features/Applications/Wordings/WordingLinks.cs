namespace Fabrique.Web.Features.Applications.Wordings;

public static class WordingLinks
{
    public const string All = "/administration/libelles";

    public static string Edit(string key) => $"{All}/{key}";
}
