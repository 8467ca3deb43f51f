namespace Fabrique.Domain.Panels;

/// <summary>An item to assign.</summary>
/// <param name="Item">Which.</param>
/// <param name="Label">As a refusal names it: « C-2026-014 ».</param>
/// <param name="Competence">What one of its reviewers at least must know; null for nothing.</param>
/// <param name="DirectionId">The direction that it comes from, none of whose people assesses it; null when that does not matter.</param>
public sealed record DrawnItem(Subject Item, string Label, string? Competence = null, Guid? DirectionId = null);

/// <summary>Somebody to whom items may be assigned.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Competences">What they know.</param>
/// <param name="DirectionId">Theirs; null when it is not known.</param>
/// <param name="Load">What they assess elsewhere, and which counts in the balance.</param>
/// <param name="Most">What they may assess in all, <paramref name="Load"/> included; null without a limit.</param>
public sealed record DrawnReviewer(Guid PersonId, IReadOnlyCollection<string> Competences, Guid? DirectionId = null, int Load = 0, int? Most = null);

/// <summary>Who assesses what.</summary>
public readonly record struct Pairing(Subject Item, Guid ReviewerId);

/// <summary>What a draw starts from. The order of its lists changes nothing.</summary>
/// <param name="Items">Each once.</param>
/// <param name="Reviewers">Those who are there, each once.</param>
/// <param name="ReviewersPerItem">How many each item has in the end, those kept included.</param>
/// <param name="Recusals">Never to somebody recused.</param>
/// <param name="Hinted">Nor to somebody whom a conflict is hinted for.</param>
/// <param name="Kept">What is assigned already and stays; it counts in the loads.</param>
public sealed record DrawRequest(
    IReadOnlyCollection<DrawnItem> Items,
    IReadOnlyCollection<DrawnReviewer> Reviewers,
    int ReviewersPerItem,
    Recusals Recusals,
    IReadOnlySet<Pairing> Hinted,
    IReadOnlySet<Pairing> Kept);

/// <summary>What a draw gives.</summary>
/// <param name="Seed">From which it can be done again.</param>
/// <param name="Added">What is to be assigned.</param>
/// <param name="Withdrawn">What no longer holds, since somebody is absent.</param>
public sealed record DrawnAssignments(long Seed, IReadOnlyList<Pairing> Added, IReadOnlyList<Pairing> Withdrawn);

/// <summary>
/// Assigns items by lot, as equally as the constraints allow. Items and reviewers are put in an order drawn from the seed; one place after the other goes to the least loaded
/// of the reviewers that it can reach, those who have their share passing a place on (an alternating path). No assignment has a smaller sum of squared loads, and when a place
/// reaches nobody there is no assignment at all (semi-matching: N. Harvey, R. Ladner, L. Lovász, T. Tamir, « Semi-matchings for bipartite graphs and load balancing », 2006).
/// </summary>
public static class AssignmentDraw
{
    /// <summary>How many items a refusal names, when there are many.</summary>
    private const int MostNamed = 10;

    /// <summary>Draws, or says which items cannot have their reviewers.</summary>
    public static Outcome<DrawnAssignments> Draw(DrawRequest request, long seed) => Draw(request, [], seed);

    /// <summary>Draws again what somebody who is absent has not assessed; the others keep what they have.</summary>
    /// <param name="request">With all that is assigned, theirs included, as kept.</param>
    /// <param name="absentId">Who.</param>
    /// <param name="assessed">What they assessed already, and which stays theirs.</param>
    /// <param name="seed">Another one.</param>
    public static Outcome<DrawnAssignments> Rebalance(DrawRequest request, Guid absentId, IReadOnlySet<Subject> assessed, long seed)
    {
        var withdrawn = request.Kept.Where(pairing => pairing.ReviewerId == absentId && !assessed.Contains(pairing.Item)).OrderBy(pairing => pairing.Item, WrittenOrder.Ascending).ToList();
        return Draw(
            request with
            {
                Kept = request.Kept.Except(withdrawn).ToHashSet(),
                Reviewers = [.. request.Reviewers.Select(reviewer => reviewer.PersonId == absentId ? reviewer with { Most = 0 } : reviewer)],
            },
            withdrawn,
            seed);
    }

    private static Outcome<DrawnAssignments> Draw(DrawRequest request, IReadOnlyList<Pairing> withdrawn, long seed)
    {
        if (request.ReviewersPerItem < 1)
        {
            throw new ArgumentException("An item has one reviewer at least.", nameof(request));
        }

        var table = new Table(request, new SeededDraw(seed));
        var failed = table.Fill();
        if (failed.Count == 0)
        {
            return new DrawnAssignments(seed, table.Added(), withdrawn);
        }

        var ordered = failed.Select(item => item.Label).Order(StringComparer.Ordinal).ToList();
        var labels = ordered.Count <= MostNamed + 1 ? French.List(ordered) : $"{string.Join(", ", ordered.Take(MostNamed))} et {ordered.Count - MostNamed} autres";
        return new Refusal("assignment-impossible", failed.Count == 1
            ? $"Le tirage est impossible\u00a0: pas assez de personnes peuvent évaluer {labels}. Ajoutez des membres, ou demandez moins d’évaluations. Rien n’a été attribué."
            : $"Le tirage est impossible\u00a0: pas assez de personnes peuvent évaluer {failed.Count} points, {labels}. Ajoutez des membres, ou demandez moins d’évaluations. Rien n’a été attribué.");
    }

    /// <summary>The places of each item: one for somebody who has its competence when nobody kept has it, the others for anybody allowed.</summary>
    private sealed class Table
    {
        private readonly DrawnItem[] items;
        private readonly DrawnReviewer[] reviewers;
        private readonly int[] loads;
        private readonly List<Place> places = [];

        /// <summary>Items whose reviewers are all kept, and none of whom has the competence.</summary>
        private readonly List<DrawnItem> unknown = [];

        /// <summary>By item and reviewer, the place of the item that the reviewer holds; -1 for none.</summary>
        private readonly int[][] held;

        /// <summary>By reviewer, the places that they hold.</summary>
        private readonly List<int>[] hand;

        public Table(DrawRequest request, SeededDraw draw)
        {
            items = [.. draw.Shuffle(request.Items.OrderBy(item => item.Item, WrittenOrder.Ascending))];
            reviewers = [.. draw.Shuffle(request.Reviewers.OrderBy(reviewer => reviewer.PersonId, WrittenOrder.Ascending))];
            var keptOf = request.Kept.ToLookup(pairing => pairing.Item, pairing => pairing.ReviewerId);
            var keptBy = request.Kept.ToLookup(pairing => pairing.ReviewerId);
            loads = [.. reviewers.Select(reviewer => reviewer.Load + keptBy[reviewer.PersonId].Count())];
            held = [.. items.Select(_ => Enumerable.Repeat(-1, reviewers.Length).ToArray())];
            hand = [.. reviewers.Select(_ => new List<int>())];
            for (var i = 0; i < items.Length; i++)
            {
                var item = items[i];
                var kept = keptOf[item.Item].ToHashSet();
                var allowed = draw.Shuffle(Enumerable.Range(0, reviewers.Length)).Where(r => !kept.Contains(reviewers[r].PersonId) && IsAllowed(request, item, reviewers[r])).ToArray();
                var isKnown = item.Competence is null || reviewers.Any(reviewer => kept.Contains(reviewer.PersonId) && reviewer.Competences.Contains(item.Competence));
                var lacking = request.ReviewersPerItem - kept.Count;
                if (!isKnown && lacking <= 0)
                {
                    unknown.Add(item);
                }

                for (var p = 0; p < lacking; p++)
                {
                    var isForCompetence = p == 0 && !isKnown;
                    places.Add(new Place(i, isForCompetence ? [.. allowed.Where(r => reviewers[r].Competences.Contains(item.Competence!))] : allowed));
                }
            }
        }

        /// <summary>Gives each place; the items that cannot have all their reviewers.</summary>
        public IReadOnlyCollection<DrawnItem> Fill() => [.. unknown.Concat(Enumerable.Range(0, places.Count).Where(place => !Give(place)).Select(place => items[places[place].Item])).Distinct()];

        public IReadOnlyList<Pairing> Added() =>
        [
            .. places.Select(place => new Pairing(items[place.Item].Item, reviewers[place.Holder].PersonId))
                .OrderBy(pairing => pairing.Item, WrittenOrder.Ascending)
                .ThenBy(pairing => pairing.ReviewerId, WrittenOrder.Ascending),
        ];

        private static bool IsAllowed(DrawRequest request, DrawnItem item, DrawnReviewer reviewer) =>
            !request.Recusals.Excludes(reviewer.PersonId, item.Item)
            && !request.Hinted.Contains(new Pairing(item.Item, reviewer.PersonId))
            && (item.DirectionId is null || item.DirectionId != reviewer.DirectionId);

        private bool Give(int start)
        {
            var from = new Dictionary<int, int> { [start] = -1 };
            var reachedFrom = new int?[reviewers.Length];
            var queue = new Queue<int>([start]);
            var best = -1;
            while (queue.TryDequeue(out var place))
            {
                foreach (var r in places[place].Allowed)
                {
                    if (held[places[place].Item][r] is var same and >= 0)
                    {
                        // Already a reviewer of the item: they may move from one of its places to the other.
                        Reach(same, place);
                    }
                    else if (reachedFrom[r] is null)
                    {
                        reachedFrom[r] = place;
                        best = loads[r] < (reviewers[r].Most ?? int.MaxValue) && (best < 0 || loads[r] < loads[best]) ? r : best;
                        hand[r].ForEach(other => Reach(other, place));
                    }
                }
            }

            if (best < 0)
            {
                return false;
            }

            loads[best]++;
            Pass(best, reachedFrom[best]!.Value, from);
            return true;

            void Reach(int place, int before)
            {
                if (from.TryAdd(place, before))
                {
                    queue.Enqueue(place);
                }
            }
        }

        /// <summary>Each takes the place that they were asked to, and leaves theirs to the one before.</summary>
        private void Pass(int reviewer, int place, Dictionary<int, int> from)
        {
            while (place >= 0)
            {
                var (item, before) = (places[place].Item, places[place].Holder);
                if (before >= 0)
                {
                    held[item][before] = -1;
                    hand[before].Remove(place);
                }

                places[place].Holder = reviewer;
                held[item][reviewer] = place;
                hand[reviewer].Add(place);
                (reviewer, place) = (before, from[place]);
            }
        }
    }

    private sealed class Place(int item, int[] allowed)
    {
        public int Item { get; } = item;

        public int[] Allowed { get; } = allowed;

        public int Holder { get; set; } = -1;
    }
}
