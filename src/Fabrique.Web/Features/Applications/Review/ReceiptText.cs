using System.Security.Cryptography;
using System.Text;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Platform.Pdf;

namespace Fabrique.Web.Features.Applications.Review;

/// <summary>What was submitted, as a document to be kept.</summary>
internal static class ReceiptText
{
    /// <summary>All that is asked, with what was answered.</summary>
    /// <param name="application">The application.</param>
    /// <param name="files">The files joined to it.</param>
    public static IReadOnlyList<(string Label, string Answer)> Answers(Application application, IReadOnlyList<StoredFile> files)
    {
        var (form, answers) = (application.Form, application.Answers);
        var sight = form.SightOf(answers);
        return
        [
            .. form.Fields.Where(field => sight.Contains(field.Key) && field.Kind.IsQuestion).Select(field => (field.Label, Show(field, answers[field.Key], files))),
            .. answers.Former.Select(former => (former.Label, former.Shown)),
        ];
    }

    /// <summary>SHA-256, in hexadecimal, of the answers in UTF-8: each label, a line end, the answer, and two line ends.</summary>
    public static string Fingerprint(IReadOnlyList<(string Label, string Answer)> answers) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(answers.Select(answer => $"{answer.Label}\n{answer.Answer}\n\n")))));

    public static byte[] Write(Application application, CallForApplications call, string applicant, IReadOnlyList<StoredFile> files)
    {
        var answers = Answers(application, files);
        var text = new PdfText($"Accusé de réception {application.Reference}")
            .Paragraph("La Fabrique numérique a reçu cette candidature.")
            .Row("Référence", application.Reference)
            .Row("Idée", application.Title)
            .Row("Portée par", applicant)
            .Row("Appel", call.Title)
            .Row("Déposée le", $"{FrenchDate.Instant(application.SubmittedAt!.Value)} (heure de Paris)")
            .Heading("Ce qui a été déposé");
        foreach (var (label, answer) in answers)
        {
            text.Subheading(label).Paragraph(answer);
        }

        return text
            .Heading("Empreinte")
            .Paragraph("Cette suite de caractères (SHA-256) change si une seule lettre des réponses change.")
            .Paragraph(Fingerprint(answers))
            .ToArray();
    }

    private static string Show(FormField field, FormValue? value, IReadOnlyList<StoredFile> files) => value is FilesValue joined
        ? string.Join('\n', joined.Files.Select(file => files.FirstOrDefault(known => known.Id == file.Id) is { } known ? $"{file.Name} (SHA-256\u00a0: {known.Digest})" : file.Name))
        : field.Kind.Show(field, value) is { Length: > 0 } shown ? shown : "Sans réponse.";
}
