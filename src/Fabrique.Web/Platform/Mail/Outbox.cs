using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Mail;

/// <summary>« Boîte d’envoi »: mails are written beside the facts they tell, in the same transaction, and leave afterwards.</summary>
public sealed class Outbox(FabriqueDbContext db, MessageRenderer renderer, TimeProvider clock)
{
    /// <summary>Writes the mail as it reads now. The caller saves.</summary>
    /// <param name="template">The message, as it is in force.</param>
    /// <param name="recipient">Nothing is written to a person who left.</param>
    /// <param name="facts">At least the facts that the message's tags show.</param>
    /// <param name="about">What the mail is about; one person's mails about one thing leave in the order they were written.</param>
    /// <param name="calendar">What the recipient’s calendar reads; null when nothing is for it.</param>
    /// <returns>The mail; null when the recipient is no longer active.</returns>
    /// <exception cref="InvalidOperationException">A fact that the message shows is missing.</exception>
    public OutgoingMail? Write(MessageTemplate template, StaffMember recipient, MessageFacts facts, Subject about, CalendarPart? calendar = null)
    {
        var message = renderer.Render(template, recipient, facts);
        if (!recipient.IsActive)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var mail = OutgoingMail.Write(Guid.CreateVersion7(now), recipient.Email, recipient.FullName, template.Key, message.Subject, message.Text, message.Html, about, now.UtcDateTime, WorkflowTelemetry.TraceParent, calendar);
        db.OutgoingMails.Add(mail);
        return mail;
    }
}
