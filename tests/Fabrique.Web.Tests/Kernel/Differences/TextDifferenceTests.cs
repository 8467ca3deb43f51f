using Fabrique.Web.Kernel.Differences;

namespace Fabrique.Web.Tests.Kernel.Differences;

public sealed class TextDifferenceTests
{
    [Theory]
    [InlineData("a b c", "a b c", " a, b, c")]
    [InlineData("a b c", "a x c", " a,-b,+x, c")]
    [InlineData("a b c", "a c", " a,-b, c")]
    [InlineData("a c", "a b c", " a,+b, c")]
    [InlineData("a b c d", "b c d e", "-a, b, c, d,+e")]
    [InlineData("a a", "a a a", " a, a,+a")]
    [InlineData("", "a", "-,+a")]
    public void Each_line_is_kept_removed_or_added(string before, string after, string expected) =>
        Assert.Equal(expected, Tell(TextDifference.Between(before.Split(' '), after.Split(' '))));

    [Fact]
    public void Both_texts_are_found_again_in_their_difference()
    {
        var random = new Random(20261124);
        for (var round = 0; round < 200; round++)
        {
            string[] before = [.. Enumerable.Range(0, random.Next(20)).Select(_ => $"{random.Next(4)}")];
            string[] after = [.. Enumerable.Range(0, random.Next(20)).Select(_ => $"{random.Next(4)}")];

            var lines = TextDifference.Between(before, after);

            Assert.Equal(before, lines.Where(line => line.Change is not LineChange.Added).Select(line => line.Text));
            Assert.Equal(after, lines.Where(line => line.Change is not LineChange.Removed).Select(line => line.Text));
        }
    }

    [Fact]
    public void Two_endless_texts_are_compared_at_once()
    {
        string[] before = [.. Enumerable.Range(0, 20_000).Select(number => $"a{number}")];
        string[] after = [.. Enumerable.Range(0, 20_000).Select(number => $"b{number}")];

        Assert.Equal(40_000, TextDifference.Between(before, after).Count);
    }

    private static string Tell(IEnumerable<ComparedLine> lines) =>
        string.Join(',', lines.Select(line => $"{line.Change switch { LineChange.Added => "+", LineChange.Removed => "-", _ => " " }}{line.Text}"));
}
