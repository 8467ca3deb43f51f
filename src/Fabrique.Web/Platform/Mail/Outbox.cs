using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>« Boîte d’envoi »: mails are written beside the facts they tell, in the same transaction, and leave afterwards, each by the way that its recipient wants.</summary>
public sealed class Outbox(FabriqueDbContext db, MessageRenderer renderer, QuietNights nights, TimeProvider clock)
{
    /// <summary>Writes the mail of each person as it reads now. The caller saves.</summary>
    /// <param name="template">The message, as it is in force.</param>
    /// <param name="recipients">Nothing is written to those who left.</param>
    /// <param name="facts">At least the facts that the message's tags show.</param>
    /// <param name="about">What the mails are about; one person's mails about one thing leave in the order they were written.</param>
    /// <param name="task">The task of which they speak; null when they speak of none.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <param name="substitutes">Those of the recipients who act in the place of others, with the names of these: they read that they are written to for that reason.</param>
    /// <exception cref="InvalidOperationException">A fact that the message shows is missing.</exception>
    public async Task<IReadOnlyList<OutgoingMail>> WriteAsync(MessageTemplate template, IReadOnlyList<StaffMember> recipients, MessageFacts facts, Subject about, WorkItem? task, CancellationToken cancellationToken, IReadOnlyDictionary<Guid, string>? substitutes = null)
    {
        Guid[] ids = [.. recipients.Select(recipient => recipient.Id)];
        var chosen = ids.Length == 0 || template.IsMandatory ? [] : await db.MailPreferences.AsNoTracking().Where(preferences => ids.Contains(preferences.Id)).ToDictionaryAsync(preferences => preferences.Id, cancellationToken);
        var mails = new List<OutgoingMail>();
        foreach (var recipient in recipients)
        {
            var message = renderer.Render(template, recipient, facts, substitutes?.GetValueOrDefault(recipient.Id));
            if (recipient.IsActive)
            {
                var mail = Write(template, message, recipient, chosen.GetValueOrDefault(recipient.Id), about, task);
                mails.Add(mail);
                if (mail.Status is MailStatus.Pending && template.Nature.WaitsForMorning && await nights.FindMorningAsync(recipient, cancellationToken) is { } morning)
                {
                    mail.WaitForMorning(morning);
                }
            }
        }

        return mails;
    }

    /// <summary>Writes a mail that leaves at once, whatever its recipient chose. The caller saves.</summary>
    /// <param name="template">The message, as it is in force.</param>
    /// <param name="recipient">Nothing is written to a person who left.</param>
    /// <param name="facts">At least the facts that the message's tags show.</param>
    /// <param name="about">What the mail is about.</param>
    /// <param name="why">Why it does not wait.</param>
    /// <param name="calendar">What the recipient’s calendar reads; null when nothing is for it.</param>
    /// <returns>The mail; null when the recipient is no longer active.</returns>
    public OutgoingMail? WriteDirect(MessageTemplate template, StaffMember recipient, MessageFacts facts, Subject about, MailReason why, CalendarPart? calendar = null)
    {
        var message = renderer.Render(template, recipient, facts);
        if (!recipient.IsActive)
        {
            return null;
        }

        var mail = Write(template.Key, message, recipient, about, calendar);
        mail.Take(recipient.Id, taskId: null, template.Nature.Family, new MailRoute(MailChannel.Mail, why), mail.DueAt);
        return mail;
    }

    /// <summary>Writes to an address that is nobody's of the directory. The caller saves.</summary>
    /// <param name="template">The message, as it is in force.</param>
    /// <param name="address">It stands for the name too.</param>
    /// <param name="facts">At least the facts that the message's tags show.</param>
    /// <param name="about">What the mail is about.</param>
    public OutgoingMail WriteTo(MessageTemplate template, string address, MessageFacts facts, Subject about)
    {
        var stranger = StaffMember.Register(Guid.Empty, address, address, address, "", [AppRoles.Agent], clock.GetUtcNow().UtcDateTime);
        return Write(template.Key, renderer.Render(template, stranger, facts), stranger, about);
    }

    private OutgoingMail Write(MessageTemplate template, RenderedMessage message, StaffMember recipient, MailPreferences? chosen, Subject about, WorkItem? task)
    {
        var preferences = chosen ?? MailPreferences.Usual(recipient.Id);
        var mail = Write(template.Key, message, recipient, about);
        mail.Take(recipient.Id, task?.Id, template.Nature.Family, preferences.Route(template.Nature with { DueAt = task?.DueAt }, mail.CreatedAt), preferences.NextDigest(mail.CreatedAt));
        return mail;
    }

    private OutgoingMail Write(string key, RenderedMessage message, StaffMember recipient, Subject about, CalendarPart? calendar = null)
    {
        var now = clock.GetUtcNow();
        var mail = OutgoingMail.Write(Guid.CreateVersion7(now), recipient.Email, recipient.FullName, key, message.Subject, message.Text, message.Html, about, now.UtcDateTime, WorkflowTelemetry.TraceParent, calendar);
        db.OutgoingMails.Add(mail);
        return mail;
    }
}
