namespace Fabrique.Domain.Work;

/// <summary>What one of those who see to a task says of it to the others. Never read by the person whose case it is.</summary>
public sealed class TaskComment
{
    public const int TextLength = 2_000;

    internal TaskComment(Guid id, Guid workItemId, Guid authorId, string text, DateTime at)
    {
        Id = id;
        WorkItemId = workItemId;
        AuthorId = authorId;
        Text = text;
        At = at;
    }

    private TaskComment()
    {
    }

    public Guid Id { get; private init; }

    public Guid WorkItemId { get; private init; }

    public Guid AuthorId { get; private init; }

    public string Text { get; private init; } = "";

    public DateTime At { get; private init; }
}
