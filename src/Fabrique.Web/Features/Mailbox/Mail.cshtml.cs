using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

[Authorize(Policies.AdministrationReader)]
public sealed class MailModel(FabriqueDbContext db, Actor actor, ResendMailHandler resend, MessageSenderIdentity identity, SubjectNames names, TimeProvider clock) : PageModel
{
    public OutgoingMail Mail { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    /// <summary>What it is about; null when no module knows it.</summary>
    public SubjectName? About { get; private set; }

    /// <summary>Nothing leaves for now: the mail waits with the others.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>It waits for the end of quiet hours.</summary>
    public bool IsQuiet => Mail.IsQuietAt(clock.GetUtcNow().UtcDateTime);

    public string Sender => identity.Sender;

    public string MessageId => Mail.MessageId(identity.Domain);

    /// <summary>Paragraphs of the text part, line by line.</summary>
    public IEnumerable<string[]> Paragraphs => Mail.TextBody.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => paragraph.Trim('\n').Split('\n'));

    public bool MayResend => Mail.Status is MailStatus.Failed && actor.IsInRole(AppRoles.Administrator);

    internal MailStatusLabel Status => MailStatusLabel.Of(Mail.Status);

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => ShowAsync(id, cancellationToken);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!actor.IsInRole(AppRoles.Administrator))
        {
            return Forbid();
        }

        if (!await db.OutgoingMails.AnyAsync(mail => mail.Id == id, cancellationToken))
        {
            return NotFound();
        }

        var outcome = await resend.HandleAsync(new ResendMail { MailId = id }, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            Refusal = refusal;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return await ShowAsync(id, cancellationToken);
        }

        TempData.Confirm("Le message sera envoyé de nouveau au prochain passage de la boîte d’envoi.");
        return Redirect($"/administration/envois/{id}");
    }

    private async Task<IActionResult> ShowAsync(Guid id, CancellationToken cancellationToken)
    {
        var mail = await db.OutgoingMails.AsNoTracking().SingleOrDefaultAsync(mail => mail.Id == id, cancellationToken);
        if (mail is null)
        {
            return NotFound();
        }

        Mail = mail;
        About = await names.FindAsync(new Subject(mail.SubjectKind, mail.SubjectId), cancellationToken);
        IsHeld = mail.Status is MailStatus.Pending && await db.MailRelays.AnyAsync(relay => relay.HeldSince != null, cancellationToken);
        return Page();
    }
}
