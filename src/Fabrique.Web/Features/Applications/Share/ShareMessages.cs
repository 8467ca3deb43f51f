using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>Writes to those who have an idea together.</summary>
public sealed class ShareMessages(FabriqueDbContext db, SubjectTypes subjects, MessagesInForce messages, Outbox outbox)
{
    /// <summary>Somebody is invited, whether they ever signed in or not.</summary>
    public const string Invitation = "candidature/invitation";

    /// <summary>Something changed in who has the idea.</summary>
    public const string Change = "candidature/equipe-modifiee";

    /// <summary>Writes to an address of the directory or another. The caller saves.</summary>
    public async Task InviteAsync(Application application, StaffMember? person, string email, ShareFacts facts, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(Invitation, null, cancellationToken);
        if (message.IsOff)
        {
            return;
        }

        var all = (await ReadAsync(application, cancellationToken)).With(facts);
        if (person is null)
        {
            outbox.WriteTo(message.Template, email, all, About(application));
        }
        else
        {
            outbox.WriteDirect(message.Template, person, all, About(application), MailReason.CannotWait);
        }
    }

    /// <summary>Tells people of the directory. The caller saves.</summary>
    /// <param name="application">Which.</param>
    /// <param name="people">Whom.</param>
    /// <param name="facts">What.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <param name="atOnce">Whether it waits for no digest: what they may do with it is another thing from now on.</param>
    public async Task TellAsync(Application application, IReadOnlyCollection<Guid> people, ShareFacts facts, CancellationToken cancellationToken, bool atOnce = false)
    {
        var message = await messages.FindAsync(Change, null, cancellationToken);
        if (message.IsOff)
        {
            return;
        }

        var told = await db.StaffMembers.Where(person => people.Contains(person.Id)).ToListAsync(cancellationToken);
        var all = (await ReadAsync(application, cancellationToken)).With(facts);
        if (atOnce)
        {
            told.ForEach(person => outbox.WriteDirect(message.Template, person, all, About(application), MailReason.CannotWait));
        }
        else
        {
            await outbox.WriteAsync(message.Template, told, all, About(application), task: null, cancellationToken);
        }
    }

    private Task<MessageFacts> ReadAsync(Application application, CancellationToken cancellationToken) => subjects.Find(ApplicationSubject.SubjectCode)!.ReadFactsAsync(db, application.Id, cancellationToken);

    private static Subject About(Application application) => new(ApplicationSubject.SubjectCode, application.Id);
}
