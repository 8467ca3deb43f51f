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
