namespace Fabrique.Domain.Panels;

/// <summary>
/// « Instance » : people who judge together. It knows neither what it judges nor for whom: the jury of a call and an investment committee are panels. Who left stays in it,
/// with the day and the reason.
/// </summary>
public sealed class Panel : IAggregate
{
    public const int KindLength = 40;
    public const int NameLength = 200;
    public const int ReasonLength = 500;

    private readonly List<PanelMember> members = [];
    private readonly List<PanelDelegation> delegations = [];

    private Panel()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Code of the kind of panel, as the module that brings it registers it: « Jury ».</summary>
    public string Kind { get; private init; } = "";

    /// <summary>French: « Jury de l’appel de printemps ».</summary>
    public string Name { get; private set; } = "";

    /// <summary>Code of the kind of thing that it was constituted for: <see cref="Domain.Subject.Kind"/>.</summary>
    public string SubjectKind { get; private init; } = "";

    public Guid SubjectId { get; private init; }

    public Subject Subject => new(SubjectKind, SubjectId);

    public QuorumRule Quorum { get; private set; } = QuorumRule.None;

    public Majority Majority { get; private set; }

    /// <summary>« Voix prépondérante » : whether the voice of whoever presides decides when the votes are equal.</summary>
    public bool ChairHasCastingVote { get; private set; }

    /// <summary>« Lecture anonymisée » : whether those who sit read what they judge without names, until they hear it: see <see cref="AnonymisedReading"/>.</summary>
    public bool IsAnonymised { get; private set; }

    /// <summary>A voting member; null as long as nobody was chosen.</summary>
    public Guid? ChairId { get; private set; }

    /// <summary>A voting member who presides when the chair is away or recused; null when nobody was chosen.</summary>
    public Guid? DeputyChairId { get; private set; }

    /// <summary>« Secrétaire de séance », member or not; null as long as nobody was chosen.</summary>
    public Guid? ClerkId { get; private set; }

    public int Version { get; private set; }

    /// <summary>Those who left included, in the order in which they came.</summary>
    public IReadOnlyList<PanelMember> Members => [.. members.OrderBy(member => member.Number)];

    /// <summary>« Suppléances », those that were ended included.</summary>
    public IReadOnlyList<PanelDelegation> Delegations => [.. delegations.OrderBy(delegation => delegation.Number)];

    public static Panel Constitute(Guid id, string kind, string name, Subject subject, QuorumRule quorum, Majority majority, bool chairHasCastingVote)
    {
        BrokenRuleException.ThrowIf(quorum.Problem);
        Limits.ThrowIfLonger(kind, KindLength);
        Limits.ThrowIfLonger(name, NameLength);
        return new Panel
        {
            Id = id,
            Kind = kind,
            Name = name,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            Quorum = quorum,
            Majority = majority,
            ChairHasCastingVote = chairHasCastingVote,
        };
    }

    /// <summary>Its rules from now on: a ballot keeps those that it was opened under.</summary>
    public void Rule(QuorumRule quorum, Majority majority, bool chairHasCastingVote)
    {
        BrokenRuleException.ThrowIf(quorum.Problem);
        (Quorum, Majority, ChairHasCastingVote) = (quorum, majority, chairHasCastingVote);
    }

    /// <inheritdoc cref="IsAnonymised"/>
    public void Anonymise(bool isAnonymised) => IsAnonymised = isAnonymised;

    /// <summary>Those in office on a day in Paris.</summary>
    public IEnumerable<PanelMember> MembersOn(DateOnly day) => members.Where(member => member.IsInOfficeOn(day)).OrderBy(member => member.Number);

    /// <summary>The membership of a person on a day in Paris; null when they have none.</summary>
    public PanelMember? MemberOn(Guid personId, DateOnly day) => members.Find(member => member.PersonId == personId && member.IsInOfficeOn(day));

    /// <summary>Who may act in the place of a member on a day in Paris; null when nobody may.</summary>
    public Guid? SubstituteOf(Guid memberId, DateOnly day) => delegations.Find(delegation => delegation.DelegatorId == memberId && delegation.IsActiveOn(day))?.SubstituteId;

    /// <summary>The member in office in whose place a person may act on a day in Paris; null when there is none.</summary>
    public PanelMember? SubstitutedBy(Guid personId, DateOnly day) =>
        delegations.Find(delegation => delegation.SubstituteId == personId && delegation.IsActiveOn(day)) is { } delegation ? MemberOn(delegation.DelegatorId, day) : null;

    /// <summary>Whether a person looks after the panel: its chair, deputy chair or clerk.</summary>
    public bool IsConductedBy(Guid personId) => personId == ChairId || personId == DeputyChairId || personId == ClerkId;

    /// <summary>Why somebody cannot become a member; null when they can.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="from">First day, Paris.</param>
    public Refusal? MayAdmit(Guid personId, DateOnly from) =>
        members.Exists(member => member.PersonId == personId && (member.RemovedFrom is null || from < member.RemovedFrom))
            ? new Refusal("panel-already-member", "Cette personne est déjà membre de l’instance.")
        : delegations.Exists(delegation => delegation.SubstituteId == personId && delegation.EndedAt is null && from <= delegation.Until)
            ? new Refusal("panel-member-is-substitute", "Cette personne supplée déjà un membre\u00a0: terminez d’abord cette suppléance.")
            : null;

    public void Admit(Guid personId, Capacity capacity, DateOnly from)
    {
        BrokenRuleException.ThrowIf(MayAdmit(personId, from));
        members.Add(new PanelMember(Id, members.Count + 1, personId, capacity, from));
    }

    /// <summary>Why somebody cannot be removed; null when they can.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="from">First day, Paris, on which they are no longer a member.</param>
    /// <param name="reason">Why; compulsory.</param>
    public Refusal? MayRemove(Guid personId, DateOnly from, string reason) =>
        members.Find(member => member.PersonId == personId && member.RemovedFrom is null) is not { } member
            ? new Refusal("panel-not-a-member", "Cette personne n’est pas membre de l’instance.")
        : from < member.From ? new Refusal("panel-removed-before-admitted", "Un membre ne part pas avant d’être arrivé\u00a0: choisissez un jour plus tardif.")
        : string.IsNullOrWhiteSpace(reason) ? new Refusal("panel-removal-unexplained", "Dites pourquoi cette personne quitte l’instance\u00a0: l’historique le garde.")
        : null;

    /// <summary>Ends a membership and what hung on it: the chair, and the « suppléances » that had not ended. What was scored or voted before stays.</summary>
    public void Remove(Guid personId, DateOnly from, string reason, Guid removedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayRemove(personId, from, reason));
        Limits.ThrowIfLonger(reason, ReasonLength);
        members.Find(member => member.PersonId == personId && member.RemovedFrom is null)!.Remove(from, reason, removedById, now);
        ChairId = ChairId == personId ? null : ChairId;
        DeputyChairId = DeputyChairId == personId ? null : DeputyChairId;
        foreach (var delegation in delegations.Where(delegation => delegation.DelegatorId == personId && delegation.EndedAt is null && delegation.Until >= from))
        {
            delegation.End(removedById, now);
        }
    }

    /// <summary>Why members cannot have these competences; null when they can.</summary>
    /// <param name="competences">By <see cref="PanelMember.Number"/>.</param>
    public Refusal? MayQualify(IReadOnlyDictionary<int, IReadOnlyList<string>> competences) =>
        competences.Keys.Any(number => !members.Exists(member => member.Number == number)) ? new Refusal("panel-not-a-member", "Cette personne n’est pas membre de l’instance.")
        : competences.Values.SelectMany(known => known).FirstOrDefault(competence => competence.Length is 0 or > PanelMember.CompetenceLength) is { } word
            ? new Refusal("panel-competence-too-long", $"Une compétence tient en {PanelMember.CompetenceLength} caractères : raccourcissez « {Texts.Clip(word, PanelMember.CompetenceLength)} ».")
        : competences.Values.Any(known => known.Count > PanelMember.MostCompetences) ? new Refusal("panel-competences-too-many", $"Un membre a {PanelMember.MostCompetences} compétences au plus : gardez celles qui comptent.")
        : null;

    /// <inheritdoc cref="MayQualify"/>
    public void Qualify(IReadOnlyDictionary<int, IReadOnlyList<string>> competences)
    {
        BrokenRuleException.ThrowIf(MayQualify(competences));
        foreach (var member in members.Where(member => competences.ContainsKey(member.Number)))
        {
            member.Qualify(competences[member.Number]);
        }
    }

    /// <summary>Why the chair, the deputy chair and the clerk cannot be these; null when they can.</summary>
    /// <param name="chairId">A voting member.</param>
    /// <param name="deputyChairId">Another voting member; null for nobody.</param>
    /// <param name="clerkId">Anybody but these two: the minutes need two signatures.</param>
    /// <param name="day">From which, Paris.</param>
    public Refusal? MayBeConducted(Guid chairId, Guid? deputyChairId, Guid clerkId, DateOnly day) =>
        !IsVoting(chairId, day) || (deputyChairId is { } deputy && !IsVoting(deputy, day))
            ? new Refusal("panel-chair-not-voting", "La présidence et la vice-présidence reviennent à des membres qui votent.")
        : chairId == deputyChairId ? new Refusal("panel-chair-twice", "La vice-présidence revient à quelqu’un d’autre que la présidence.")
        : clerkId == chairId || clerkId == deputyChairId ? new Refusal("panel-chair-is-clerk", "Le secrétariat revient à quelqu’un d’autre que la présidence\u00a0: le procès-verbal porte deux signatures.")
        : null;

    public void Conduct(Guid chairId, Guid? deputyChairId, Guid clerkId, DateOnly day)
    {
        BrokenRuleException.ThrowIf(MayBeConducted(chairId, deputyChairId, clerkId, day));
        (ChairId, DeputyChairId, ClerkId) = (chairId, deputyChairId, clerkId);
    }

    /// <summary>Why a « suppléance » cannot be entered; null when it can. A substitute is no member, stands for one member at a time, and has no substitute.</summary>
    /// <param name="memberId">Who is away.</param>
    /// <param name="substituteId">Who acts in their place.</param>
    /// <param name="from">First day, Paris.</param>
    /// <param name="until">Last day, Paris, included.</param>
    public Refusal? MayDelegate(Guid memberId, Guid substituteId, DateOnly from, DateOnly until)
    {
        if (until < from)
        {
            return new Refusal("panel-delegation-ends-before-it-starts", "Choisissez un dernier jour qui vienne après le premier, ou le même jour.");
        }

        if (MemberOn(memberId, from) is null)
        {
            return new Refusal("panel-not-a-member", "Seul un membre de l’instance peut être suppléé.");
        }

        if (members.Exists(member => member.PersonId == substituteId && member.From <= until && (member.RemovedFrom is null || from < member.RemovedFrom)))
        {
            return new Refusal("panel-substitute-is-member", "La personne choisie est membre de l’instance\u00a0: elle y siège déjà pour elle-même.");
        }

        var meeting = delegations.FindAll(delegation => delegation.EndedAt is null && delegation.From <= until && from <= delegation.Until);
        return meeting.Exists(delegation => delegation.DelegatorId == memberId)
            ? new Refusal("panel-delegation-overlaps", "Ce membre est déjà suppléé sur une partie de cette période.")
        : meeting.Exists(delegation => delegation.SubstituteId == substituteId)
            ? new Refusal("panel-substitute-taken", "La personne choisie supplée déjà un autre membre sur une partie de cette période.")
        : meeting.Exists(delegation => delegation.DelegatorId == substituteId || delegation.SubstituteId == memberId)
            ? new Refusal("panel-delegation-chained", "Un suppléant n’est pas suppléé à son tour\u00a0: choisissez quelqu’un d’autre.")
            : null;
    }

    public void Delegate(Guid memberId, Guid substituteId, DateOnly from, DateOnly until, Guid enteredById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayDelegate(memberId, substituteId, from, until));
        delegations.Add(new PanelDelegation(Id, delegations.Count + 1, memberId, substituteId, from, until, enteredById, now));
    }

    /// <param name="number">The « suppléance » : its <see cref="PanelDelegation.Number"/>.</param>
    public Refusal? MayEndDelegation(int number) => delegations.Exists(delegation => delegation.Number == number && delegation.EndedAt is null)
        ? null
        : new Refusal("panel-delegation-over", "Cette suppléance est déjà terminée.");

    public void EndDelegation(int number, Guid endedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayEndDelegation(number));
        delegations.Find(delegation => delegation.Number == number)!.End(endedById, now);
    }

    private bool IsVoting(Guid personId, DateOnly day) => MemberOn(personId, day) is { Capacity: Capacity.Voting };
}
