using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>What messages tell of a « délai personnel ».</summary>
/// <param name="Until">UTC.</param>
public sealed record GraceFacts(DateTime Until)
{
    public static MergeTag Tag { get; } = MergeTag.Of<GraceFacts>("delai.fin", "Date et heure jusqu’auxquelles la personne peut déposer", "15 décembre 2026 à 18 h", grace => FrenchDate.Instant(grace.Until));
}

/// <summary>Writes to whoever may submit after the closing, or no longer may: nothing silences it, since nobody else tells them.</summary>
public sealed class GraceMessages(FabriqueDbContext db, SubjectTypes subjects, MessagesInForce messages, Outbox outbox)
{
    public const string Granted = "appel/delai-accorde";
    public const string Revoked = "appel/delai-retire";

    /// <summary>Writes one of the two. The caller saves.</summary>
    public async Task TellAsync(string key, CallForApplications call, StaffMember person, DateTime until, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(key, null, cancellationToken);
        if (!message.IsOff)
        {
            var facts = await subjects.Find(CallSubject.SubjectCode)!.ReadFactsAsync(db, call.Id, cancellationToken);
            outbox.WriteDirect(message.Template, person, facts.With(new GraceFacts(until)), new Subject(CallSubject.SubjectCode, call.Id), MailReason.Notice);
        }
    }
}
