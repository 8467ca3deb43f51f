namespace Fabrique.Domain.Panels;

/// <summary>
/// « Quorum » : how many voting members must be there. The base is every voting seat in office, those of recused members too, as in article R. 133-10 of the code of relations
/// between the public and the administration; a recused member is not there.
/// </summary>
/// <param name="Count">So many members; the numerator of a share when <paramref name="OutOf"/> is given. 0 for none.</param>
/// <param name="OutOf">Denominator of a share of the seats, rounded up: 1 out of 2 of 7 seats is 4. Null when <paramref name="Count"/> is a number of members.</param>
/// <param name="CountsSubstitutes">Whether a substitute counts as the member whose seat they hold.</param>
/// <param name="RequiresChair">Whether somebody must be there to preside.</param>
public sealed record QuorumRule(int Count, int? OutOf, bool CountsSubstitutes, bool RequiresChair)
{
    public static QuorumRule None { get; } = new(0, OutOf: null, CountsSubstitutes: true, RequiresChair: false);

    /// <summary>Why it is no rule; null when it is one.</summary>
    public Refusal? Problem => Count < 0 || OutOf < 1 || Count > OutOf
        ? new Refusal("quorum-impossible", "Le quorum est un nombre de membres, ou une part d’entre eux qui ne dépasse pas le tout.")
        : null;

    /// <summary>How many members must be there.</summary>
    /// <param name="seats">Voting seats in office.</param>
    public int Required(int seats) => OutOf is { } whole ? (int)((((long)seats * Count) + whole - 1) / whole) : Count;

    /// <summary>Whether it is reached, from who is there.</summary>
    public QuorumState Evaluate(SeatRoll roll)
    {
        var voting = roll.Seats.Where(seat => seat.Capacity is Capacity.Voting).ToList();
        var lacksChair = RequiresChair && (roll.Presiding is not { } chair || (chair.IsSubstituted && !CountsSubstitutes));
        return new QuorumState(voting.Count(IsCounted), Required(voting.Count), voting.Count, voting.Count(seat => seat.IsOccupied && seat.IsRecused), lacksChair);
    }

    /// <summary>Whether a seat is one of those counted.</summary>
    public bool IsCounted(Seat seat) => seat.Votes && (CountsSubstitutes || !seat.IsSubstituted);
}

/// <summary>A quorum is lost, or found again.</summary>
/// <param name="At">UTC.</param>
/// <param name="State">From then on.</param>
public sealed record QuorumChange(DateTime At, QuorumState State);

/// <summary>Whether a quorum is reached at an instant, and why not.</summary>
/// <param name="Present">Voting members who are there and count.</param>
/// <param name="Required">How many must be.</param>
/// <param name="Seats">Voting seats in office.</param>
/// <param name="Recused">Voting members who are there and left for the item.</param>
/// <param name="LacksChair">Whether nobody may preside although somebody must.</param>
public sealed record QuorumState(int Present, int Required, int Seats, int Recused, bool LacksChair)
{
    public bool IsReached => Present >= Required && !LacksChair;

    /// <summary>French; null when it is reached.</summary>
    public string? WhyNot
    {
        get
        {
            if (IsReached)
            {
                return null;
            }

            if (Present >= Required)
            {
                return "Quorum non atteint\u00a0: personne n’est là pour présider.";
            }

            var recused = Recused switch
            {
                0 => "",
                1 => " (un membre s’est retiré pour ce point)",
                _ => $" ({Recused} membres se sont retirés pour ce point)",
            };
            return $"Quorum non atteint\u00a0: {Present} sur {Seats} membres qui votent, il en faut {Required}{recused}.";
        }
    }
}
