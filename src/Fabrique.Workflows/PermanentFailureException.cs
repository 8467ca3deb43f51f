namespace Fabrique.Workflows;

/// <summary>A failure that no later attempt will mend: it skips the retry ladder and becomes an incident at once.</summary>
public class PermanentFailureException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed.</param>
    public PermanentFailureException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">Why.</param>
    public PermanentFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An input given to a workflow does not convert to its declared type; the instance was not started.</summary>
/// <param name="inputName">Name of the input.</param>
/// <param name="innerException">Why, in French.</param>
public sealed class InvalidInputException(string inputName, Exception innerException)
    : PermanentFailureException($"L’entrée « {inputName} » du circuit ne reçoit pas cette valeur : {innerException.Message}", innerException)
{
    /// <summary>Name of the input.</summary>
    public string InputName { get; } = inputName;
}
