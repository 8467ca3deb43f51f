namespace Fabrique.Reliability.Tests.Faults;

public enum Fault
{
    KillBeforeCommit,
    KillAfterCommit,

    /// <summary>The commit succeeds and its caller is told that it failed: what a lost connection looks like.</summary>
    ThrowAfterCommit,

    /// <summary>The protection removed, for controls: the signals of a transaction are deleted before it commits, then the process is killed.</summary>
    LoseSignalsAndKill,
}

/// <summary>What happens to the next transaction of a use case, told to the product by a file: written when the test is ready for it, removed by its execution.</summary>
/// <param name="Fault">What happens.</param>
/// <param name="UseCase">Beginning of the use case as the audit names it, for example <c>workflow:candidature</c>.</param>
public sealed record FaultOrder(Fault Fault, string UseCase)
{
    /// <summary>The environment variable that holds the file's path.</summary>
    public const string FileVariable = "FABRIQUE_TEST_FAULT";

    public void Write(string file)
    {
        // Moved into place, so that the product never reads half of it.
        var draft = file + ".draft";
        File.WriteAllText(draft, $"{Fault}|{UseCase}");
        File.Move(draft, file, overwrite: true);
    }

    public static FaultOrder? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Split('|') is [var fault, var useCase] ? new FaultOrder(Enum.Parse<Fault>(fault), useCase) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
