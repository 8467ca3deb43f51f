using CsCheck;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;

namespace Fabrique.Domain.Tests.Products;

public sealed class ProductTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);
    private static readonly DateTime Joining = new(2026, 11, 30, 23, 30, 0, DateTimeKind.Utc);
    private static readonly DateTime Now = new(2027, 5, 20, 9, 0, 0, DateTimeKind.Utc);

    private static readonly Guid Decider = Ids.Next();

    private enum Command
    {
        NameTeam,
        StartFirstCycle,
        Renew,
        Stop,
    }

    [Fact]
    public void A_product_starts_in_investigation_with_its_intrapreneur()
    {
        var intrapreneur = Ids.Next();
        var product = Product.Launch(Ids.Next(), "a", "A", "Pitch", null, intrapreneur, Ids.Next(), Day);
        Assert.Equal((PhaseCode.Investigation, Day), (product.Phase, product.PhaseSince));
        Assert.Equal(intrapreneur, product.Holder(MissionRole.Intrapreneur));
        Assert.Null(product.Holder(MissionRole.Coach));
        Assert.Null(product.CurrentCycle);
        Assert.Equal("no-cycle", product.MayPassCheckpoint(Decider)?.Code);
    }

    [Fact]
    public void The_team_is_named_once()
    {
        var (product, coach, developer) = (Launched(), ACoach(), ADeveloper());
        product.NameTeam(Ids.Next(), coach, Ids.Next(), developer, Decider, Joining);
        Assert.Equal((coach.Id, developer.Id), (product.Holder(MissionRole.Coach), product.Holder(MissionRole.Developer)));
        Assert.Equal("team-already-named", Assert.Throws<BrokenRuleException>(() => product.NameTeam(Ids.Next(), coach, Ids.Next(), developer, Decider, Joining)).Refusal.Code);
    }

    [Fact]
    public void The_team_is_made_of_three_people_and_its_coach_is_one()
    {
        var (product, coach, developer) = (Launched(), ACoach(), ADeveloper());
        var gone = ADeveloper();
        gone.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);

        Assert.Null(product.MayNameTeam(coach, developer, Decider, Joining));
        Assert.Equal("coach-unknown", product.MayNameTeam(null, developer, Decider, Joining)?.Code);
        Assert.Equal("coach-unknown", product.MayNameTeam(ADeveloper(), developer, Decider, Joining)?.Code);
        Assert.Equal("developer-unknown", product.MayNameTeam(coach, null, Decider, Joining)?.Code);
        Assert.Equal("developer-unknown", product.MayNameTeam(coach, gone, Decider, Joining)?.Code);
        Assert.Equal("team-same-person", product.MayNameTeam(coach, coach, Decider, Joining)?.Code);
        Assert.Equal("team-same-person", Launched(coach.Id).MayNameTeam(coach, developer, Decider, Joining)?.Code);
        Assert.Equal("team-same-person", Launched(developer.Id).MayNameTeam(coach, developer, Decider, Joining)?.Code);
    }

    [Fact]
    public void Nobody_of_a_product_names_its_team_or_decides_of_it()
    {
        var (intrapreneur, coach, developer) = (Ids.Next(), ACoach(), ADeveloper());
        var product = Launched(intrapreneur);
        Assert.Equal("own-case", product.MayNameTeam(coach, developer, intrapreneur, Joining)?.Code);
        Assert.Equal("own-case", Assert.Throws<BrokenRuleException>(() => product.NameTeam(Ids.Next(), coach, Ids.Next(), developer, intrapreneur, Joining)).Refusal.Code);
        product.NameTeam(Ids.Next(), coach, Ids.Next(), developer, Decider, Joining);
        product.StartFirstCycle(Ids.Next(), Day);

        foreach (var member in new[] { intrapreneur, coach.Id, developer.Id })
        {
            Assert.Equal("own-case", product.MayPassCheckpoint(member)?.Code);
            Assert.Equal("own-case", Assert.Throws<BrokenRuleException>(() => product.Renew(Ids.Next(), "Oui", member, Now)).Refusal.Code);
            Assert.Equal("own-case", Assert.Throws<BrokenRuleException>(() => product.Stop("Non", member, Now)).Refusal.Code);
        }

        Assert.Null(product.MayPassCheckpoint(Decider));
    }

    [Fact]
    public void The_team_of_the_Fabrique_and_its_own_coach_plan_the_meeting_of_its_checkpoint()
    {
        var (product, coach, developer) = (Launched(), ACoach(), ADeveloper());
        Assert.Equal("no-cycle", product.MayPlanCheckpoint(Decider, [AppRoles.Team])?.Code);
        product.NameTeam(Ids.Next(), coach, Ids.Next(), developer, Decider, Joining);
        product.StartFirstCycle(Ids.Next(), new DateOnly(2026, 12, 1));

        Assert.Null(product.MayPlanCheckpoint(Decider, [AppRoles.Team]));
        Assert.Null(product.MayPlanCheckpoint(coach.Id, []));
        Assert.Equal("checkpoint-not-yours-to-plan", product.MayPlanCheckpoint(developer.Id, [AppRoles.Agent])?.Code);
        Assert.Equal("checkpoint-not-yours-to-plan", product.MayPlanCheckpoint(Ids.Next(), [AppRoles.Coach])?.Code);

        product.Stop("Non", Decider, Now);
        Assert.Equal("product-stopped", product.MayPlanCheckpoint(Decider, [AppRoles.Team])?.Code);
        Assert.Equal("checkpoint-not-yours-to-plan", product.MayPlanCheckpoint(coach.Id, [])?.Code);
    }

    [Theory]
    [InlineData("2026-12-01", "2027-05-31", "2027-11-30")]
    [InlineData("2027-03-01", "2027-08-31", "2028-02-29")]
    [InlineData("2026-08-31", "2027-02-27", "2027-08-27")]
    [InlineData("2027-07-14", "2028-01-13", "2028-07-13")]
    public void Cycles_of_six_months_follow_each_other_without_a_gap(string first, string firstEnd, string secondEnd)
    {
        var product = Launched();
        product.StartFirstCycle(Ids.Next(), DateOnly.ParseExact(first, "yyyy-MM-dd", null));
        product.Renew(Ids.Next(), "Oui", Ids.Next(), Now);
        Assert.Equal(
            [(1, first, firstEnd), (2, DateOnly.ParseExact(firstEnd, "yyyy-MM-dd", null).AddDays(1).ToString("yyyy-MM-dd", null), secondEnd)],
            product.Cycles.Select(cycle => (cycle.Number, cycle.StartsOn.ToString("yyyy-MM-dd", null), cycle.EndsOn.ToString("yyyy-MM-dd", null))));
    }

    [Theory]
    [InlineData(9, "2026-12-01", "2027-08-31", "2028-05-31", "2029-02-28")]
    [InlineData(1, "2027-01-31", "2027-02-27", "2027-03-27", "2027-04-27")]
    [InlineData(12, "2028-02-29", "2029-02-27", "2030-02-27", "2031-02-27")]
    [InlineData(36, "2026-12-01", "2029-11-30", "2032-11-30", "2035-11-30")]
    public void Cycles_that_follow_last_as_long_as_the_first(int months, string first, params string[] ends)
    {
        var product = Launched();
        product.StartFirstCycle(Ids.Next(), DateOnly.ParseExact(first, "yyyy-MM-dd", null), months);
        product.Renew(Ids.Next(), "Oui", Ids.Next(), Now);
        product.Renew(Ids.Next(), "Oui", Ids.Next(), Now);
        Assert.Equal(ends, product.Cycles.Select(cycle => cycle.EndsOn.ToString("yyyy-MM-dd", null)));
        Assert.All(product.Cycles, cycle => Assert.Equal(months, cycle.Months));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(int.MaxValue)]
    public void A_cycle_of_an_absurd_length_does_not_start(int months)
    {
        Assert.Equal($"un cycle dure de 1 à 36 mois, pas {months}", FundingCycle.ProblemOfMonths(months));
        var product = Launched();
        Assert.Throws<ArgumentOutOfRangeException>(() => product.StartFirstCycle(Ids.Next(), Day, months));
        Assert.Null(product.CurrentCycle);
        Assert.Equal(PhaseCode.Investigation, product.Phase);
    }

    [Fact]
    public void Starting_the_first_cycle_again_gives_the_same_one()
    {
        var product = Launched();
        var cycle = product.StartFirstCycle(Ids.Next(), Day);
        Assert.Same(cycle, product.StartFirstCycle(Ids.Next(), Day.AddDays(3)));
        Assert.Equal((PhaseCode.Construction, Day), (product.Phase, product.PhaseSince));
    }

    [Fact]
    public void A_checkpoint_is_reasoned_and_signed()
    {
        var (product, decider) = (Launched(), Ids.Next());
        product.StartFirstCycle(Ids.Next(), Day);
        Assert.Throws<ArgumentException>(() => product.Renew(Ids.Next(), "", decider, Now));
        Assert.Throws<ArgumentException>(() => product.Stop(new string('a', FundingCycle.ReasonLength + 1), decider, Now));
        Assert.Equal(PhaseCode.Construction, product.Phase);

        product.Renew(Ids.Next(), "Impact prouvé", decider, Now);

        var closed = product.Cycles[0];
        Assert.Equal((CycleStatus.Renewed, "Impact prouvé", decider, Now), (closed.Status, closed.DecisionReason, closed.DecidedById, closed.DecidedAt));
    }

    [Fact]
    public void Stopping_ends_the_cycle_the_missions_and_the_product_on_the_Paris_day()
    {
        var product = Launched();
        product.NameTeam(Ids.Next(), ACoach(), Ids.Next(), ADeveloper(), Decider, Now.AddDays(42));
        product.StartFirstCycle(Ids.Next(), Day);

        product.Stop("Fin", Ids.Next(), new DateTime(2027, 5, 20, 22, 30, 0, DateTimeKind.Utc));

        Assert.Equal((PhaseCode.Abandoned, new DateOnly(2027, 5, 21)), (product.Phase, product.PhaseSince));
        Assert.True(product.IsStopped);
        Assert.Equal(CycleStatus.Stopped, product.Cycles[0].Status);
        Assert.All(product.Missions, mission => Assert.True(mission.EndsOn >= mission.StartsOn));
        Assert.Equal(new DateOnly(2027, 5, 21), product.Missions[0].EndsOn);
        Assert.Equal("product-stopped", product.MayPassCheckpoint(Decider)?.Code);
        Assert.Equal("product-stopped", product.MayNameTeam()?.Code);
    }

    [Theory]
    [InlineData(PhaseCode.Investigation, "investigation")]
    [InlineData(PhaseCode.Construction, "construction")]
    [InlineData(PhaseCode.Acceleration, "acceleration")]
    [InlineData(PhaseCode.Consolidation, "consolidation")]
    [InlineData(PhaseCode.Operated, "opere")]
    [InlineData(PhaseCode.Transferred, "transfere")]
    [InlineData(PhaseCode.Abandoned, "abandon")]
    [InlineData(PhaseCode.AbandonedInvestigation, "abandon-investigation")]
    public void Phases_keep_the_published_spelling(PhaseCode phase, string beta) => Assert.Equal(beta, phase.ToBeta());

    [Fact]
    public void Every_phase_has_a_published_spelling()
    {
        Assert.Equal(Enum.GetValues<PhaseCode>().Length, Enum.GetValues<PhaseCode>().Select(phase => phase.ToBeta()).Distinct(StringComparer.Ordinal).Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((PhaseCode)99).ToBeta());
    }

    [Fact]
    public void Any_history_agrees_with_the_model()
    {
        var refusals = new HashSet<string>(StringComparer.Ordinal);
        var gate = new Lock();
        Gen.Enum<Command>().Array[0, 30].Sample(
            commands =>
            {
                var product = Launched();
                var (cycles, named, stopped) = (0, false, false);
                foreach (var command in commands)
                {
                    var (allowed, action) = command switch
                    {
                        Command.NameTeam => (!named && !stopped, (Action)(() => product.NameTeam(Ids.Next(), ACoach(), Ids.Next(), ADeveloper(), Decider, Joining))),
                        Command.StartFirstCycle => (!stopped, () => product.StartFirstCycle(Ids.Next(), Day)),
                        Command.Renew => (cycles > 0 && !stopped, () => product.Renew(Ids.Next(), "r", Ids.Next(), Now)),
                        _ => (cycles > 0 && !stopped, () => product.Stop("r", Ids.Next(), Now)),
                    };
                    if (!allowed)
                    {
                        var code = Assert.Throws<BrokenRuleException>(action).Refusal.Code;
                        lock (gate)
                        {
                            refusals.Add(code);
                        }

                        continue;
                    }

                    action();
                    named |= command is Command.NameTeam;
                    stopped |= command is Command.Stop;
                    cycles = command switch
                    {
                        Command.StartFirstCycle => Math.Max(cycles, 1),
                        Command.Renew => cycles + 1,
                        _ => cycles,
                    };
                    Check(product, cycles, named, stopped);
                }
            },
            iter: 3_000);

        Assert.Equal(["no-cycle", "product-stopped", "team-already-named"], refusals.Order(StringComparer.Ordinal));
    }

    private static void Check(Product product, int cycles, bool named, bool stopped)
    {
        Assert.Equal(Enumerable.Range(1, cycles), product.Cycles.Select(cycle => cycle.Number));
        Assert.Equal(stopped, product.IsStopped);
        Assert.Equal(cycles > 0 && !stopped ? cycles : null, product.CurrentCycle?.Number);
        Assert.Equal(named ? 3 : 1, product.Missions.Count);
        Assert.All(product.Missions, mission => Assert.Equal(stopped, mission.EndsOn is not null));
        Assert.Equal(named && !stopped, product.Holder(MissionRole.Developer) is not null);
        Assert.Equal(stopped ? PhaseCode.Abandoned : cycles > 0 ? PhaseCode.Construction : PhaseCode.Investigation, product.Phase);
        for (var i = 1; i < cycles; i++)
        {
            Assert.Equal(product.Cycles[i - 1].EndsOn.AddDays(1), product.Cycles[i].StartsOn);
            Assert.Equal(CycleStatus.Renewed, product.Cycles[i - 1].Status);
        }
    }

    private static StaffMember ACoach() => StaffMember.Register(Ids.Next(), "c", "Coach", "coach@fabrique.example", "SG", [AppRoles.Coach], Joining);

    private static StaffMember ADeveloper() => StaffMember.Register(Ids.Next(), "d", "Développeuse", "dev@fabrique.example", "SG", [AppRoles.Agent], Joining);

    private static Product Launched(Guid? intrapreneur = null) => Product.Launch(Ids.Next(), "mieux-trier", "Mieux trier", "Pitch", Ids.Next(), intrapreneur ?? Ids.Next(), Ids.Next(), Day);
}
