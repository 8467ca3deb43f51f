namespace Fabrique.Domain.People;

/// <summary>What a « suppléance » covers.</summary>
/// <param name="Kind"><see cref="Everything"/>, <see cref="Role"/>, or the code of a scope that a kind of subject brings.</param>
/// <param name="Key">The role, or the identifier of the thing (format <c>D</c>); empty when everything is covered.</param>
public readonly record struct DelegationScope(string Kind, string Key)
{
    public const int KindLength = 40;
    public const int KeyLength = 40;

    public const string EverythingCode = "Everything";
    public const string RoleCode = "Role";

    public static DelegationScope Everything { get; } = new(EverythingCode, "");

    public static DelegationScope Role(string role) => new(RoleCode, role);

    /// <summary>Whether something may fall within both. Scopes of two kinds may meet: a role and a call, say.</summary>
    public bool MayMeet(DelegationScope other) => Kind != other.Kind || Key == other.Key;
}

/// <summary>
/// « Suppléance »: over a period, who is away, and who acts in their place. Without a substitute it only says that the person is away: what waits for them then reaches
/// the team. One that was ended stays, and tells who could act for whom.
/// </summary>
public sealed class Delegation : IAggregate
{
    public const int ReasonLength = 500;

    /// <summary>The longest period, in days.</summary>
    public const int MostDays = 366;

    private Delegation()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Who is away.</summary>
    public Guid DelegatorId { get; private init; }

    /// <summary>Who acts in their place; null when nobody does.</summary>
    public Guid? SubstituteId { get; private init; }

    /// <summary>First day, Paris.</summary>
    public DateOnly From { get; private init; }

    /// <summary>Last day, Paris, included.</summary>
    public DateOnly Until { get; private init; }

    public string ScopeKind { get; private init; } = "";

    public string ScopeKey { get; private init; } = "";

    public DelegationScope Scope => new(ScopeKind, ScopeKey);

    /// <summary>Who entered it: the person, the team or an administrator.</summary>
    public Guid EnteredById { get; private init; }

    public DateTime EnteredAt { get; private init; }

    /// <summary>Why, for the team; may be empty when the person enters their own.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>When it was ended before its last day, or withdrawn before its first, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    public Guid? EndedById { get; private set; }

    public int Version { get; private set; }

    public bool IsActiveOn(DateOnly day) => EndedAt is null && From <= day && day <= Until;

    public bool IsOverOn(DateOnly day) => EndedAt is not null || Until < day;

    /// <summary>Whether the holder of some roles looks after the absences of others.</summary>
    public static bool MayManage(IReadOnlyCollection<string> roles) => roles.Contains(AppRoles.Team) || roles.Contains(AppRoles.Administrator);

    /// <summary>Why somebody may not enter the absence of another; null when they may.</summary>
    /// <param name="roles">Theirs.</param>
    /// <param name="reason">Which the other reads.</param>
    public static Refusal? MayBeEnteredForAnother(IReadOnlyCollection<string> roles, string reason) => !MayManage(roles)
        ? new Refusal("delegation-not-yours", "Seules l’équipe de la Fabrique et l’administration enregistrent l’absence de quelqu’un d’autre.")
        : reason.Length == 0
            ? new Refusal("delegation-unexplained", "Dites pourquoi vous enregistrez l’absence de quelqu’un d’autre : la personne le lira.")
            : null;

    /// <summary>Whether somebody may end one: whoever is away, a substitute who no longer can, and those who look after the absences of others.</summary>
    public static bool IsFor(Guid personId, IReadOnlyCollection<string> roles, Guid delegatorId, Guid? substituteId) =>
        personId == delegatorId || personId == substituteId || MayManage(roles);

    /// <summary>Why a « suppléance » cannot be entered; null when it can.</summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="others">Every one that is not over and in which one of the two people has a part.</param>
    /// <param name="today">In Paris.</param>
    public static Refusal? MayBeEntered(DelegationRequest asked, IReadOnlyCollection<Delegation> others, DateOnly today)
    {
        if (asked.SubstituteId == asked.DelegatorId)
        {
            return new Refusal("delegation-to-oneself", "Personne ne se supplée : choisissez quelqu’un d’autre, ou personne.");
        }

        if (asked.From < today)
        {
            return new Refusal("delegation-starts-in-the-past", "Une absence ne commence pas dans le passé : choisissez aujourd’hui ou un jour à venir.");
        }

        if (asked.Until < asked.From)
        {
            return new Refusal("delegation-ends-before-it-starts", "Choisissez un dernier jour qui vienne après le premier, ou le même jour.");
        }

        if (asked.Until.DayNumber - asked.From.DayNumber >= MostDays)
        {
            return new Refusal("delegation-too-long", "Une absence dure un an au plus : au-delà, c’est un changement de rôle.");
        }

        if (asked.SubstituteId is null && asked.Scope != DelegationScope.Everything)
        {
            return new Refusal("delegation-partial-without-substitute", "Sans suppléant, l’absence porte sur tout : choisissez « Tout », ou nommez quelqu’un.");
        }

        var meeting = others.Where(other => other.EndedAt is null && other.From <= asked.Until && asked.From <= other.Until).ToList();
        if (meeting.Find(other => other.DelegatorId == asked.DelegatorId && other.Scope.MayMeet(asked.Scope) && (other.Scope.Kind == asked.Scope.Kind || other.SubstituteId is null || asked.SubstituteId is null)) is { } same)
        {
            return new Refusal("delegation-overlaps", $"Une autre absence couvre déjà une partie de cette période, du {FrenchDays(same)} : terminez-la d’abord, ou choisissez d’autres jours.");
        }

        if (asked.SubstituteId is not { } substitute)
        {
            return null;
        }

        if (meeting.Exists(other => other.DelegatorId == substitute && other.SubstituteId == asked.DelegatorId))
        {
            return new Refusal("delegation-circular", "La personne choisie est absente elle-même, et suppléée par celle qu’elle devrait suppléer : choisissez quelqu’un d’autre.");
        }

        return meeting.Find(other => other.DelegatorId == substitute && other.Scope == DelegationScope.Everything) is { } away
            ? new Refusal("delegation-substitute-away", $"La personne choisie est absente du {FrenchDays(away)} : choisissez quelqu’un d’autre, ou d’autres jours.")
            : null;
    }

    public static Delegation Enter(Guid id, DelegationRequest asked, IReadOnlyCollection<Delegation> others, Guid enteredById, string reason, DateOnly today, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeEntered(asked, others, today));
        Limits.ThrowIfLonger(reason, ReasonLength);
        return new Delegation
        {
            Id = id,
            DelegatorId = asked.DelegatorId,
            SubstituteId = asked.SubstituteId,
            From = asked.From,
            Until = asked.Until,
            ScopeKind = asked.Scope.Kind,
            ScopeKey = asked.Scope.Key,
            EnteredById = enteredById,
            EnteredAt = now,
            Reason = reason,
        };
    }

    /// <param name="today">In Paris.</param>
    public Refusal? MayBeEnded(DateOnly today) => IsOverOn(today)
        ? new Refusal("delegation-over", "Cette suppléance est déjà terminée.")
        : null;

    public void End(Guid endedById, DateOnly today, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeEnded(today));
        EndedAt = now;
        EndedById = endedById;
    }

    private static string FrenchDays(Delegation delegation) => $"{Time.FrenchDate.Day(delegation.From)} au {Time.FrenchDate.Day(delegation.Until)}";
}

/// <summary>A « suppléance » that somebody asks for.</summary>
/// <param name="DelegatorId">Who will be away.</param>
/// <param name="SubstituteId">Who acts in their place; null when nobody does.</param>
/// <param name="From">First day, Paris.</param>
/// <param name="Until">Last day, Paris, included.</param>
/// <param name="Scope">What it covers.</param>
public sealed record DelegationRequest(Guid DelegatorId, Guid? SubstituteId, DateOnly From, DateOnly Until, DelegationScope Scope);
