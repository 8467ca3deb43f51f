using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class AssignmentDrawTests
{
    private static readonly HashSet<Pairing> Nobody = [];

    [Fact]
    public void A_draw_never_changes_from_one_version_to_the_next()
    {
        var items = Enumerable.Range(1, 4).Select(i => new DrawnItem(new Subject("Application", new Guid(i, 0, 0, new byte[8])), $"C-{i}")).ToArray();
        var reviewers = Enumerable.Range(1, 3).Select(i => new DrawnReviewer(new Guid(100 + i, 0, 0, new byte[8]), [])).ToArray();
        var drawn = AssignmentDraw.Draw(new DrawRequest(items, reviewers, 2, Recusals.None, Nobody, Nobody), 2027).Value!;
        Assert.Equal("1>101 1>103 2>102 2>103 3>101 3>102 4>101 4>103", string.Join(' ', drawn.Added.Select(pairing => $"{Number(pairing.Item.Id)}>{Number(pairing.ReviewerId)}")));

        static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray());
    }

    [Fact]
    public void It_names_the_items_that_cannot_have_their_reviewers()
    {
        var sample = new Sample();
        sample.Recuse(0);
        DrawnItem[] items = [new(sample.Items[0], "C-1"), new(sample.Items[1], "C-2", Competence: "données")];
        DrawnReviewer[] reviewers = [new(sample.People[0], []), new(sample.People[1], [])];
        var refusal = AssignmentDraw.Draw(new DrawRequest(items, reviewers, 2, sample.InForce, Nobody, Nobody), 1).Refusal!;
        Assert.Equal("assignment-impossible", refusal.Code);
        Assert.Contains("2 points, C-1 et C-2.", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_ten_of_many()
    {
        var items = Enumerable.Range(10, 30).Select(i => new DrawnItem(Sample.NewItem(), $"C-{i}")).ToArray();
        var refusal = AssignmentDraw.Draw(new DrawRequest(items, [], 1, Recusals.None, Nobody, Nobody), 1).Refusal!;
        Assert.Contains("30 points, C-10, C-11, C-12, C-13, C-14, C-15, C-16, C-17, C-18, C-19 et 20 autres.", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_and_directions_and_hints_hold()
    {
        var (direction, items, people) = (Ids.Next(), new[] { Sample.NewItem(), Sample.NewItem() }, new[] { Ids.Next(), Ids.Next(), Ids.Next() });
        DrawnItem[] asked = [new(items[0], "C-1", DirectionId: direction), new(items[1], "C-2")];
        DrawnReviewer[] reviewers = [new(people[0], [], direction), new(people[1], [], null, Load: 5, Most: 6), new(people[2], [])];
        var drawn = AssignmentDraw.Draw(new DrawRequest(asked, reviewers, 1, Recusals.None, new HashSet<Pairing> { new(items[0], people[2]) }, Nobody), 3).Value!;
        Assert.Equal(people[1], drawn.Added.Single(pairing => pairing.Item == items[0]).ReviewerId);
        Assert.NotEqual(people[1], drawn.Added.Single(pairing => pairing.Item == items[1]).ReviewerId);
    }

    [Fact]
    public void What_somebody_absent_has_not_assessed_goes_to_the_others_and_the_rest_stays()
    {
        var items = Enumerable.Range(0, 6).Select(i => new DrawnItem(Sample.NewItem(), $"C-{i}")).ToArray();
        var reviewers = Enumerable.Range(0, 4).Select(_ => new DrawnReviewer(Ids.Next(), [])).ToArray();
        var request = new DrawRequest(items, reviewers, 2, Recusals.None, Nobody, Nobody);
        var first = AssignmentDraw.Draw(request, 5).Value!.Added.ToHashSet();
        var absent = reviewers[0].PersonId;
        var theirs = first.Where(pairing => pairing.ReviewerId == absent).ToList();
        var assessed = new HashSet<Subject> { theirs[0].Item };
        var again = AssignmentDraw.Rebalance(request with { Kept = first }, absent, assessed, 6).Value!;
        Assert.Equal(theirs.Skip(1).ToHashSet(), again.Withdrawn.ToHashSet());
        Assert.Equal(again.Withdrawn.Count, again.Added.Count);
        Assert.DoesNotContain(again.Added, pairing => pairing.ReviewerId == absent || first.Contains(pairing));
        var now = first.Except(again.Withdrawn).Concat(again.Added).ToList();
        Assert.All(items, item => Assert.Equal(2, now.Where(pairing => pairing.Item == item.Item).Select(pairing => pairing.ReviewerId).Distinct().Count()));
        Assert.InRange(now.GroupBy(pairing => pairing.ReviewerId).Where(group => group.Key != absent).Max(group => group.Count()), 3, 4);
    }

    /// <summary>Against every assignment there is, for small ones: as equal as it can be, refused only when there is none, and the same from the same seed.</summary>
    [Fact]
    public void No_assignment_is_more_equal_and_a_refusal_means_that_there_is_none()
    {
        var (possible, impossible) = (0, 0);
        var directions = new[] { Ids.Next(), Ids.Next() };
        Cases.Play(Cases.Many, random =>
        {
            var reviewers = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new DrawnReviewer(Ids.Next(), Known(random), Direction(random), random.Next(0, 3), random.Chance(20) ? random.Next(1, 4) : null)).ToArray();
            var items = Enumerable.Range(0, random.Next(1, 4)).Select(i => new DrawnItem(Sample.NewItem(), $"C-{i}", random.Chance(25) ? random.Chance(70) ? "a" : "b" : null, Direction(random))).ToArray();
            var hinted = items.SelectMany(item => reviewers.Select(reviewer => new Pairing(item.Item, reviewer.PersonId))).Where(_ => random.Chance(20)).ToHashSet();
            var request = new DrawRequest(items, reviewers, random.Next(1, 3), Recusals.None, hinted, Nobody);
            var seed = random.NextInt64();
            var outcome = AssignmentDraw.Draw(request, seed);
            var again = AssignmentDraw.Draw(request with { Items = random.Shuffled(items), Reviewers = random.Shuffled(reviewers) }, seed);
            Assert.Equal(outcome.Refusal, again.Refusal);
            var best = Best(request, 0, [.. reviewers.Select(reviewer => reviewer.Load)]);
            Assert.Equal(best is not null, outcome.IsDone);
            if (!outcome.IsDone)
            {
                impossible++;
                return;
            }

            possible++;
            var added = outcome.Value.Added;
            Assert.True(added.SequenceEqual(again.Value!.Added));
            Assert.Empty(added.Intersect(hinted));
            Assert.Equal(added.Count, added.Distinct().Count());
            Assert.Equal(best, reviewers.Sum(reviewer => Square(reviewer.Load + added.Count(pairing => pairing.ReviewerId == reviewer.PersonId))));
            Assert.All(items, item =>
            {
                var theirs = added.Where(pairing => pairing.Item == item.Item).Select(pairing => reviewers.Single(reviewer => reviewer.PersonId == pairing.ReviewerId)).ToList();
                Assert.Equal(request.ReviewersPerItem, theirs.Count);
                Assert.DoesNotContain(theirs, reviewer => item.DirectionId is not null && reviewer.DirectionId == item.DirectionId);
                Assert.True(item.Competence is null || theirs.Exists(reviewer => reviewer.Competences.Contains(item.Competence)));
            });
        });
        Assert.True(possible > Cases.Many / 10 && impossible > Cases.Many / 10);

        Guid? Direction(Random random) => random.Chance(25) ? directions[random.Next(0, 2)] : null;

        static string[] Known(Random random) => random.Chance(50) ? random.Chance(30) ? ["a", "b"] : ["a"] : random.Chance(30) ? ["b"] : [];
    }

    [Fact]
    public void A_large_call_is_shared_equally()
    {
        var items = Enumerable.Range(0, 300).Select(i => new DrawnItem(Sample.NewItem(), $"C-{i}")).ToArray();
        var reviewers = Enumerable.Range(0, 12).Select(_ => new DrawnReviewer(Ids.Next(), [])).ToArray();
        var drawn = AssignmentDraw.Draw(new DrawRequest(items, reviewers, 3, Recusals.None, Nobody, Nobody), 9).Value!;
        Assert.All(reviewers, reviewer => Assert.Equal(75, drawn.Added.Count(pairing => pairing.ReviewerId == reviewer.PersonId)));
    }

    private static int Square(int number) => number * number;

    /// <summary>The smallest sum of squared loads; null when nothing is possible.</summary>
    private static int? Best(DrawRequest request, int index, int[] loads)
    {
        if (index == request.Items.Count)
        {
            return loads.Sum(Square);
        }

        var item = request.Items.ElementAt(index);
        var reviewers = request.Reviewers.ToArray();
        int? best = null;
        for (var chosen = 0; chosen < 1 << reviewers.Length; chosen++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)chosen) != request.ReviewersPerItem)
            {
                continue;
            }

            var mine = Enumerable.Range(0, reviewers.Length).Where(r => (chosen & (1 << r)) != 0).ToArray();
            if (Array.Exists(mine, r => request.Hinted.Contains(new Pairing(item.Item, reviewers[r].PersonId)) || (item.DirectionId is not null && reviewers[r].DirectionId == item.DirectionId) || loads[r] >= (reviewers[r].Most ?? 99))
                || (item.Competence is not null && !Array.Exists(mine, r => reviewers[r].Competences.Contains(item.Competence))))
            {
                continue;
            }

            Array.ForEach(mine, r => loads[r]++);
            best = (best, Best(request, index + 1, loads)) switch
            {
                ({ } known, { } found) => Math.Min(known, found),
                var (known, found) => known ?? found,
            };
            Array.ForEach(mine, r => loads[r]--);
        }

        return best;
    }
}
