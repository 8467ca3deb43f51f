namespace Fabrique.Domain.Panels;

/// <summary>What a vote says.</summary>
public enum VoteChoice
{
    For,
    Against,
    Abstain,
}

/// <summary>The votes of a ballot.</summary>
public readonly record struct VoteCount(int For, int Against, int Abstained)
{
    /// <summary>Those who voted, abstentions included.</summary>
    public int Voters => For + Against + Abstained;

    /// <summary>
    /// Whether these counts would tell how somebody voted, to everybody or to one of the voters who knows their own vote: one or two voters, all alike, or all alike but one.
    /// Of a secret ballot the outcome alone is then told, and kept.
    /// </summary>
    public bool BetrayAVoter => Voters <= 2 || Math.Max(For, Math.Max(Against, Abstained)) >= Voters - 1;

    public VoteCount With(VoteChoice choice) => choice switch
    {
        VoteChoice.For => this with { For = For + 1 },
        VoteChoice.Against => this with { Against = Against + 1 },
        VoteChoice.Abstain => this with { Abstained = Abstained + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    public static VoteCount Of(IEnumerable<VoteChoice> choices) => choices.Aggregate(default(VoteCount), (count, choice) => count.With(choice));
}

/// <summary>
/// What a ballot comes to, as minutes and pages tell it. Voting members present, less those recused, less those who took no part, are those who voted; less the abstentions,
/// the votes for and against.
/// </summary>
/// <param name="IsSecret">Whether nobody knows who voted what.</param>
/// <param name="Present">Voting seats held when it was closed, or by somebody who had voted.</param>
/// <param name="Recused">Of which recused for the item.</param>
/// <param name="Silent">Of which did not vote although they could.</param>
/// <param name="Count">The votes; null when they would betray somebody.</param>
/// <param name="Outcome">What they say.</param>
/// <param name="IsByCastingVote">Whether the voice of whoever presides decided.</param>
public sealed record DeliberationSummary(bool IsSecret, int Present, int Recused, int Silent, VoteCount? Count, VoteOutcome Outcome, bool IsByCastingVote)
{
    /// <summary>Those who voted, abstentions included.</summary>
    public int Voters => Present - Recused - Silent;

    /// <summary>Those who abstained or took no part; null when it is not told.</summary>
    public int? Abstentions => Count is { } count ? count.Abstained + Silent : null;

    /// <summary>The votes for and against; null when it is not told.</summary>
    public int? Votes => Present - Recused - Abstentions;

    /// <summary>« Vote à bulletins secrets : … », French.</summary>
    public string Sentence
    {
        get
        {
            var mode = IsSecret ? "Vote à bulletins secrets" : "Vote nominatif";
            var recused = Recused switch
            {
                0 => "",
                1 => ", un déport",
                _ => $", {Recused} déports",
            };
            var silent = Silent switch
            {
                0 => "",
                1 => ", une personne n’a pas pris part au vote",
                _ => $", {Silent} personnes n’ont pas pris part au vote",
            };
            var counts = Count is { } count ? $"{count.For} pour, {count.Against} contre, {Abstained(count.Abstained)}" : "le détail n’est pas donné, il dévoilerait un vote";
            var outcome = Outcome switch
            {
                VoteOutcome.Adopted => "adopté",
                VoteOutcome.Rejected => "rejeté",
                _ => "partage égal des voix",
            };
            return $"{mode}\u00a0: {(Present == 1 ? "un membre présent" : $"{Present} membres présents")}{recused}{silent}\u00a0; {counts}. Résultat\u00a0: {outcome}{(IsByCastingVote ? ", par la voix prépondérante de la présidence" : "")}.";
        }
    }

    private static string Abstained(int count) => count > 1 ? $"{count} abstentions" : $"{count} abstention";
}
