using Fabrique.Data;
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
public sealed class SubjectMessages(FabriqueDbContext db, SubjectTypes subjects, Substitutions substitutions, Outbox outbox, TimeProvider clock)
{
    /// <summary>Names the team of the Fabrique among recipients.</summary>
    public const string Team = "Team";

    /// <summary>Those to whom a drawing may write, as they are shown.</summary>
    public static IReadOnlyList<Choice> Known(SubjectTypes subjects) => [.. subjects.Roles.Select(role => new Choice(role.Code, role.Label)), new Choice(Team, "L’équipe de la Fabrique")];

    /// <param name="message">Key of the message, for example <c>candidature/accuse-de-reception</c>.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="recipients"><see cref="Team"/>, or a part that people play in the subject.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task WriteAsync(string message, Subject subject, string recipients, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(subject, task: null, cancellationToken);
        var people = await FindAsync(subject, recipients, cancellationToken);
        Tell(subject, people.ConvertAll(person => outbox.Write(message, person, data, subject)), isInternal: recipients is Team || subjects.FindRole(recipients) is { IsInternal: true });
    }

    /// <summary>Writes to the person asked, or to every active holder of the role asked.</summary>
    public Task WriteToHoldersAsync(string message, WorkItem item, CancellationToken cancellationToken) =>
        WriteToAsync(item.AssigneeRole is { } role ? Assignee.HoldersOf(role) : Assignee.Person(item.AssigneeId!.Value), message, item, cancellationToken);

    /// <summary>Writes about a task to a person, or to every active holder of a role, and to those who act in their place today, but not to those whose own case it is.</summary>
    public async Task WriteToAsync(Assignee to, string message, WorkItem item, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(item.Subject, item, cancellationToken);
        var people = to.PersonId is { } id
            ? await FindPersonAsync(id, cancellationToken) is { } person ? [person] : []
            : await FindHoldersAsync(to.Role!, cancellationToken);
        var substitutes = await substitutions.FindSubstitutesAsync(people, to.Role, item.Subject, cancellationToken);
        var parties = to.PersonId is not null && substitutes.Count == 0 ? [] : await FindPartiesAsync(item.Subject, cancellationToken);
        people = [.. people.Where(person => to.PersonId is not null || !parties.Contains(person.Id)), .. substitutes.Where(person => !parties.Contains(person.Id))];
        Tell(item.Subject, people.ConvertAll(person => outbox.Write(message, person, data, item.Subject)), isInternal: true);
    }

    // Asked is not done: the line names the message, and what became of each mail is read with it.
    private void Tell(Subject subject, List<OutgoingMail?> written, bool isInternal)
    {
        OutgoingMail[] mails = [.. written.OfType<OutgoingMail>()];
        if (mails.Length == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var sentence = $"Message « {mails[0].Subject} ».";
        var entry = TimelineEntry.Write(
            Guid.CreateVersion7(now),
            subject,
            now.UtcDateTime,
            actorId: null,
            sentence.Length <= TimelineEntry.SentenceLength ? sentence : $"{sentence[..(TimelineEntry.SentenceLength - 1)]}…",
            isInternal);
        db.TimelineEntries.Add(entry);
        foreach (var mail in mails)
        {
            mail.ToldBy(entry.Id);
        }
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

    private async Task<List<Guid>> FindPartiesAsync(Subject subject, CancellationToken cancellationToken) =>
        subjects.PartiesTo(db, subject) is { } query ? await query.ToListAsync(cancellationToken) : [];

    private async Task<MessageFacts> ReadAsync(Subject subject, WorkItem? task, CancellationToken cancellationToken)
    {
        var facts = subjects.Find(subject.Kind) is { } type ? await type.ReadFactsAsync(db, subject.Id, cancellationToken) : MessageFacts.None;
        return task is null ? facts : facts.With(TaskFacts.Of(task, await NameHolderAsync(task, cancellationToken)));
    }

    private async Task<string> NameHolderAsync(WorkItem task, CancellationToken cancellationToken) => task.AssigneeRole is { } role
        ? AppRoles.Label(role)
        : (await FindPersonAsync(task.AssigneeId!.Value, cancellationToken))?.FullName ?? "";

    // Looked for first among those that this step has seen.
    private async Task<StaffMember?> FindPersonAsync(Guid id, CancellationToken cancellationToken) => await db.StaffMembers.FindAsync([id], cancellationToken);
}
