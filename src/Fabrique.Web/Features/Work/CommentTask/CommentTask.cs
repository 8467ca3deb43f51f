using System.Security.Cryptography;
using System.Text;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Work.HoldTask;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.CommentTask;

/// <summary>One of those who see to a task says something of it to the others.</summary>
public sealed record CommentTask : IHoldingInput
{
    public required Guid TaskId { get; init; }

    /// <summary>From 1 to <see cref="TaskComment.TextLength"/> characters.</summary>
    public required string Text { get; init; }
}

/// <summary>The person who is to do it, whoever sees to it, whoever entrusted it and whoever has spoken before are told, but its author.</summary>
public sealed class CommentTaskHandler(TaskServices services, SubjectMessages messages) : HoldingHandler<CommentTask>(services)
{
    public const string Message = "commun/tache-commentee";

    private readonly TaskServices services = services;

    protected override async Task<Outcome> ActAsync(CommentTask input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken)
    {
        var authors = await services.Db.Set<TaskComment>().Where(comment => comment.WorkItemId == item.Id).Select(comment => new { comment.Id, comment.AuthorId }).ToListAsync(cancellationToken);
        var me = services.Actor.Id;
        var id = Identify(item.Id, me, input.Text);
        if (authors.Exists(comment => comment.Id == id))
        {
            return Outcome.Done;
        }

        if (item.MayBeCommented(input.Text) is { } refusal)
        {
            return refusal;
        }

        item.Say(id, me, input.Text, now);
        var told = new[] { item.AssigneeId, item.ClaimedById, item.DelegatedById, item.AskedId }.OfType<Guid>().Concat(authors.Select(comment => comment.AuthorId)).Distinct().Where(person => person != me);
        var procedure = await messages.FindProcedureAsync(item, cancellationToken);
        foreach (var person in told.ToList())
        {
            await messages.WriteToAsync(Assignee.Person(person), Message, item, procedure, cancellationToken, new CommentFacts(services.Actor.Name, input.Text));
        }

        return Outcome.Done;
    }

    // Sent twice, it is said once.
    private static Guid Identify(Guid taskId, Guid authorId, string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{taskId:N} {authorId:N} {text}"))[..16]);
}

/// <summary>What a message tells of a comment.</summary>
/// <param name="By">Full name of its author.</param>
/// <param name="Text">What they say.</param>
public sealed record CommentFacts(string By, string Text)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<CommentFacts>("commentaire.auteur", "Qui commente la tâche", "Perrine Bouleau", comment => comment.By),
        MergeTag.Of<CommentFacts>("commentaire.texte", "Le commentaire", "Je n’ai pas reçu l’annexe.", comment => comment.Text),
    ];
}
