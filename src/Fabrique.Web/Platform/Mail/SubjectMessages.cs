using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Writes messages about a subject: finds the people, reads the facts, adds the mails, and a line of the timeline, to the current transaction.</summary>
public sealed class SubjectMessages(FabriqueDbContext db, SubjectTypes subjects, Substitutions substitutions, MessagesInForce messages, MessageRenderer renderer, Outbox outbox, TimeProvider clock)
{
    /// <summary>Names the team of the Fabrique among recipients.</summary>
    public const string Team = "Team";

    /// <summary>Those to whom a drawing may write, as they are shown.</summary>
    public static IReadOnlyList<Choice> Known(SubjectTypes subjects) => [.. subjects.Roles.Select(role => new Choice(role.Code, role.Label)), new Choice(Team, "L’équipe de la Fabrique")];

    /// <param name="message">Key of the message, for example <c>candidature/accuse-de-reception</c>.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="recipients"><see cref="Team"/>, or a part that people play in the subject.</param>
    /// <param name="procedure">Identifier of the definition that writes; null when none is known.</param>
    /// <param name="step">Identifier of the activity that writes; null when none is known.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task WriteAsync(string message, Subject subject, string recipients, string? procedure, string? step, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(subject, task: null, cancellationToken);
        var people = await FindAsync(subject, recipients, cancellationToken);
        await WriteAsync(await messages.FindAsync(message, procedure, cancellationToken, step, subject), people, data, subject, task: null, isInternal: recipients is Team || subjects.FindRole(recipients) is { IsInternal: true }, cancellationToken);
    }

    /// <summary>Writes to the person who is to do it; or to the holder of the role who sees to it, as long as they hold it, or else to every active one, but those whose own case it is.</summary>
    /// <param name="message">Key of the message.</param>
    /// <param name="item">The task.</param>
    /// <param name="procedure">Identifier of the definition that asks.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <param name="facts">What the message tells besides the task and its subject.</param>
    /// <returns>Whether anybody was there to be written to.</returns>
    public Task<bool> WriteToHoldersAsync(string message, WorkItem item, string? procedure, CancellationToken cancellationToken, object? facts = null) =>
        WriteAsync(item.Holder, item.ClaimedById, message, item, procedure, facts, cancellationToken);

    /// <summary>Writes about a task to a person, or to every active holder of a role, but those whose own case it is.</summary>
    /// <param name="to">The person, or the role.</param>
    /// <param name="message">Key of the message.</param>
    /// <param name="item">The task.</param>
    /// <param name="procedure">Identifier of the definition that asks.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <param name="facts">What the message tells besides the task and its subject.</param>
    /// <returns>Whether anybody was there to be written to.</returns>
    public Task<bool> WriteToAsync(Assignee to, string message, WorkItem item, string? procedure, CancellationToken cancellationToken, object? facts = null) =>
        WriteAsync(to, claimedById: null, message, item, procedure, facts, cancellationToken);

    private async Task<bool> WriteAsync(Assignee to, Guid? claimedById, string message, WorkItem item, string? procedure, object? facts, CancellationToken cancellationToken)
    {
        var data = (await ReadAsync(item.Subject, item, cancellationToken)).With(facts);
        var people = to.PersonId is { } id
            ? await FindPersonAsync(id, cancellationToken) is { } person ? [person] : []
            : await FindJudgesAsync(to.Role!, item, cancellationToken);
        people = people.Find(person => person.Id == claimedById) is { } claimer ? [claimer] : people;
        var substitutes = await FindSubstitutesAsync(people, to.Role, item.Subject, cancellationToken);
        people = [.. people, .. substitutes.Select(substitute => substitute.Person)];
        await WriteAsync(await messages.FindAsync(message, procedure, cancellationToken, item.ActivityId, item.Subject), people, data, item.Subject, item, isInternal: !await IsOwnCaseAsync(to.PersonId, item.Subject, cancellationToken), cancellationToken, substitutes.ToDictionary(substitute => substitute.Person.Id, substitute => substitute.For));
        return people.Exists(person => person.IsActive);
    }

    // What is asked of those whose case it is, they read in its story.
    private async Task<bool> IsOwnCaseAsync(Guid? personId, Subject subject, CancellationToken cancellationToken) =>
        personId is { } id && subjects.PartiesTo(db, subject) is { } parties && await parties.ContainsAsync(id, cancellationToken);

    /// <summary>The definition that asked for a task, once the step that did has committed.</summary>
    /// <returns>Null when its instance is kept no more.</returns>
    public Task<string?> FindProcedureAsync(WorkItem item, CancellationToken cancellationToken) =>
        db.Set<WorkflowInstanceRow>().Where(instance => instance.Id == item.WorkflowInstanceId).Select(instance => instance.DefinitionId).FirstOrDefaultAsync(cancellationToken);

    private async Task WriteAsync(MessageInForce message, List<StaffMember> people, MessageFacts data, Subject subject, WorkItem? task, bool isInternal, CancellationToken cancellationToken, IReadOnlyDictionary<Guid, string>? substitutes = null)
    {
        if (!message.IsOff)
        {
            Tell(subject, await outbox.WriteAsync(message.Template, people, data, subject, task, cancellationToken, substitutes), isInternal);
        }
        else if (people.Count > 0)
        {
            Tell(subject, $"Message coupé, rien n’est envoyé : « {renderer.Render(message.Template, people[0], data).Subject} ».", isInternal: true);
        }
    }

    // Asked is not done: the line names the message, and what became of each mail is read with it.
    private void Tell(Subject subject, IReadOnlyList<OutgoingMail> mails, bool isInternal)
    {
        if (mails.Count == 0)
        {
            return;
        }

        var entry = Tell(subject, $"Message « {mails[0].Subject} ».", isInternal);
        foreach (var mail in mails)
        {
            mail.ToldBy(entry.Id);
        }
    }

    private TimelineEntry Tell(Subject subject, string sentence, bool isInternal)
    {
        var now = clock.GetUtcNow();
        var entry = TimelineEntry.Write(
            Guid.CreateVersion7(now),
            subject,
            now.UtcDateTime,
            actorId: null,
            Texts.Clip(sentence, TimelineEntry.SentenceLength),
            isInternal);
        db.TimelineEntries.Add(entry);
        return entry;
    }

    private async Task<List<StaffMember>> FindAsync(Subject subject, string recipients, CancellationToken cancellationToken)
    {
        if (recipients is Team)
        {
            return await FindHoldersAsync(AppRoles.Team, cancellationToken);
        }

        var role = subjects.FindRole(recipients) ?? throw new PermanentFailureException($"Destinataires inconnus : « {recipients} ».");
        var played = subjects.Find(subject.Kind)?.Roles.FirstOrDefault(found => found.Role == role) ?? throw new PermanentFailureException(role.NotHere);
        var ids = await played.FindAsync(db, subject.Id, cancellationToken);
        return await db.StaffMembers.Where(person => ids.Contains(person.Id) && person.IsActive).OrderBy(person => person.FullName).ToListAsync(cancellationToken);
    }

    private Task<List<StaffMember>> FindHoldersAsync(string role, CancellationToken cancellationToken) =>
        db.HoldersOf(role, clock.GetUtcNow().UtcDateTime).OrderBy(person => person.FullName).ToListAsync(cancellationToken);

    // What even a party may do is theirs when nobody else is left.
    private async Task<List<StaffMember>> FindJudgesAsync(string role, WorkItem item, CancellationToken cancellationToken)
    {
        var holders = await FindHoldersAsync(role, cancellationToken);
        var parties = subjects.PartiesTo(db, item.Subject) is { } query ? await query.ToListAsync(cancellationToken) : [];
        var judges = holders.FindAll(person => !parties.Contains(person.Id));
        return judges.Count == 0 && item.IsOpenToParties ? holders : judges;
    }

    // Nobody judges their own case, be it in the place of somebody else.
    private async Task<List<(StaffMember Person, string For)>> FindSubstitutesAsync(List<StaffMember> people, string? role, Subject subject, CancellationToken cancellationToken)
    {
        var found = await substitutions.FindSubstitutesAsync(people, role, subject, cancellationToken);
        var parties = found.Count > 0 && subjects.PartiesTo(db, subject) is { } query ? await query.ToListAsync(cancellationToken) : [];
        return found.FindAll(substitute => !parties.Contains(substitute.Person.Id));
    }

    private async Task<MessageFacts> ReadAsync(Subject subject, WorkItem? task, CancellationToken cancellationToken)
    {
        var facts = subjects.Find(subject.Kind) is { } type ? await type.ReadFactsAsync(db, subject.Id, cancellationToken) : MessageFacts.None;
        return task is null ? facts : facts.With(TaskFacts.Of(task, await NameHolderAsync(task, cancellationToken), clock.GetUtcNow().UtcDateTime));
    }

    private async Task<string> NameHolderAsync(WorkItem task, CancellationToken cancellationToken) => task.AssigneeId is { } id
        ? (await FindPersonAsync(id, cancellationToken))?.FullName ?? ""
        : AppRoles.Label(task.AssigneeRole!);

    // Looked for first among those that this step has seen.
    private async Task<StaffMember?> FindPersonAsync(Guid id, CancellationToken cancellationToken) => await db.StaffMembers.FindAsync([id], cancellationToken);
}
