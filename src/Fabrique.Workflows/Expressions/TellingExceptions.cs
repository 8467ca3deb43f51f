namespace Fabrique.Workflows.Expressions;

/// <summary>A text that somebody wrote cannot be understood.</summary>
internal sealed class UnreadableTextException(WorkflowMessage message, Exception? innerException = null) : FormatException(message.ToString(), innerException), ITold
{
    WorkflowMessage? ITold.Told => message;
}

/// <summary>A value does not convert to a type.</summary>
internal sealed class UnfitValueException(WorkflowMessage message, Exception? innerException = null) : InvalidCastException(message.ToString(), innerException), ITold
{
    WorkflowMessage? ITold.Told => message;
}
