using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Screening;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening;

/// <summary>Puts labels and gives applications to people, one at a time: what a page asks and what a batch does are done here. It saves nothing.</summary>
public sealed class ScreeningFiles(FabriqueDbContext db, Actor actor, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether an application may be given to somebody: one that is closed awaits nobody any more.</summary>
    public static Refusal? MayBeAssigned(Application application) => application.IsDecided || application.Status is ApplicationStatus.Withdrawn
        ? new Refusal("screening-over", $"Cette candidature est {ApplicationLabels.Of(application.Status).ToLowerInvariant()} : personne n’a plus à la suivre.")
        : NotSubmitted(application);

    public static Refusal? NotSubmitted(Application application) => application.SubmittedAt is null
        ? new Refusal("application-not-submitted", "Cette candidature n’est pas déposée : l’équipe ne la voit pas encore.")
        : null;

    /// <summary>A label that there is; null otherwise.</summary>
    public Task<ScreeningLabel?> FindLabelAsync(Guid id, CancellationToken cancellationToken) => db.ScreeningLabels.SingleOrDefaultAsync(label => label.Id == id, cancellationToken);

    public static Refusal LabelGone { get; } = new("label-unknown", "Cette étiquette a été supprimée : choisissez-en une autre.");

    /// <summary>Somebody of the team; null otherwise.</summary>
    public Task<ScreeningPerson?> FindPersonAsync(Guid id, CancellationToken cancellationToken) => db.HoldersOf(AppRoles.Team, Now)
        .Where(person => person.Id == id)
        .Select(person => new ScreeningPerson(person.Id, person.FullName))
        .SingleOrDefaultAsync(cancellationToken);

    public static Refusal NotOfTheTeam { get; } = new("assignee-not-of-the-team", "Cette personne n’est pas, ou plus, de l’équipe de la Fabrique : choisissez quelqu’un d’autre.");

    public async Task<ScreeningFile> OpenAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        if (db.ScreeningFiles.Local.FindEntry(applicationId)?.Entity is { } known)
        {
            return known;
        }

        var file = await db.ScreeningFiles.Include(file => file.Labels).AsSingleQuery().SingleOrDefaultAsync(file => file.Id == applicationId, cancellationToken);
        return file ?? db.ScreeningFiles.Add(ScreeningFile.Open(applicationId)).Entity;
    }

    /// <returns>Whether that changes anything.</returns>
    public bool Put(ScreeningFile file, ScreeningLabel label) => file.Put(label.Id, actor.Id, Now);

    /// <summary>Gives an application to somebody, or to nobody, and tells it to the team in its timeline.</summary>
    /// <returns>Whether that changes anything.</returns>
    public bool Assign(ScreeningFile file, ScreeningPerson? person)
    {
        if (!file.Assign(person?.Id, Now))
        {
            return false;
        }

        var sentence = person is null ? "Plus personne de l’équipe ne suit cette candidature." : $"Candidature suivie par {person.Name}.";
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(clock.GetUtcNow()), new Subject(ApplicationSubject.SubjectCode, file.Id), Now, actor.Id, sentence, isInternal: true));
        return true;
    }
}
