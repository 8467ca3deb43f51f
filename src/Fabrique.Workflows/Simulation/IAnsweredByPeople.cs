namespace Fabrique.Workflows;

/// <summary>
/// An activity that waits for people, and tells a simulation what may come of the wait and how a person brings it about. The person's use case is called as a
/// page would call it, on the scratch database: the rules of the business apply.
/// </summary>
public interface IAnsweredByPeople
{
    /// <summary>What may come of the wait; the first is what usually happens.</summary>
    IReadOnlyList<PossibleAnswer> Answers { get; }

    /// <summary>What may come of the wait of one activity, when its drawing decides.</summary>
    /// <param name="activity">The activity as it is drawn.</param>
    /// <returns>The answers, the usual one first; by default those of its kind.</returns>
    IReadOnlyList<PossibleAnswer> AnswersOf(DrawnActivity activity) => Answers;

    /// <summary>Does what the people asked would do.</summary>
    /// <param name="answer">Which activity waits, and which of <see cref="Answers"/> is to come about.</param>
    /// <returns>Null when it is done; otherwise why the business refuses, in the words of the host.</returns>
    ValueTask<string?> AnswerAsync(SimulatedAnswer answer);
}

/// <summary>Something that may come of a wait for people.</summary>
/// <param name="Outcome">Port by which the activity is left.</param>
public sealed record PossibleAnswer(string Outcome)
{
    /// <summary>Whether it comes by itself when nobody answers, for example because the time given is over.</summary>
    public bool ComesByItself { get; init; }
}

/// <summary>An answer to be given in a simulation.</summary>
/// <param name="Services">Services of the scratch world, without a scope: the answer opens its own.</param>
/// <param name="InstanceId">Identifier of the instance that waits.</param>
/// <param name="Outcome">The outcome to bring about.</param>
/// <param name="Bookmarks">What the activity waits on; payloads are <see cref="System.Text.Json.JsonElement"/>s.</param>
/// <param name="CancellationToken">Cancelled when the simulation is given up.</param>
public sealed record SimulatedAnswer(IServiceProvider Services, string InstanceId, string Outcome, IReadOnlyList<Bookmark> Bookmarks, CancellationToken CancellationToken);
