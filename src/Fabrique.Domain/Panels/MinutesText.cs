using System.Text;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Panels;

/// <summary>Somebody in the minutes.</summary>
/// <param name="Name">As it is read.</param>
/// <param name="Capacity">Theirs, or that of the member whom they stand for.</param>
/// <param name="StandsFor">Name of the member whose seat they hold; null when they are one.</param>
/// <param name="IsPresent">Whether they were there at one moment.</param>
public sealed record MinutesAttendee(string Name, Capacity Capacity, string? StandsFor, bool IsPresent);

/// <summary>An item in the minutes. There is nowhere to put what a person scored, nor why they were recused.</summary>
/// <param name="Title">As it is read.</param>
/// <param name="Recused">Names of those who left for it.</param>
/// <param name="Notes">By the clerk, plain text; may be empty.</param>
/// <param name="AnnulledBallots">Why each of its annulled ballots was.</param>
/// <param name="Ballot">Its vote; null without one.</param>
/// <param name="Decision">Null when nothing was decided.</param>
public sealed record MinutesItem(string Title, IReadOnlyList<string> Recused, string Notes, IReadOnlyList<string> AnnulledBallots, DeliberationSummary? Ballot, MinutesDecision? Decision);

/// <summary>What was decided of an item.</summary>
/// <param name="Outcome">What.</param>
/// <param name="WaitingRank">Only on the waiting list.</param>
/// <param name="Reason">May be empty.</param>
/// <param name="RankingReason">Why it departs from the ranking; empty when it does not.</param>
public sealed record MinutesDecision(DecisionOutcome Outcome, int? WaitingRank, string Reason, string RankingReason);

/// <summary>All that minutes are written from.</summary>
/// <param name="Panel">Its name.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="ClosedAt">UTC.</param>
/// <param name="Chair">Name of who presided.</param>
/// <param name="Clerk">Name of who wrote.</param>
/// <param name="Attendees">In the order in which they are to be read.</param>
/// <param name="Quorum">When it was opened.</param>
/// <param name="QuorumWaiver">Why none was needed; null when one was.</param>
/// <param name="Items">In the order in which they were heard.</param>
/// <param name="QuorumChanges">When it was lost and found again; null for never.</param>
/// <param name="PlacesReason">Why more were retained than there were places; null when they were not.</param>
/// <param name="EnvelopeReason">Why more was given than the envelope; null when it was not.</param>
/// <param name="FirstCommitteeOn">Day in Paris of the first committee of what was retained; null when it was not fixed.</param>
public sealed record MinutesFacts(
    string Panel,
    DateTime OpenedAt,
    DateTime ClosedAt,
    string Chair,
    string Clerk,
    IReadOnlyList<MinutesAttendee> Attendees,
    QuorumState Quorum,
    string? QuorumWaiver,
    IReadOnlyList<MinutesItem> Items,
    IReadOnlyList<QuorumChange>? QuorumChanges = null,
    string? PlacesReason = null,
    string? EnvelopeReason = null,
    DateOnly? FirstCommitteeOn = null);

/// <summary>Writes the first text of minutes, which the clerk then corrects.</summary>
public static class MinutesText
{
    private const string Marks = "\\`*_[]<>#|~&";

    /// <summary>Markdown, French. The same facts give the same text; what people typed in them is shown as they typed it.</summary>
    public static string Write(MinutesFacts facts)
    {
        var text = new StringBuilder();
        Add($"# Procès-verbal – {Line(facts.Panel)}");
        Add($"Séance du {FrenchDate.Day(facts.OpenedAt)}, ouverte à {FrenchDate.Time(facts.OpenedAt)} et close à {FrenchDate.Time(facts.ClosedAt)}, présidée par {Line(facts.Chair)}. Secrétariat\u00a0: {Line(facts.Clerk)}.");
        Add("## Présence");
        AddList("Membres qui votent", facts.Attendees.Where(one => one.IsPresent && one.Capacity is Capacity.Voting));
        AddList("Voix consultative", facts.Attendees.Where(one => one.IsPresent && one.Capacity is Capacity.Advisory));
        AddList("Observation", facts.Attendees.Where(one => one.IsPresent && one.Capacity is Capacity.Observer));
        AddList("Absences", facts.Attendees.Where(one => !one.IsPresent));
        Add(facts.QuorumWaiver is { } waiver
            ? $"La séance s’est tenue sans condition de quorum\u00a0: {Plain(waiver)}"
            : facts.Quorum.WhyNot ?? $"Quorum atteint à l’ouverture\u00a0: {facts.Quorum.Present} sur {facts.Quorum.Seats} membres qui votent, il en fallait {facts.Quorum.Required}.");
        foreach (var change in facts.QuorumChanges ?? [])
        {
            Add(change.State.WhyNot is { } why ? $"À {FrenchDate.Time(change.At)}. {why}" : $"À {FrenchDate.Time(change.At)}, le quorum est de nouveau atteint.");
        }

        for (var i = 0; i < facts.Items.Count; i++)
        {
            AddItem(i + 1, facts.Items[i]);
        }

        if (facts.PlacesReason is { } places)
        {
            Add($"Le nombre de places a été dépassé\u00a0: {Plain(places)}");
        }

        if (facts.EnvelopeReason is { } envelope)
        {
            Add($"L’enveloppe a été dépassée\u00a0: {Plain(envelope)}");
        }

        if (facts.FirstCommitteeOn is { } committee)
        {
            Add($"Le premier comité de ce qui est retenu se tient le {FrenchDate.Day(committee)}.");
        }

        return text.ToString().TrimEnd('\n') + "\n";

        void Add(string paragraph) => text.Append(paragraph).Append("\n\n");

        void AddList(string title, IEnumerable<MinutesAttendee> people)
        {
            if (string.Join("\n", people.Select(one => $"- {Line(one.Name)}{StandsFor(one)}")) is { Length: > 0 } lines)
            {
                Add($"{title}\u00a0:\n\n{lines}");
            }
        }

        void AddItem(int number, MinutesItem item)
        {
            Add($"## {number}. {Line(item.Title)}");
            if (item.Recused.Count > 0)
            {
                var names = French.List([.. item.Recused.Select(Line)]);
                Add(item.Recused.Count == 1 ? $"Déport\u00a0: {names} n’a pas pris part à ce point." : $"Déports\u00a0: {names} n’ont pas pris part à ce point.");
            }

            if (Plain(item.Notes) is { Length: > 0 } notes)
            {
                Add(notes);
            }

            foreach (var annulment in item.AnnulledBallots)
            {
                Add($"Un vote a été annulé\u00a0: {Plain(annulment)}");
            }

            if (item.Ballot is { } ballot)
            {
                Add(ballot.Sentence);
            }

            if (item.Decision is { } decision)
            {
                Add($"**Décision\u00a0: {Tell(decision)}.**{(decision.Reason.Length > 0 ? $" Motif\u00a0: {Plain(decision.Reason)}" : "")}");
                if (decision.RankingReason.Length > 0)
                {
                    Add($"Écart avec le classement\u00a0: {Plain(decision.RankingReason)}");
                }
            }
        }
    }

    private static string StandsFor(MinutesAttendee one) => one.StandsFor is { } member ? $", qui supplée {Line(member)}" : "";

    private static string Tell(MinutesDecision decision) => decision.Outcome switch
    {
        DecisionOutcome.Retained => "proposition retenue",
        DecisionOutcome.WaitingList => $"proposition sur liste d’attente, au rang {decision.WaitingRank}",
        DecisionOutcome.NotRetained => "proposition non retenue",
        _ => "proposition réorientée",
    };

    private static string Line(string typed) => Plain(Texts.Line(typed));

    /// <summary>What people typed, without any effect on the text around it: marks are escaped, and lines stay lines of one paragraph.</summary>
    private static string Plain(string typed)
    {
        var plain = new StringBuilder(typed.Length);
        var isAtStart = true;
        foreach (var character in Texts.Lines(typed).ReplaceLineEndings("\n"))
        {
            if (Marks.Contains(character, StringComparison.Ordinal) || (isAtStart && character is '-' or '+' or '=' or '.' or ')'))
            {
                plain.Append('\\');
            }

            if (character == '\n')
            {
                plain.Append(isAtStart ? "" : "  \n");
                isAtStart = true;
                continue;
            }

            plain.Append(character);
            isAtStart = isAtStart && (char.IsWhiteSpace(character) || char.IsAsciiDigit(character));
        }

        return plain.ToString();
    }
}
