using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

/// <summary>A panel of seven members: the first five vote, the sixth advises, the seventh observes. The first one presides, the second one is their deputy, and the clerk is no member.</summary>
internal sealed class Sample
{
    public static readonly DateTime Now = new(2027, 3, 15, 8, 0, 0, DateTimeKind.Utc);
    public static readonly DateOnly Day = new(2027, 3, 15);

    public Sample(QuorumRule? quorum = null, Majority majority = Majority.Simple, bool casting = false)
    {
        People = [.. Enumerable.Range(0, 7).Select(_ => Ids.Next())];
        Items = [.. Enumerable.Range(0, 4).Select(_ => NewItem())];
        Panel = Panel.Constitute(Ids.Next(), "Jury", "Jury de printemps", new Subject("Call", Ids.Next()), quorum ?? QuorumRule.None, majority, casting);
        for (var i = 0; i < People.Length; i++)
        {
            Panel.Admit(People[i], i < 5 ? Capacity.Voting : i == 5 ? Capacity.Advisory : Capacity.Observer, Day.AddDays(-30));
        }

        Panel.Conduct(People[0], People[1], Clerk, Day);
        Session = HearingSession.Plan(Ids.Next(), Panel.Id, Now, HearingPace.Default, Items, seed: null);
    }

    public Guid Clerk { get; } = Ids.Next();

    public Guid[] People { get; }

    public Subject[] Items { get; }

    public Panel Panel { get; }

    public HearingSession Session { get; }

    public List<Recusal> Recusals { get; } = [];

    public Recusals InForce => new(Recusals);

    public static Subject NewItem() => new("Application", Ids.Next());

    public static QuorumRule Half(bool substitutes = true, bool chair = false) => new(1, 2, substitutes, chair);

    /// <summary>Everybody is there, the session is open and its first item is called.</summary>
    public Sample Begin(params int[] absent)
    {
        for (var i = 0; i < People.Length; i++)
        {
            if (!absent.Contains(i))
            {
                Session.Arrive(Panel, People[i], Now);
            }
        }

        Session.Open(Session.Roll(Panel, InForce, item: null, Now), Now);
        Session.Call(Items[0], [], Now);
        return this;
    }

    public Recusal Recuse(int person, int item = 0) => Recuse(People[person], Items[item]);

    public Recusal Recuse(Guid personId, Subject item)
    {
        var recusal = Recusal.Enter(Ids.Next(), Panel, personId, item, ConflictKind.Personal, "", personId, InForce, Now);
        Recusals.Add(recusal);
        return recusal;
    }

    public SeatRoll Roll() => Session.Roll(Panel, InForce, Session.Current, Now);

    public Ballot OpenNamed(params Ballot[] others) => Ballot.OpenNamed(Ids.Next(), Panel, Session, Roll(), others, "Retenir la proposition", Now);

    public void Vote(Ballot ballot, int person, VoteChoice choice) => ballot.Cast(Session, Roll(), People[person], choice, Now);
}
