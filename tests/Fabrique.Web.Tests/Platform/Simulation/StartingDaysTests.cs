using System.Globalization;
using Fabrique.Testing;
using Fabrique.Workflows;

namespace Fabrique.Web.Tests.Platform.Simulation;

/// <summary>
/// The whole path, from the application to the product that is renewed then stopped, begun on days of every kind. The line manager and the directors answer in three working days, the team in
/// nine, late enough to be recalled after the last day; at checkpoints in thirty.
/// </summary>
public sealed class StartingDaysTests
{
    private const string Team = "l’équipe de la Fabrique";
    private const string Coach = "le coach";
    private const int MorningHour = 10;

    public static TheoryData<DateOnly> Days => [.. KnownDays.Starts];

    [Fact]
    public void Days_of_every_kind_are_tried()
    {
        Assert.InRange(KnownDays.Starts.Count, 30, 60);
        Assert.Equal(KnownDays.Starts.Count, KnownDays.Starts.Distinct().Count());
        Assert.Equal(7, KnownDays.Starts.Select(day => day.DayOfWeek).Distinct().Count());
        Assert.Superset(new HashSet<int> { 28, 29, 30, 31 }, KnownDays.Starts.Where(day => day.AddDays(1).Month != day.Month || day.Day >= 28).Select(day => day.Day).ToHashSet());
    }

    [Theory, MemberData(nameof(Days))]
    public async Task Whatever_the_day_an_idea_becomes_a_product_on_worked_days_and_its_cycles_end_on_theirs(DateOnly day)
    {
        var path = Assert.Single((await SimulationTests.SimulateAsync(SimulationTests.Load("candidature"), KnownDays.InParis(day, MorningHour), new SimulationScenario
        {
            Answers =
            [
                new("decision", "Retenue") { AfterWorkingDays = 9 },
                new("team", "Done") { AfterWorkingDays = 9 },
                new("checkpoint", "Renouvelé") { AfterWorkingDays = 30 },
                new("checkpoint", "Arrêté") { AfterWorkingDays = 30 },
            ],
        })).Paths);

        var approved = KnownDays.WorkedAfter(day, 3);
        var admitted = KnownDays.WorkedAfter(approved, 3);
        var shortlisted = KnownDays.WorkedAfter(admitted, 3);
        var collected = KnownDays.WorkedAfter(shortlisted, 3);
        var decided = KnownDays.WorkedAfter(collected, 9);
        var named = KnownDays.WorkedAfter(decided, 9);
        var firstEnd = KnownDays.SixMonthsFrom(named);
        var renewed = KnownDays.WorkedAfter(firstEnd.AddDays(-30), 30);
        var secondEnd = KnownDays.SixMonthsFrom(firstEnd.AddDays(1));
        var stopped = KnownDays.WorkedAfter(secondEnd.AddDays(-30), 30);

        Asked approval = new(day, MorningHour, KnownDays.WorkedAfter(day, 8), [-5, -2, 0], approved);
        Asked opinion = new(shortlisted, MorningHour, KnownDays.WorkedAfter(shortlisted, 10), [-5, -2, 0], collected);
        Asked[] screening = [new(approved, MorningHour, KnownDays.WorkedAfter(approved, 5), [-1, 2], admitted), new(admitted, MorningHour, KnownDays.WorkedAfter(admitted, 5), [-1, 2], shortlisted)];
        Asked[] ofTeam =
        [
            new(collected, MorningHour, KnownDays.WorkedAfter(collected, 5), [-1, 2], decided),
            new(decided, MorningHour, KnownDays.WorkedAfter(decided, 5), [-1, 2], named),
            new(firstEnd.AddDays(-30), 9, firstEnd, [-15, -7, -1, 3], renewed),
            new(secondEnd.AddDays(-30), 9, secondEnd, [-15, -7, -1, 3], stopped),
        ];
        Assert.Equal(
            new[] { approval }.Concat(screening).Concat([opinion, opinion]).Concat(ofTeam).Select(asked => $"{Text(asked.At)}, until {Text(KnownDays.InParis(asked.Due, 23, 59))}, recalled {string.Join(" ", asked.Reminders.Select(Text))}"),
            Of(path, SimulationEventKind.Task).Select(task => $"{Text(task.At)}, until {Text(task.DueAt!.Value)}, recalled {string.Join(" ", task.Reminders.Select(Text))}"));

        Assert.Equal(
            screening.Concat(ofTeam).SelectMany(asked => asked.Reminders.Where(at => at <= KnownDays.InParis(asked.Done, 9)).Prepend(asked.At)).Select(Text),
            Mails(Team));
        Assert.All(ofTeam, asked => Assert.Equal(asked.Reminders[^1], asked.Reminders.Last(at => at > KnownDays.InParis(asked.Due, 23, 59) && at < KnownDays.InParis(asked.Done, 9))));

        // Welcome, then for each cycle the warning forty-five days before its end and what came of its checkpoint.
        Assert.Equal(
            [.. new[] { KnownDays.InParis(named, MorningHour), KnownDays.InParis(firstEnd.AddDays(-45), 9), KnownDays.InParis(renewed, 9), KnownDays.InParis(secondEnd.AddDays(-45), 9), KnownDays.InParis(stopped, 9) }.Select(Text)],
            Mails(Coach));
        Assert.Equal("Favorable, Recevable, Présélectionnée, Avis recueillis, Retenue, Renouvelé, Arrêté", string.Join(", ", path.Choices.Select(choice => choice.Answer)));
        Assert.Equal((SimulationEnd.Finished, Text(KnownDays.InParis(stopped, 9))), (path.End, Text(path.EndedAt)));

        IEnumerable<string> Mails(string person) => Of(path, SimulationEventKind.Mail).Where(mail => mail.Person == person).Select(mail => Text(mail.At));
    }

    private static IEnumerable<SimulationEvent> Of(SimulationPath path, SimulationEventKind kind) => path.Events.Where(happened => happened.Kind == kind);

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A task, as it must be.</summary>
    private sealed record Asked(DateOnly Day, int Hour, DateOnly Due, int[] Offsets, DateOnly Done)
    {
        public DateTime At => KnownDays.InParis(Day, Hour);

        public DateTime[] Reminders =>
        [
            .. Offsets
                .Select(offset => offset > 0 ? KnownDays.WorkedFrom(Due.AddDays(offset)) : KnownDays.WorkedUntil(Due.AddDays(offset)))
                .Select(day => KnownDays.InParis(day, 9))
                .Where(at => at > At)
                .Distinct(),
        ];
    }
}
