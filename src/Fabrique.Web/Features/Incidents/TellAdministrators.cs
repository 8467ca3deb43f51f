using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Incidents;

/// <summary>The administrators are written to about the incidents that are open.</summary>
public sealed record TellAdministrators;

/// <summary>
/// Writes at most once an hour: at once when there is something new, once a day as long as something is open. When it was last done is a row, changed in the
/// transaction of the mails by one process only.
/// </summary>
public sealed class TellAdministratorsHandler(UseCaseRunner runner, FabriqueDbContext db, IncidentInbox inbox, MessagesInForce messages, Outbox outbox, TimeProvider clock) : Handler<TellAdministrators>(runner)
{
    public const string Message = "commun/incidents";

    /// <summary>Name of the setting that holds the instant, UTC, of the last mails.</summary>
    public const string Told = "incidents.told";

    private static readonly Refusal NotNow = new("nothing-to-tell", "Il n’y a rien de nouveau à signaler, ou cela vient d’être fait.");
    private static readonly TimeSpan AtMost = TimeSpan.FromHours(1);
    private static readonly TimeSpan AtLeast = TimeSpan.FromDays(1);

    /// <summary>What the mails of one person about the incidents are about, so that they leave in their order.</summary>
    private static readonly Subject About = new(IncidentInbox.NoticeSubject, Guid.Empty);

    protected override async Task<Outcome> ActAsync(TellAdministrators input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var last = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == Told, cancellationToken);
        DateTime? told = last is null ? null : DateTime.Parse(last.Value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (now < told + AtMost || await inbox.NewestAsync(cancellationToken) is not { } newest || (newest < told && now < told + AtLeast))
        {
            return NotNow;
        }

        // Of several who read the same instant only one saves: the others come back here, and read the new one.
        if (last is null)
        {
            db.Settings.Add(last = new Setting { Name = Told });
        }

        last.Value = now.ToString("O", CultureInfo.InvariantCulture);
        var facts = MessageFacts.Of(IncidentFacts.Of(inbox.Kinds, await inbox.CountAsync(new IncidentFilter(), cancellationToken)));
        foreach (var unsent in await db.OutgoingMails.Where(mail => mail.SubjectKind == About.Kind && mail.Status != MailStatus.Sent && mail.ClosedAt == null).ToListAsync(cancellationToken))
        {
            unsent.Supersede(now);
        }

        var message = await messages.FindAsync(Message, procedure: null, cancellationToken);
        if (!message.IsOff)
        {
            await outbox.WriteAsync(message.Template, await db.HoldersOf(AppRoles.Administrator, now).OrderBy(person => person.FullName).ToListAsync(cancellationToken), facts, About, task: null, cancellationToken);
        }

        return Outcome.Done;
    }
}
