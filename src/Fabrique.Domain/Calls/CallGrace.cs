namespace Fabrique.Domain.Calls;

/// <summary>Who would apply to a call.</summary>
/// <param name="Units">Their unit and those above it; none when it is not known.</param>
/// <param name="Grace">The time granted to them for this call; null when none was.</param>
public sealed record CallApplicant(IReadOnlyCollection<Guid> Units, CallGrace? Grace)
{
    /// <summary>Somebody of no known unit, to whom nothing was granted.</summary>
    public static CallApplicant Unknown { get; } = new([], Grace: null);
}

/// <summary>The first instant at which somebody may no longer submit to a call.</summary>
/// <param name="At">UTC.</param>
/// <param name="IsPersonal">Whether it was granted to them; otherwise it is the closing.</param>
public readonly record struct CallDeadline(DateTime At, bool IsPersonal)
{
    /// <summary>« 4 décembre 2026 à 18 h (heure de Paris) », « … – délai personnel ».</summary>
    public override string ToString() => IsPersonal ? $"{CallSheet.Tell(At)} – délai personnel" : CallSheet.Tell(At);
}

/// <summary>« Délai personnel »: one person may submit to a call after it has closed, until an instant. One per person and call; one that was revoked stays, and may be granted again.</summary>
public sealed class CallGrace : IAggregate
{
    public const int ReasonLength = 500;

    private CallGrace()
    {
    }

    public Guid Id { get; private init; }

    public Guid CallId { get; private init; }

    /// <summary>Who may.</summary>
    public Guid StaffMemberId { get; private init; }

    /// <summary>First instant (UTC) at which they no longer may.</summary>
    public DateTime Until { get; private set; }

    /// <summary>Why; compulsory.</summary>
    public string Reason { get; private set; } = "";

    public Guid GrantedById { get; private set; }

    public DateTime GrantedAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    public Guid? RevokedById { get; private set; }

    public int Version { get; private set; }

    /// <summary>Whether it was granted and not revoked: it may be over.</summary>
    public bool IsInForce => RevokedAt is null;

    /// <summary>Why more time cannot be granted; null when it can.</summary>
    /// <param name="call">For which.</param>
    /// <param name="existing">What the person was granted for it before.</param>
    /// <param name="until">UTC.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">UTC.</param>
    public static Refusal? MayBeGranted(CallForApplications call, CallGrace? existing, DateTime until, string reason, DateTime now) =>
        call.Status is CallStatus.Draft ? new Refusal("grace-of-a-draft", "Cet appel n’est pas encore programmé : choisissez plutôt sa clôture.")
        : call.Status is CallStatus.Decided or CallStatus.Archived ? new Refusal("grace-too-late", "Cet appel est décidé : une candidature de plus n’y serait pas examinée.")
        : until <= now ? new Refusal("grace-in-the-past", $"Le {CallSheet.Tell(until)} est déjà passé : choisissez un instant à venir.")
        : until <= call.ClosesAt ? new Refusal("grace-before-closing", $"L’appel est ouvert à tous jusqu’au {CallSheet.Tell(call.ClosesAt)} : un délai personnel va au-delà.")
        : call.LettersOn is { } letters && Time.ParisTime.DayOf(until) > letters ? new Refusal("grace-after-letters", $"Les réponses sont annoncées pour le {Time.FrenchDate.Day(letters)} : un délai ne va pas au-delà.")
        : reason.Length == 0 ? new Refusal("grace-unexplained", "Dites pourquoi ce délai est accordé.")
        : existing is { IsInForce: true } && existing.Until == until && existing.Reason == reason ? new Refusal("grace-already-granted", $"Cette personne a déjà jusqu’au {CallSheet.Tell(until)}.")
        : null;

    public static CallGrace Grant(Guid id, CallForApplications call, Guid staffMemberId, DateTime until, string reason, Guid grantedById, DateTime now)
    {
        var grace = new CallGrace { Id = id, CallId = call.Id, StaffMemberId = staffMemberId };
        grace.Renew(call, until, reason, grantedById, now);
        return grace;
    }

    /// <summary>Grants it until another instant, or again once it was revoked.</summary>
    public void Renew(CallForApplications call, DateTime until, string reason, Guid grantedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeGranted(call, GrantedAt == default ? null : this, until, reason, now));
        Limits.ThrowIfLonger(reason, ReasonLength);
        (Until, Reason, GrantedById, GrantedAt, RevokedAt, RevokedById) = (until, reason, grantedById, now, null, null);
    }

    /// <param name="now">UTC.</param>
    public Refusal? MayBeRevoked(DateTime now) =>
        !IsInForce ? new Refusal("grace-already-revoked", "Ce délai est déjà retiré.")
        : Until <= now ? new Refusal("grace-over", "Ce délai est déjà écoulé : il n’y a plus rien à retirer.")
        : null;

    public void Revoke(Guid revokedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRevoked(now));
        (RevokedAt, RevokedById) = (now, revokedById);
    }
}
