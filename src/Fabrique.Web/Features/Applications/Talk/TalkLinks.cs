namespace Fabrique.Web.Features.Applications.Talk;

public static class TalkLinks
{
    public static string Messages(string reference) => $"/candidatures/{reference}/messages";

    public static string Notes(string reference) => $"/candidatures/{reference}/notes";

    public static string Note(string reference, Guid id) => $"{Notes(reference)}/{id:D}";
}
