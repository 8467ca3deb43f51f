namespace Fabrique.Domain.Panels;

/// <summary>What a panel lacks to sit.</summary>
public static class PanelReadiness
{
    /// <summary>Sentences in French, in the order in which it is settled; none when it may sit.</summary>
    /// <param name="panel">Which.</param>
    /// <param name="day">In Paris.</param>
    /// <param name="votingMembers">How many members must vote.</param>
    /// <param name="quorumPercent">The least part of them, out of 100, that its quorum must ask for.</param>
    public static IReadOnlyList<string> Missing(Panel panel, DateOnly day, int votingMembers, int quorumPercent)
    {
        var voting = panel.MembersOn(day).Count(member => member.Capacity is Capacity.Voting);
        var required = panel.Quorum.Required(voting);
        var missing = new List<string>();
        if (voting < votingMembers)
        {
            missing.Add($"{(voting switch { 0 => "Aucun membre ne vote", 1 => "Un seul membre vote", _ => $"{voting} membres votent" })}, il en faut {votingMembers}.");
        }

        if (voting > 0 && required > voting)
        {
            missing.Add($"Le quorum demande {required} membres, et {(voting == 1 ? "un seul vote" : $"{voting} seulement votent")}.");
        }

        if (required * 100L < (long)voting * quorumPercent)
        {
            missing.Add($"Le quorum doit demander au moins {quorumPercent}\u00a0% des membres qui votent.");
        }

        if (panel.ChairId is null)
        {
            missing.Add("La présidence n’est pas choisie.");
        }

        if (panel.ClerkId is null)
        {
            missing.Add("Le secrétariat n’est pas choisi.");
        }

        return missing;
    }
}
