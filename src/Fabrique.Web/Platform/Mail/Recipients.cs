namespace Fabrique.Web.Platform.Mail;

/// <summary>To whom an activity may have a message written; stable names, written in definitions.</summary>
public static class Recipients
{
    public const string Applicant = "Applicant";
    public const string ProductTeam = "ProductTeam";
    public const string Team = "Team";
    public const string Jurors = "Jurors";
}
