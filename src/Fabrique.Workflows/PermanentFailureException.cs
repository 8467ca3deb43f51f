namespace Fabrique.Workflows;

/// <summary>A failure that no later attempt will mend: it skips the retry ladder and becomes an incident at once.</summary>
public class PermanentFailureException : Exception, ITold
{
    private readonly WorkflowMessage? _told;

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed.</param>
    public PermanentFailureException(string message)
        : base(message)
    {
    }

    internal PermanentFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal PermanentFailureException(WorkflowMessage message, Exception? innerException = null)
        : base(message.ToString(), innerException) => _told = message;

    WorkflowMessage? ITold.Told => _told;
}

/// <summary>An input given to a workflow does not convert to its declared type; the instance was not started.</summary>
public sealed class InvalidInputException : PermanentFailureException
{
    internal InvalidInputException(string inputName, Exception innerException)
        : base(new WorkflowMessage(MessageCodes.UnfitInput, inputName, WorkflowMessage.Of(innerException)), innerException) => InputName = inputName;

    /// <summary>Name of the input.</summary>
    internal string InputName { get; }
}
