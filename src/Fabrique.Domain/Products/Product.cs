using Fabrique.Domain.People;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Products;

public enum ProductEvent
{
    StartConstruction,
    Stop,
}

/// <summary>« Produit » (startup d'État): a digital public service being made, its team and its cycles.</summary>
public sealed class Product : IAggregate
{
    public const int GhidLength = 60;
    public const int NameLength = 120;
    public const int PitchLength = 300;

    private readonly List<FundingCycle> cycles = [];
    private readonly List<Mission> missions = [];

    private Product()
    {
    }

    public static StateMachine<PhaseCode, ProductEvent> States { get; } = new(
        (PhaseCode.Investigation, ProductEvent.StartConstruction, PhaseCode.Construction),
        (PhaseCode.Investigation, ProductEvent.Stop, PhaseCode.AbandonedInvestigation),
        (PhaseCode.Construction, ProductEvent.Stop, PhaseCode.Abandoned),
        (PhaseCode.Acceleration, ProductEvent.Stop, PhaseCode.Abandoned),
        (PhaseCode.Consolidation, ProductEvent.Stop, PhaseCode.Abandoned));

    public Guid Id { get; private init; }

    /// <summary>beta.gouv.fr's identifier of a product, in kebab case; part of its public address.</summary>
    public string Ghid { get; private init; } = "";

    public string Name { get; private set; } = "";

    public string Pitch { get; private set; } = "";

    public PhaseCode Phase { get; private set; }

    public DateOnly PhaseSince { get; private set; }

    /// <summary>The application that it comes from, unless it was taken over from elsewhere.</summary>
    public Guid? ApplicationId { get; private init; }

    public int Version { get; private set; }

    /// <summary>In order of their numbers, whatever the order in which they were loaded; the last is the current or final one.</summary>
    public IReadOnlyList<FundingCycle> Cycles => [.. cycles.OrderBy(cycle => cycle.Number)];

    public IReadOnlyList<Mission> Missions => missions;

    public FundingCycle? CurrentCycle => cycles.Find(cycle => cycle.Status is CycleStatus.InProgress);

    public bool IsStopped => Phase is PhaseCode.Abandoned or PhaseCode.AbandonedInvestigation;

    public static Product Launch(Guid id, string ghid, string name, string pitch, Guid? applicationId, Guid intrapreneurId, Guid missionId, DateOnly day)
    {
        var product = new Product
        {
            Id = id,
            Ghid = ghid,
            Name = name,
            Pitch = pitch,
            Phase = PhaseCode.Investigation,
            PhaseSince = day,
            ApplicationId = applicationId,
        };
        product.missions.Add(new Mission(missionId, id, intrapreneurId, MissionRole.Intrapreneur, day));
        return product;
    }

    public Guid? Holder(MissionRole role) => missions.Find(mission => mission.Role == role && mission.EndsOn is null)?.StaffMemberId;

    /// <summary>Whether a person makes this product at the moment, whatever their role.</summary>
    public bool IsMadeBy(Guid personId) => missions.Exists(mission => mission.StaffMemberId == personId && mission.EndsOn is null);

    public Refusal? MayNameTeam() => IsStopped
        ? Stopped
        : Holder(MissionRole.Coach) is not null && Holder(MissionRole.Developer) is not null
            ? new Refusal("team-already-named", "Le coach et le développeur de ce produit sont déjà nommés.")
            : null;

    /// <summary>Whether these two people, lent by the Secrétariat général, may join the intrapreneur.</summary>
    /// <param name="coach">Null when there is no such person.</param>
    /// <param name="developer">Null when there is no such person.</param>
    /// <param name="namedById">Who names them: nobody of the product.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayNameTeam(StaffMember? coach, StaffMember? developer, Guid namedById, DateTime now)
    {
        if ((MayNameTeam() ?? (IsMadeBy(namedById) ? OwnCase : null)) is { } refusal)
        {
            return refusal;
        }

        if (coach is not { IsActive: true } || !coach.HasRole(AppRoles.Coach, now))
        {
            return new Refusal("coach-unknown", "Choisissez un coach dans la liste.");
        }

        if (developer is not { IsActive: true })
        {
            return new Refusal("developer-unknown", "Choisissez un développeur ou une développeuse dans la liste.");
        }

        var intrapreneur = Holder(MissionRole.Intrapreneur);
        return coach.Id == developer.Id || coach.Id == intrapreneur || developer.Id == intrapreneur
            ? new Refusal("team-same-person", "L’intrapreneur, le coach et le développeur sont trois personnes différentes.")
            : null;
    }

    public void NameTeam(Guid coachMissionId, StaffMember coach, Guid developerMissionId, StaffMember developer, Guid namedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayNameTeam(coach, developer, namedById, now));
        var day = ParisTime.DayOf(now);
        missions.Add(new Mission(coachMissionId, Id, coach.Id, MissionRole.Coach, day));
        missions.Add(new Mission(developerMissionId, Id, developer.Id, MissionRole.Developer, day));
    }

    /// <summary>Starts the first cycle. Does nothing when it has started, so that a repeated step is harmless.</summary>
    /// <param name="cycleId">Of the new cycle.</param>
    /// <param name="day">Its first day.</param>
    /// <param name="months">How long it lasts: see <see cref="FundingCycle.ProblemOfMonths"/>.</param>
    public FundingCycle StartFirstCycle(Guid cycleId, DateOnly day, int months = FundingCycle.UsualMonths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, FundingCycle.MostMonths);

        if (CurrentCycle is { } current)
        {
            return current;
        }

        BrokenRuleException.ThrowIf(IsStopped ? Stopped : null);
        if (Phase is PhaseCode.Investigation)
        {
            MoveTo(States.Next(Phase, ProductEvent.StartConstruction), day);
        }

        return AddCycle(cycleId, day, months);
    }

    /// <param name="decidedById">Who would decide: nobody of the product.</param>
    public Refusal? MayPassCheckpoint(Guid decidedById) => CurrentCycle is not null
        ? IsMadeBy(decidedById) ? OwnCase : null
        : IsStopped
            ? Stopped
            : new Refusal("no-cycle", "Ce produit n’a pas de cycle en cours : aucun jalon ne peut être décidé.");

    /// <summary>Whether the meeting of its checkpoints is for a person to plan: the team of the Fabrique, and its own coach.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="roles">Theirs.</param>
    public bool IsCheckpointPlannedBy(Guid personId, IReadOnlyCollection<string> roles) => roles.Contains(AppRoles.Team) || Holder(MissionRole.Coach) == personId;

    /// <summary>Why a person may not plan the meeting of the next checkpoint; null when they may.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="roles">Theirs.</param>
    public Refusal? MayPlanCheckpoint(Guid personId, IReadOnlyCollection<string> roles) => !IsCheckpointPlannedBy(personId, roles)
        ? new Refusal("checkpoint-not-yours-to-plan", "L’équipe de la Fabrique et le ou la coach du produit prévoient le rendez-vous du jalon.")
        : CurrentCycle is not null
            ? null
            : IsStopped
                ? Stopped
                : new Refusal("no-cycle", "Ce produit n’a pas de cycle en cours\u00a0: aucun jalon n’est à prévoir.");

    /// <summary>Closes the current cycle and opens the next one, as long, from the day after its end.</summary>
    public FundingCycle Renew(Guid nextCycleId, string reason, Guid decidedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayPassCheckpoint(decidedById));
        var current = CurrentCycle!;
        current.Close(CycleStatus.Renewed, reason, decidedById, now);
        return AddCycle(nextCycleId, current.EndsOn.AddDays(1), current.Months);
    }

    /// <summary>Closes the current cycle, ends the missions and abandons the product.</summary>
    public void Stop(string reason, Guid decidedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayPassCheckpoint(decidedById));
        var day = ParisTime.DayOf(now);
        CurrentCycle!.Close(CycleStatus.Stopped, reason, decidedById, now);
        MoveTo(States.Next(Phase, ProductEvent.Stop), day);
        foreach (var mission in missions)
        {
            mission.End(day);
        }
    }

    private FundingCycle AddCycle(Guid id, DateOnly startsOn, int months)
    {
        var cycle = new FundingCycle(id, Id, cycles.Count + 1, startsOn, startsOn.AddMonths(months).AddDays(-1));
        cycles.Add(cycle);
        return cycle;
    }

    private void MoveTo(PhaseCode phase, DateOnly day)
    {
        Phase = phase;
        PhaseSince = day;
    }

    private static Refusal OwnCase { get; } =
        new("own-case", "Vous faites partie de l’équipe de ce produit : cette décision revient à quelqu’un d’autre. Rien n’a été enregistré.");

    private static Refusal Stopped { get; } = new("product-stopped", "Ce produit est arrêté.");
}
