using System.Security.Cryptography;
using System.Text;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>What those who write in an application have in common.</summary>
public sealed class TalkServices(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SubjectTypes subjects, MessagesInForce messages, Outbox outbox, TimeProvider clock)
{
    /// <summary>The team wrote to those who carry it.</summary>
    public const string FromTeam = "candidature/message-de-l-equipe";

    /// <summary>Those who carry it wrote to the team.</summary>
    public const string FromApplicant = "candidature/message-a-l-equipe";

    public UseCaseRunner Runner => runner;

    public FabriqueDbContext Db => db;

    public Actor Actor => actor;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether the signed-in person speaks for the team, where the case is not their own.</summary>
    public bool IsTeam => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    public Task<Application> LoadAsync(Guid id, CancellationToken cancellationToken) =>
        db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == id, cancellationToken);

    /// <summary>When the team last wrote, UTC; null when it never did.</summary>
    public Task<DateTime?> ReadLastOfTeamAsync(Guid applicationId, CancellationToken cancellationToken) => db.Set<ApplicationMessage>()
        .Where(message => message.ApplicationId == applicationId && message.Side == MessageSide.Team && message.WithdrawnAt == null)
        .MaxAsync(message => (DateTime?)message.SentAt, cancellationToken);

    /// <summary>Takes as read what the other side wrote up to a message.</summary>
    /// <param name="application">The application.</param>
    /// <param name="side">Of who reads.</param>
    /// <param name="last">The last that they were shown; null when they were shown none.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    public async Task ReadUpToAsync(Application application, MessageSide side, Guid? last, CancellationToken cancellationToken)
    {
        if (last is null)
        {
            return;
        }

        var unread = await db.Set<ApplicationMessage>()
            .Where(message => message.ApplicationId == application.Id && message.Side != side && message.ReadAt == null && message.WithdrawnAt == null
                && message.SentAt <= db.Set<ApplicationMessage>().Where(one => one.Id == last && one.ApplicationId == application.Id).Select(one => one.SentAt).FirstOrDefault())
            .ToListAsync(cancellationToken);
        foreach (var message in unread)
        {
            message.Read(actor.Id, Now);
        }
    }

    /// <summary>Writes to the other side. The caller saves.</summary>
    public async Task TellAsync(Application application, ApplicationMessage sent, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var about = new Subject(ApplicationSubject.SubjectCode, application.Id);
        var message = await messages.FindAsync(sent.Side is MessageSide.Team ? FromTeam : FromApplicant, null, cancellationToken, subject: about);
        if (message.IsOff)
        {
            return;
        }

        var facts = await subjects.Find(ApplicationSubject.SubjectCode)!.ReadFactsAsync(db, application.Id, cancellationToken);
        await outbox.WriteAsync(
            message.Template,
            await FindOtherSideAsync(application, sent.Side, cancellationToken),
            facts.With(new ExchangeFacts(application.Reference, actor.Name, sent.Text, string.Join(", ", files))),
            about,
            task: null,
            cancellationToken);
    }

    /// <summary>What a page that was opened once sends twice is one; another text is another.</summary>
    public static Guid Identify(Guid opened, Guid authorId, string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{opened:N} {authorId:N} {text}"))[..16]);

    // Nobody reads for the team what is said of their own case; when nobody of the team is left, the administrators do.
    private async Task<List<StaffMember>> FindOtherSideAsync(Application application, MessageSide from, CancellationToken cancellationToken)
    {
        Guid[] carriers = [application.ApplicantId, .. application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId!.Value)];
        if (from is MessageSide.Team)
        {
            return await db.StaffMembers.Where(person => carriers.Contains(person.Id) && person.IsActive).OrderBy(person => person.FullName).ToListAsync(cancellationToken);
        }

        foreach (var role in new[] { AppRoles.Team, AppRoles.Administrator })
        {
            var holders = await db.HoldersOf(role, Now).Where(person => !carriers.Contains(person.Id)).OrderBy(person => person.FullName).ToListAsync(cancellationToken);
            if (holders.Count > 0)
            {
                return holders;
            }
        }

        return [];
    }
}
