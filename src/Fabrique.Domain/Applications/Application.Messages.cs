namespace Fabrique.Domain.Applications;

/// <summary>Who writes messages in an application, and until when.</summary>
public sealed partial class Application
{
    /// <summary>How long those who carry it may still write once it is decided, or once the team last wrote to them.</summary>
    public const int DaysToWriteOnceClosed = 30;

    /// <summary>Whether it has left its authors' hands: before, the team does not know of it.</summary>
    public bool IsSubmitted => SubmittedAt is not null;

    public bool IsClosed => Status is ApplicationStatus.Withdrawn || IsDecided;

    /// <summary>The side on which somebody speaks: those who carry an application speak for it, whatever their roles.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="isTeam">Whether they are of the team, or stand in its place.</param>
    /// <returns>Null when they have no part in it.</returns>
    public MessageSide? SideOf(Guid personId, bool isTeam) => Lets(personId, CoApplicantRight.Read) ? MessageSide.Applicant : isTeam ? MessageSide.Team : null;

    /// <summary>The last instant at which those who carry it may write, UTC; null as long as it is not closed.</summary>
    /// <param name="lastOfTeam">When the team last wrote, UTC; null when it never did.</param>
    public DateTime? WritableUntil(DateTime? lastOfTeam)
    {
        if (!IsClosed)
        {
            return null;
        }

        var (decided, team) = (DecidedAt ?? DateTime.MinValue, lastOfTeam ?? DateTime.MinValue);
        var last = decided > team ? decided : team;
        return last == DateTime.MinValue ? last : last.AddDays(DaysToWriteOnceClosed);
    }

    /// <summary>Whether somebody may write a message.</summary>
    /// <param name="actorId">Who.</param>
    /// <param name="isTeam">Whether they are of the team, or stand in its place.</param>
    /// <param name="lastOfTeam">When the team last wrote, UTC; null when it never did.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayWriteMessage(Guid actorId, bool isTeam, DateTime? lastOfTeam, DateTime now)
    {
        if (SideOf(actorId, isTeam) is not { } side)
        {
            return new Refusal("message-not-yours", "Les messages d’une candidature s’écrivent entre les personnes qui la portent et l’équipe de la Fabrique.");
        }

        if (!IsSubmitted)
        {
            return new Refusal("message-before-submission", "L’équipe de la Fabrique ne lit pas les brouillons : vous pourrez lui écrire ici une fois la candidature déposée.");
        }

        if (side is MessageSide.Team)
        {
            return null;
        }

        return !Lets(actorId, CoApplicantRight.Write)
            ? new Refusal("message-may-only-read", "Vous lisez cette candidature, mais n’avez pas le droit de l’écrire : demandez-le à la personne qui la porte.")
            : WritableUntil(lastOfTeam) is { } until && now > until
                ? new Refusal("message-closed", $"Cette candidature est close depuis longtemps : ses messages se lisent, mais ne reçoivent plus de réponse. On peut y écrire {DaysToWriteOnceClosed} jours après la décision.")
                : null;
    }
}
