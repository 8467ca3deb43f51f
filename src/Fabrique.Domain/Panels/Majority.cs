namespace Fabrique.Domain.Panels;

/// <summary>« Majorité » : what a proposal needs to be adopted.</summary>
public enum Majority
{
    /// <summary>More votes for than against.</summary>
    Simple,

    /// <summary>For: more than half of those who may vote and are there, abstentions included.</summary>
    Absolute,

    /// <summary>For: two thirds at least of the votes for and against.</summary>
    TwoThirds,
}

/// <summary>What a vote says.</summary>
public enum VoteOutcome
{
    Adopted,
    Rejected,

    /// <summary>« Partage égal des voix » : not adopted, unless a casting vote decides.</summary>
    Tied,
}

public static class Majorities
{
    /// <summary>What the votes say. Votes are tied only when one voice more would adopt or reject: never under two thirds, nor without any vote.</summary>
    /// <param name="majority">The rule.</param>
    /// <param name="count">The votes.</param>
    /// <param name="eligible">Those who may vote and are there, whether they did or not.</param>
    public static VoteOutcome Decide(this Majority majority, VoteCount count, int eligible) => majority switch
    {
        Majority.Simple => count.For > count.Against ? VoteOutcome.Adopted
            : count.For == count.Against && count.For > 0 ? VoteOutcome.Tied
            : VoteOutcome.Rejected,
        Majority.Absolute => 2 * count.For > eligible ? VoteOutcome.Adopted
            : 2 * count.For == eligible && count.For == count.Against && count.For > 0 ? VoteOutcome.Tied
            : VoteOutcome.Rejected,
        Majority.TwoThirds => count.For > 0 && 3 * count.For >= 2 * (count.For + count.Against) ? VoteOutcome.Adopted : VoteOutcome.Rejected,
        _ => throw new ArgumentOutOfRangeException(nameof(majority)),
    };
}
