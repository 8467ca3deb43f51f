using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Fabrique.Web.Platform.Mail;

/// <param name="Reason">Why one receives the mail: one French sentence.</param>
/// <param name="IsOneWay">Whether nobody reads the answers.</param>
/// <param name="Home">Absolute address of the site.</param>
internal sealed record MailFooter(string Reason, bool IsOneWay, string Home);

/// <summary>The one look of our mails, after the State's design system as far as mail readers allow: no image, no table, no outside resource.</summary>
internal static class MailLayout
{
    public const string Service = "La Fabrique numérique";
    private const string OneWay = "Ce message est envoyé automatiquement : merci de ne pas y répondre.";

    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0; padding: 0; background: #f6f6f6; color: #161616; font-family: Marianne, Arial, sans-serif; font-size: 16px; line-height: 1.5; overflow-wrap: anywhere; }
        .apercu { display: none; }
        .page { max-width: 600px; margin: 0 auto; background: #ffffff; }
        header, main, footer { padding: 24px; }
        header { border-bottom: 1px solid #dddddd; }
        .etat { margin: 0 0 8px; font-size: 14px; font-weight: bold; line-height: 1.2; text-transform: uppercase; }
        .devise { margin: 0 0 16px; font-size: 12px; font-style: italic; line-height: 1.3; color: #3a3a3a; }
        .service { margin: 0; font-size: 18px; font-weight: bold; }
        h1 { margin: 0 0 24px; font-size: 22px; line-height: 1.3; }
        h2 { margin: 24px 0 12px; font-size: 18px; line-height: 1.3; }
        p, ul, ol, blockquote { margin: 0 0 16px; }
        ul, ol { padding: 0 0 0 24px; }
        li { margin: 0 0 8px; }
        blockquote { padding: 0 0 0 16px; border-left: 4px solid #6a6af4; }
        a { color: #000091; }
        a.bouton { display: inline-block; padding: 10px 16px; background: #000091; color: #f5f5fe; text-decoration: none; font-weight: bold; }
        footer { border-top: 1px solid #dddddd; font-size: 14px; color: #3a3a3a; }
        footer p { margin: 0 0 8px; }
        @media (prefers-color-scheme: dark) {
          body { background: #161616; color: #ffffff; }
          .page { background: #1e1e1e; }
          header, footer { border-color: #353535; }
          .devise, footer { color: #cecece; }
          a { color: #8585f6; }
          a.bouton { background: #8585f6; color: #000091; }
        }
        """;

    /// <summary>Names the one style element of our mails in a content security policy, for the pages that show a mail in a frame of their own.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"\n{Style.ReplaceLineEndings("\n")}\n")))}'";

    /// <param name="subject">Also the document's title and heading.</param>
    /// <param name="body">Clean HTML.</param>
    /// <param name="footer">What every mail ends on.</param>
    /// <param name="preheader">What mail readers show after the subject; they show the first words of the mail when it is empty.</param>
    public static string Html(string subject, string body, MailFooter footer, string preheader = "")
    {
        var title = WebUtility.HtmlEncode(subject);
        var home = WebUtility.HtmlEncode(footer.Home);
        return $"""
            <!DOCTYPE html>
            <html lang="fr" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            {(preheader.Length > 0 ? $"<div class=\"apercu\">{WebUtility.HtmlEncode(preheader)}</div>\n" : "")}<div class="page">
            <header>
            <p class="etat">République<br>Française</p>
            <p class="devise">Liberté<br>Égalité<br>Fraternité</p>
            <p class="service">{Service}</p>
            </header>
            <main>
            <h1>{title}</h1>
            {body.Trim()}
            </main>
            <footer>
            <p>{WebUtility.HtmlEncode(footer.Reason)}</p>
            {(footer.IsOneWay ? $"<p>{OneWay}</p>" : "")}
            <p><a href="{home}">{home}</a></p>
            </footer>
            </div>
            </body>
            </html>
            """.ReplaceLineEndings("\n");
    }

    /// <summary>The text of a mail without what every mail ends on.</summary>
    public static string BodyOf(string text) => text.LastIndexOf("\n-- \n", StringComparison.Ordinal) is >= 0 and var end ? text[..end].Trim() : text.Trim();

    /// <param name="body">Plain text.</param>
    /// <param name="footer">What every mail ends on.</param>
    public static string Text(string body, MailFooter footer) => $"""
        {body}

        --{" "}
        {Service} — République française
        {footer.Reason}
        {(footer.IsOneWay ? $"{OneWay}\n{footer.Home}" : footer.Home)}

        """.ReplaceLineEndings("\n");
}
