using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Writes messages about a call, an application or a product: finds the people, reads the facts, adds the mails, and a line of the timeline, to the current transaction.</summary>
public sealed class SubjectMessages(FabriqueDbContext db, Outbox outbox, TimeProvider clock)
{
    /// <param name="message">Key of the message, for example <c>candidature/accuse-de-reception</c>.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="recipients">One of <see cref="Recipients"/>.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task WriteAsync(string message, Subject subject, string recipients, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(subject, task: null, cancellationToken);
        var people = await FindAsync(subject, recipients, cancellationToken);
        Tell(subject, people.ConvertAll(person => outbox.Write(message, person, data, subject)), isInternal: recipients is Recipients.Team or Recipients.Jurors);
    }

    /// <summary>Writes to the person asked, or to every active holder of the role asked.</summary>
    public Task WriteToHoldersAsync(string message, WorkItem item, CancellationToken cancellationToken) =>
        WriteToAsync(item.AssigneeId is { } id ? Assignee.Person(id) : Assignee.HoldersOf(item.AssigneeRole!), message, item, cancellationToken);

    /// <summary>Writes about a task to a person, or to every active holder of a role.</summary>
    public async Task WriteToAsync(Assignee to, string message, WorkItem item, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(item.Subject, item, cancellationToken);
        var people = to.PersonId is { } id
            ? await FindPersonAsync(id, cancellationToken) is { } person ? [person] : []
            : await FindHoldersAsync(to.Role!, cancellationToken);
        Tell(item.Subject, people.ConvertAll(person => outbox.Write(message, person, data, item.Subject)), isInternal: true);
    }

    private void Tell(Subject subject, List<OutgoingMail?> written, bool isInternal)
    {
        if (written.Find(mail => mail is not null) is { } mail)
        {
            var now = clock.GetUtcNow();
            var sentence = $"Message envoyé : « {mail.Subject} ».";
            db.TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(now),
                subject,
                now.UtcDateTime,
                actorId: null,
                sentence.Length <= TimelineEntry.SentenceLength ? sentence : $"{sentence[..(TimelineEntry.SentenceLength - 1)]}…",
                isInternal));
        }
    }

    private async Task<List<StaffMember>> FindAsync(Subject subject, string recipients, CancellationToken cancellationToken)
    {
        var ids = recipients switch
        {
            Recipients.Applicant => await db.Applications.Where(application => application.Id == subject.Id).Select(application => application.ApplicantId).ToListAsync(cancellationToken),
            Recipients.ProductTeam => await FindProductTeamAsync(subject.Id, cancellationToken),
            Recipients.Jurors => await db.Calls
                .Where(call => call.Id == subject.Id || db.Applications.Any(application => application.Id == subject.Id && application.CallId == call.Id))
                .SelectMany(call => call.Jurors)
                .Select(juror => juror.StaffMemberId)
                .ToListAsync(cancellationToken),
            Recipients.Team => await Holders(AppRoles.Team).Select(person => person.Id).ToListAsync(cancellationToken),
            _ => throw new Workflows.PermanentFailureException($"Destinataires inconnus : « {recipients} »."),
        };
        return await db.StaffMembers.Where(person => ids.Contains(person.Id) && person.IsActive).OrderBy(person => person.FullName).ToListAsync(cancellationToken);
    }

    // A stopped product's missions ended that very day: its team still has to be told.
    private async Task<List<Guid>> FindProductTeamAsync(Guid productId, CancellationToken cancellationToken)
    {
        var missions = await db.Products.Where(product => product.Id == productId).SelectMany(product => product.Missions).ToListAsync(cancellationToken);
        var last = missions.Max(mission => mission.EndsOn);
        return [.. missions
            .Where(mission => mission.EndsOn is null || (missions.TrueForAll(other => other.EndsOn is not null) && mission.EndsOn == last))
            .Select(mission => mission.StaffMemberId)];
    }

    private Task<List<StaffMember>> FindHoldersAsync(string role, CancellationToken cancellationToken) => Holders(role).ToListAsync(cancellationToken);

    private IQueryable<StaffMember> Holders(string role) => db.HoldersOf(role, clock.GetUtcNow().UtcDateTime);

    private async Task<MessageData> ReadAsync(Subject subject, WorkItem? task, CancellationToken cancellationToken)
    {
        var data = new MessageData { Task = task is null ? null : TaskFacts.Of(task, await NameHolderAsync(task, cancellationToken)) };
        switch (subject.Kind)
        {
            case SubjectKind.Call:
                return data with { Call = CallFacts.Of(await db.Calls.SingleAsync(call => call.Id == subject.Id, cancellationToken)) };

            case SubjectKind.Application:
                var application = await db.Applications.SingleAsync(application => application.Id == subject.Id, cancellationToken);
                return data with
                {
                    Application = ApplicationFacts.Of(application, await NameAsync(application.ApplicantId, cancellationToken)),
                    Call = CallFacts.Of(await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken)),
                    Decision = application.DecisionReason is { } reason ? new DecisionFacts(reason) : null,
                };

            case SubjectKind.Product:
                var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions)
                    .SingleAsync(product => product.Id == subject.Id, cancellationToken);
                return data with
                {
                    Product = ProductFacts.Of(product),
                    Team = await ReadTeamAsync(product, cancellationToken),
                    Cycle = product.Cycles.Count > 0 ? CycleFacts.Of(product.Cycles[^1]) : null,
                    Decision = product.Cycles.LastOrDefault(cycle => cycle.DecisionReason is not null) is { DecisionReason: { } decided } ? new DecisionFacts(decided) : null,
                };

            case SubjectKind.Procedure:
                return data;

            default:
                throw new ArgumentOutOfRangeException(nameof(subject));
        }
    }

    private async Task<TeamFacts?> ReadTeamAsync(Product product, CancellationToken cancellationToken)
    {
        var last = product.Missions.GroupBy(mission => mission.Role).ToDictionary(group => group.Key, group => group.MaxBy(mission => mission.StartsOn)!.StaffMemberId);
        return last.TryGetValue(MissionRole.Intrapreneur, out var intrapreneur) && last.TryGetValue(MissionRole.Coach, out var coach) && last.TryGetValue(MissionRole.Developer, out var developer)
            ? new TeamFacts(await NameAsync(intrapreneur, cancellationToken), await NameAsync(coach, cancellationToken), await NameAsync(developer, cancellationToken))
            : null;
    }

    private async Task<string> NameHolderAsync(WorkItem task, CancellationToken cancellationToken) => task.AssigneeId is { } id
        ? (await FindPersonAsync(id, cancellationToken))?.FullName ?? ""
        : AppRoles.Label(task.AssigneeRole!);

    // Looked for first among those that this step has seen.
    private async Task<StaffMember?> FindPersonAsync(Guid id, CancellationToken cancellationToken) => await db.StaffMembers.FindAsync([id], cancellationToken);

    private Task<string> NameAsync(Guid personId, CancellationToken cancellationToken) =>
        db.StaffMembers.Where(person => person.Id == personId).Select(person => person.FullName).SingleAsync(cancellationToken);
}
