namespace Fabrique.Workflows;

/// <summary>A mail that a workflow sends.</summary>
/// <param name="To">Addresses, as the definition gives them.</param>
/// <param name="Subject">Subject.</param>
/// <param name="Body">Body: HTML, or plain text.</param>
public sealed record WorkflowMail(IReadOnlyList<string> To, string Subject, string Body)
{
    /// <summary>Sender asked for, or null.</summary>
    public string? From { get; init; }

    /// <summary>Addresses in copy.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>Addresses in blind copy.</summary>
    public IReadOnlyList<string> Bcc { get; init; } = [];

    /// <summary>Attachments asked for, as the definition gives them, or null.</summary>
    public object? Attachments { get; init; }
}

/// <summary>Takes the mails of workflows. The host registers one among the services of a step; it writes them as rows of the step, and they leave after the commit.</summary>
public interface IWorkflowMailer
{
    /// <summary>Writes a mail to all its addresses, or to none.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="context">The execution of the activity that sends it.</param>
    /// <returns>Null when it is written; otherwise why it cannot be, in a sentence without personal data.</returns>
    ValueTask<string?> WriteAsync(WorkflowMail mail, ActivityContext context);
}
