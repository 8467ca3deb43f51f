using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>Whoever no longer has a task is told: they would look for it.</summary>
internal static class TakenAway
{
    public const string Message = "commun/tache-reprise";

    /// <param name="messages">Writes.</param>
    /// <param name="before">Who had it, or saw to it; null when nobody in particular did.</param>
    /// <param name="actor">Who took it: they are not told what they do.</param>
    /// <param name="item">As it is now.</param>
    /// <param name="word">Why; perhaps empty.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public static async Task WriteToPreviousAsync(this SubjectMessages messages, Guid? before, Actor actor, WorkItem item, string word, CancellationToken cancellationToken)
    {
        if (before is { } person && person != actor.Id)
        {
            await messages.WriteToAsync(Assignee.Person(person), Message, item, await messages.FindProcedureAsync(item, cancellationToken), cancellationToken, new EntrustedFacts(actor.Name, word));
        }
    }
}
