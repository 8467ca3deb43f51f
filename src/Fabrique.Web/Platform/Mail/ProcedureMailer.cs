using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// Writes the mails of <c>SendEmail</c> into the outbox, in the transaction of the step: one for each person, in our one layout and from our one sender.
/// Outside the directory, it writes only to the domains that the configuration opens.
/// </summary>
public sealed class ProcedureMailer(FabriqueDbContext db, MailOptions options, PublicAddress site, QuietNights nights) : IWorkflowMailer
{
    private const string Template = "circuit/courriel";
    private const string Reason = "Vous recevez ce message parce qu’une procédure de la Fabrique vous l’adresse.";
    private const int MostRecipients = 50;
    private const int LongestBody = 200_000;

    public async ValueTask<string?> WriteAsync(WorkflowMail mail, ActivityContext context)
    {
        if (mail.Attachments is not null)
        {
            return "Un courriel d’ici ne porte pas de pièce jointe : écrivez un lien dans son corps.";
        }

        if (string.IsNullOrWhiteSpace(mail.Subject) || mail.Body.Length > LongestBody)
        {
            return string.IsNullOrWhiteSpace(mail.Subject) ? "Le courriel n’a pas d’objet : remplissez l’entrée « Subject »." : $"Le corps du courriel dépasse {LongestBody} caractères.";
        }

        string[] addresses = [.. mail.To.Concat(mail.Cc).Concat(mail.Bcc).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (addresses.Length > MostRecipients)
        {
            return $"Le courriel a plus de {MostRecipients} destinataires.";
        }

        if (Array.Exists(addresses, address => !MailAddress.IsWhole(address)))
        {
            return "L’adresse d’un destinataire ne peut pas s’écrire.";
        }

        var known = await FindPeopleAsync(addresses, context.CancellationToken);
        if (Array.Exists(addresses, address => !known.ContainsKey(address) && !MayLeave(address)))
        {
            return "Un destinataire n’est pas dans l’annuaire. L’exploitant peut ouvrir son domaine par le réglage Mail:ExternalDomains.";
        }

        if (mail.From is { } sender && !IsOurs(sender))
        {
            context.Journal("Sender", "L’expéditeur demandé est remplacé par celui de l’application.");
        }

        await WriteAsync(mail, addresses, known, context);
        return null;
    }

    private async Task WriteAsync(WorkflowMail mail, string[] addresses, Dictionary<string, StaffMember> known, ActivityContext context)
    {
        var subject = SingleLine(mail.Subject);
        var body = new HtmlBody(mail.Body);
        var footer = new MailFooter(Reason, options.ReplyTo is null, site.Of("/"));
        var (text, html) = (MailLayout.Text(body.ToText(), footer), MailLayout.Html(subject, body.ToHtml(), footer));
        var now = context.Clock.GetUtcNow();
        foreach (var address in addresses)
        {
            var person = known.GetValueOrDefault(address);
            if (person is null or { IsActive: true })
            {
                var written = OutgoingMail.Write(
                    Guid.CreateVersion7(now), person?.Email ?? address, person?.FullName ?? address[..Math.Min(address.Length, StaffMember.NameLength)], Template, subject, text, html, context.SubjectOrInstance(), now.UtcDateTime, WorkflowTelemetry.TraceParent);
                if (person is not null)
                {
                    written.Take(person.Id, taskId: null, MessageFamily.News, MailRoute.Direct, written.DueAt);
                }

                if (await nights.FindMorningAsync(person, context.CancellationToken) is { } morning)
                {
                    written.WaitForMorning(morning);
                }

                db.OutgoingMails.Add(written);
            }
        }
    }

    private async Task<Dictionary<string, StaffMember>> FindPeopleAsync(string[] addresses, CancellationToken cancellationToken)
    {
        var people = await db.StaffMembers.WithAddress(addresses).OrderByDescending(person => person.IsActive).ToListAsync(cancellationToken);
        return people.DistinctBy(person => person.Email, StringComparer.OrdinalIgnoreCase).ToDictionary(person => person.Email, StringComparer.OrdinalIgnoreCase);
    }

    private bool MayLeave(string address) => options.ExternalDomains.Any(domain =>
        domain == "*" || string.Equals(address[(address.LastIndexOf('@') + 1)..], domain, StringComparison.OrdinalIgnoreCase));

    private bool IsOurs(string sender) =>
        MailboxAddress.TryParse(sender, out var asked) && string.Equals(asked.Address, MailboxAddress.Parse(options.From).Address, StringComparison.OrdinalIgnoreCase);

    private static string SingleLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= OutgoingMail.SubjectLength ? line : $"{line[..(OutgoingMail.SubjectLength - 1)]}…";
    }
}
