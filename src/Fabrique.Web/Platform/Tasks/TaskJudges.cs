using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>
/// Nobody judges their own case: a task goes to those who are named as long as one of them is no party to its subject; otherwise to whoever is told when it is late,
/// then to the administrators.
/// </summary>
public sealed class TaskJudges(FabriqueDbContext db, SubjectTypes subjects, TimeProvider clock)
{
    /// <exception cref="PermanentFailureException">Nobody is left; the message says why.</exception>
    public async Task<Assignee> ChooseAsync(TaskRequest request, Subject subject, CancellationToken cancellationToken)
    {
        if (!WorkItem.IsJudgement(request.Assignee, request.Sheet, request.IsForPart) || subjects.PartiesTo(db, subject) is not { } query)
        {
            return request.Assignee;
        }

        var parties = await query.ToListAsync(cancellationToken);
        if (!await AreAllPartiesAsync(request.Assignee, parties, cancellationToken))
        {
            return request.Assignee;
        }

        IEnumerable<Assignee> after = request.Sheet?.Escalation is { } escalation ? [escalation.To, Assignee.HoldersOf(AppRoles.Administrator)] : [Assignee.HoldersOf(AppRoles.Administrator)];
        foreach (var next in after)
        {
            if (await IsAnyoneLeftAsync(next, parties, cancellationToken))
            {
                var now = clock.GetUtcNow();
                var sentence = $"« {request.Title} » revient à quelqu’un d’autre : c’est le propre dossier de qui devait le faire.";
                db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actorId: null, sentence, isInternal: true));
                return next;
            }
        }

        throw new PermanentFailureException($"« {request.Title} » ne peut être confié à personne : c’est le propre dossier de chaque personne à qui le demander. Donnez le rôle à quelqu’un d’autre, puis relancez.");
    }

    // A role that nobody holds yet is asked as it is: its first holder will find the task.
    private async Task<bool> AreAllPartiesAsync(Assignee assignee, List<Guid> parties, CancellationToken cancellationToken) => assignee.PersonId is { } id
        ? parties.Contains(id)
        : await HoldersAsync(assignee.Role!, cancellationToken) is { Count: > 0 } holders && holders.TrueForAll(parties.Contains);

    private async Task<bool> IsAnyoneLeftAsync(Assignee assignee, List<Guid> parties, CancellationToken cancellationToken) => assignee.PersonId is { } id
        ? !parties.Contains(id)
        : (await HoldersAsync(assignee.Role!, cancellationToken)).Exists(holder => !parties.Contains(holder));

    private Task<List<Guid>> HoldersAsync(string role, CancellationToken cancellationToken) =>
        db.HoldersOf(role, clock.GetUtcNow().UtcDateTime).Select(person => person.Id).ToListAsync(cancellationToken);
}
