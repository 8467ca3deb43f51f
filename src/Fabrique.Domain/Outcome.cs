namespace Fabrique.Domain;

/// <summary>Why a request that a user can make is refused: a stable code for programs and tests, a French sentence for the person.</summary>
public sealed record Refusal(string Code, string Sentence);

/// <summary>The result of a use case: done, or refused for a reason that is shown to the person.</summary>
public readonly record struct Outcome
{
    private Outcome(Refusal refusal) => Refusal = refusal;

    public static Outcome Done => default;

    public Refusal? Refusal { get; }

    public bool IsDone => Refusal is null;

    public static implicit operator Outcome(Refusal refusal) => new(refusal);
}

/// <summary>A rule was broken by code that did not ask first. Never shown to a user.</summary>
public sealed class BrokenRuleException(Refusal refusal)
    : InvalidOperationException($"{refusal.Code}: {refusal.Sentence}")
{
    public Refusal Refusal { get; } = refusal;

    internal static void ThrowIf(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new BrokenRuleException(refusal);
        }
    }
}
