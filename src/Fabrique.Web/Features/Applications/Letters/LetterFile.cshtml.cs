using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Pdf;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Applications.Letters;

/// <summary>The letter by which a decision was notified, as a PDF: what was sent, for those who carry the application and for the incubator’s staff.</summary>
[Authorize(Policies.SignedIn)]
public sealed class LetterFileModel(Actor actor, ApplicationLoader loader, DecisionLetters letters) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (await loader.FindReadableAsync(reference, cancellationToken) is not { IsDecided: true } application
            || !(actor.IsStaff || application.Lets(actor.Id, CoApplicantRight.Read))
            || await letters.FindSentAsync(application, cancellationToken) is not { } mail)
        {
            return NotFound();
        }

        return File(Write(application, mail), PdfText.MediaType, $"lettre-{application.Reference}.pdf");
    }

    private static byte[] Write(Application application, OutgoingMail mail)
    {
        var text = new PdfText(mail.Subject)
            .Row("À", mail.ToName)
            .Row("Candidature", $"{application.Reference} – {application.Title}")
            .Row("Écrite le", $"{FrenchDate.Instant(mail.CreatedAt)} (heure de Paris)");
        foreach (var paragraph in MailLayout.BodyOf(mail.TextBody).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            text.Paragraph(string.Join('\n', paragraph.Split('\n').Select(line => line.StartsWith("> ", StringComparison.Ordinal) ? line[2..] : line)));
        }

        return text.ToArray();
    }
}
