using Fabrique.Domain.People;

namespace Fabrique.Domain.Tests.People;

public sealed class DelegationTests
{
    private static readonly DateOnly Today = new(2026, 7, 1);
    private static readonly DateTime Now = new(2026, 7, 1, 8, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Ada = Ids.Next();
    private static readonly Guid Bob = Ids.Next();
    private static readonly Guid Cleo = Ids.Next();

    public static TheoryData<string, string?> Asked { get; } = new()
    {
        { "A>B 0..9 *", null },
        { "A>- 0..9 *", null },
        { "A>B 0..0 *", null },
        { "A>B 0..365 *", null },
        { "A>A 0..9 *", "delegation-to-oneself" },
        { "A>B -1..9 *", "delegation-starts-in-the-past" },
        { "A>B 5..4 *", "delegation-ends-before-it-starts" },
        { "A>B 0..366 *", "delegation-too-long" },
        { "A>- 0..9 Directeur", "delegation-partial-without-substitute" },
    };

    public static TheoryData<string, string, string?> Met { get; } = new()
    {
        // The same person away twice.
        { "A>B 0..9 *", "A>C 9..12 *", "delegation-overlaps" },
        { "A>B 0..9 *", "A>C 10..12 *", null },
        { "A>B 0..9 Directeur", "A>C 5..6 Directeur", "delegation-overlaps" },
        { "A>B 0..9 Directeur", "A>C 5..6 Coach", null },
        { "A>B 0..9 Directeur", "A>C 5..6 *", null },
        { "A>B 0..9 *", "A>- 5..6 *", "delegation-overlaps" },
        { "A>B 0..9 Directeur", "A>- 5..6 *", "delegation-overlaps" },

        // Round and round, and chains that end on nobody.
        { "B>A 0..9 *", "A>B 5..6 *", "delegation-circular" },
        { "B>A 0..4 *", "A>B 5..6 *", null },
        { "B>C 0..9 *", "A>B 5..6 *", "delegation-substitute-away" },
        { "B>- 0..9 *", "A>B 5..6 *", "delegation-substitute-away" },
        { "B>C 0..9 Coach", "A>B 5..6 *", null },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public void What_cannot_be_is_refused_with_its_reason(string asked, string? refusal) =>
        Assert.Equal(refusal, Delegation.MayBeEntered(Read(asked), [], Today)?.Code);

    [Theory]
    [MemberData(nameof(Met))]
    public void Those_that_meet_are_refused_when_nobody_could_tell_who_acts(string there, string asked, string? refusal)
    {
        var other = Enter(there);
        Assert.Equal(refusal, Delegation.MayBeEntered(Read(asked), [other], Today)?.Code);

        other.End(Ada, Today, Now);
        Assert.Null(Delegation.MayBeEntered(Read(asked), [other], Today));
    }

    [Fact]
    public void It_runs_from_its_first_day_to_its_last_unless_it_is_ended()
    {
        var delegation = Enter("A>B 2..4 *");
        Assert.Equal([false, true, true, true, false], new[] { 1, 2, 3, 4, 5 }.Select(day => delegation.IsActiveOn(Today.AddDays(day))));
        Assert.Equal("delegation-over", delegation.MayBeEnded(Today.AddDays(5))?.Code);

        delegation.End(Bob, Today.AddDays(3), Now.AddDays(3));
        Assert.False(delegation.IsActiveOn(Today.AddDays(3)));
        Assert.Equal("delegation-over", delegation.MayBeEnded(Today.AddDays(3))?.Code);
        Assert.Throws<BrokenRuleException>(() => delegation.End(Bob, Today.AddDays(3), Now));
    }

    private static Delegation Enter(string text) => Delegation.Enter(Ids.Next(), Read(text), [], Ada, "", Today, Now);

    // « A>B 0..9 * »: who is away, who acts, the days from today, what it covers.
    private static DelegationRequest Read(string text)
    {
        var (people, days, scope) = (text.Split(' ')[0].Split('>'), text.Split(' ')[1].Split(".."), text.Split(' ')[2]);
        return new DelegationRequest(
            Person(people[0])!.Value,
            Person(people[1]),
            Today.AddDays(int.Parse(days[0], System.Globalization.CultureInfo.InvariantCulture)),
            Today.AddDays(int.Parse(days[1], System.Globalization.CultureInfo.InvariantCulture)),
            scope == "*" ? DelegationScope.Everything : DelegationScope.Role(scope));
    }

    private static Guid? Person(string name) => name switch { "A" => Ada, "B" => Bob, "C" => Cleo, _ => null };
}
