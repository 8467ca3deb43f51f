using System.Diagnostics.CodeAnalysis;

namespace Fabrique.Domain;

/// <summary>Why a request that a user can make is refused: a stable code for programs and tests, a French sentence for the person.</summary>
public sealed record Refusal(string Code, string Sentence);

/// <summary>The result of a use case, with or without something to give back.</summary>
public interface IOutcome
{
    /// <summary>Why it is refused; null when it is done.</summary>
    Refusal? Refusal { get; }

    /// <summary>Whether what was changed on the way is to be saved.</summary>
    bool IsKept { get; }
}

/// <summary>The result of a use case: done, or refused for a reason that is shown to the person.</summary>
public readonly record struct Outcome : IOutcome
{
    private Outcome(Refusal refusal) => Refusal = refusal;

    public static Outcome Done => default;

    public Refusal? Refusal { get; }

    public bool IsDone => Refusal is null;

    bool IOutcome.IsKept => IsDone;

    public static implicit operator Outcome(Refusal refusal) => new(refusal);

    /// <summary>Done, with what it gives.</summary>
    public static Outcome<T> With<T>(T value)
        where T : class => new(value, refusal: null);

    /// <summary>Refused, but not for nothing: what was kept all the same.</summary>
    public static Outcome<T> Kept<T>(T value, Refusal refusal)
        where T : class => new(value, refusal);
}

/// <summary>The result of a use case that gives something back: done with a value, refused, or refused while something was kept.</summary>
public sealed record Outcome<T> : IOutcome
    where T : class
{
    internal Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>What was done, or kept in spite of the refusal; null when the refusal left nothing.</summary>
    public T? Value { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsDone => Refusal is null;

    bool IOutcome.IsKept => Value is not null;

    public static implicit operator Outcome<T>(T value) => new(value, refusal: null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(value: null, refusal);

    public static implicit operator Outcome(Outcome<T> outcome) => outcome.Refusal is { } refusal ? refusal : Outcome.Done;
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
