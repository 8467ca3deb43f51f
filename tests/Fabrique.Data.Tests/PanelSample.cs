using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;

namespace Fabrique.Data.Tests;

/// <summary>A panel of people of the directory: the first five vote, the sixth advises, the seventh observes; the first one presides, and the clerk is no member.</summary>
internal sealed class PanelSample
{
    public PanelSample()
    {
        People = [.. Enumerable.Range(0, 8).Select(number => Sample.Person($"membre-{number}"))];
        Clerk = Sample.Person("secretariat");
        Panel = Panel.Constitute(Guid.CreateVersion7(), "Jury", "Jury de l’automne", new Subject("Call", Guid.CreateVersion7()), new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), Majority.Absolute, chairHasCastingVote: true);
        for (var i = 0; i < 7; i++)
        {
            Panel.Admit(People[i].Id, i < 5 ? Capacity.Voting : i == 5 ? Capacity.Advisory : Capacity.Observer, Day.AddDays(-30));
        }

        Panel.Conduct(People[0].Id, People[1].Id, Clerk.Id, Day);
        Panel.Delegate(People[4].Id, People[7].Id, Day, Day.AddDays(3), Clerk.Id, Sample.Now);
        Session = HearingSession.Plan(Guid.CreateVersion7(), Panel.Id, Sample.Now, HearingPace.Default, Items, seed: 42);
        Session.Break(2, 15);
        Grid = ScoringGrid.Draft(Guid.CreateVersion7(), Panel.Id, [Criterion("problem", 3, new Scale(0, 5, 0.5m)), Criterion("solution", 2, new Scale(1, 4, 1))]);
    }

    public static DateOnly Day { get; } = new(2026, 11, 24);

    public StaffMember[] People { get; }

    public StaffMember Clerk { get; }

    public Subject[] Items { get; } = [.. Enumerable.Range(0, 4).Select(_ => new Subject("Application", Guid.CreateVersion7()))];

    public Panel Panel { get; }

    public HearingSession Session { get; }

    public ScoringGrid Grid { get; }

    /// <summary>In the order in which keys ask for each other.</summary>
    public object[] All => [.. People, Clerk, Panel, Session, Grid];

    public static CriterionDraft Criterion(string code, int weight, Scale scale) => new(code, $"Critère {code}", "Ce que disent les notes.", weight, scale, RequiresComment: false);

    /// <summary>Those who vote are there, the session is open and its first item is called.</summary>
    public PanelSample Begin()
    {
        for (var i = 0; i < 5; i++)
        {
            Session.Arrive(Panel, People[i].Id, Sample.Now);
        }

        Session.Open(Session.Roll(Panel, Recusals.None, item: null, Sample.Now), Sample.Now);
        Session.Call(Items[0], [], Sample.Now);
        Session.StartTimer(Sample.Now);
        Session.PauseTimer(Sample.Now.AddSeconds(30));
        return this;
    }

    public SeatRoll Roll() => Session.Roll(Panel, Recusals.None, Session.Current, Sample.Now);
}
