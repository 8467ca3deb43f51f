using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages.ShowMyMessage;

/// <summary>One message that was addressed to the signed-in person.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowMyMessageModel(FabriqueDbContext db, Actor actor, SubjectNames names) : PageModel
{
    public OutgoingMail Mail { get; private set; } = null!;

    /// <summary>What it is about, when the person may still open it.</summary>
    public SubjectName? About { get; private set; }

    public string? TaskHref => Mail.TaskId is { } task ? TaskLinks.Open(task) : null;

    public IReadOnlyList<MessageParagraph> Paragraphs { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.OutgoingMails.AsNoTracking().SingleOrDefaultAsync(mail => mail.Id == id && mail.RecipientId == actor.Id, cancellationToken) is not { } mail)
        {
            return NotFound();
        }

        Mail = mail;
        Paragraphs = MessageParagraph.Of(mail.TextBody);
        var subject = new Subject(mail.SubjectKind, mail.SubjectId);
        About = mail.SubjectId == Guid.Empty ? null : (await names.NameReadableAsync(actor, [subject.ToCorrelationId()], cancellationToken)).GetValueOrDefault(subject);
        return Page();
    }
}
