namespace Fabrique.Web.Features.Admissibility;

public static class ReasonLinks
{
    public const string All = "/administration/motifs";

    public static string Edit(Guid id) => $"{All}/{id:D}";
}
