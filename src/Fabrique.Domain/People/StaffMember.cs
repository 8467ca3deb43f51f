namespace Fabrique.Domain.People;

/// <summary>A person with an account in the ministry's directory (« agent »), as last seen at sign-in.</summary>
public sealed class StaffMember : IAggregate
{
    public const int NameLength = 200;
    public const int EmailLength = 254;
    public const int UnitLength = 200;
    public const int AccessReasonLength = 500;

    private static readonly TimeSpan Visit = TimeSpan.FromHours(1);

    private readonly List<RoleGrant> grants = [];

    private StaffMember()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The directory's object identifier (Entra <c>oid</c>).</summary>
    public string DirectoryId { get; private set; } = "";

    public string FullName { get; private set; } = "";

    public string Email { get; private set; } = "";

    /// <summary>Direction, service or bureau: the name of their unit, or, as long as they have none, what the directory says.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>The unit that they belong to; null when it is not known.</summary>
    public Guid? UnitId { get; private set; }

    /// <summary>Their line manager; null when it is not known, or when nobody is.</summary>
    public Guid? ManagerId { get; private set; }

    /// <summary>The roles that they hold, have held or will hold, in no order.</summary>
    public IReadOnlyList<RoleGrant> Grants => grants;

    /// <summary>Whether they have access: nobody whose access is withdrawn signs in, nor is asked or written to.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>When their access was last withdrawn or restored, UTC; null when it never was.</summary>
    public DateTime? AccessChangedAt { get; private set; }

    /// <summary>Who did it; null when the nightly reading of the directory or of the files did.</summary>
    public Guid? AccessChangedById { get; private set; }

    /// <summary>Why; null when it never was.</summary>
    public string? AccessReason { get; private set; }

    public DateTime? LastSignInAt { get; private set; }

    /// <summary>When they came the time before, UTC: what happened since is new to them. Sign-ins of one visit, within an hour, count for one.</summary>
    public DateTime? PreviousSignInAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>A person of the directory, holding from <paramref name="now"/> on those of these roles that are known.</summary>
    public static StaffMember Register(Guid id, string directoryId, string fullName, string email, string unit, IEnumerable<string> roles, DateTime now)
    {
        var person = new StaffMember
        {
            Id = id,
            DirectoryId = directoryId,
            FullName = fullName,
            Email = email,
            Unit = unit,
        };
        person.FollowDirectory(roles, now);
        return person;
    }

    public bool HasRole(string role, DateTime at) => grants.Exists(grant => grant.Role == role && grant.IsHeldAt(at));

    /// <summary>The roles held at an instant, whoever says so: used to address tasks and mails, never to authorise.</summary>
    public IReadOnlyList<string> RolesAt(DateTime at) => [.. AppRoles.All.Where(role => HasRole(role, at))];

    /// <summary>Those of <see cref="RolesAt"/> that an administrator gave.</summary>
    public IReadOnlyList<string> GivenRolesAt(DateTime at) =>
        [.. AppRoles.All.Where(role => grants.Exists(grant => grant.Role == role && grant.Source is RoleSource.Given && grant.IsHeldAt(at)))];

    /// <summary>Takes over what the directory says of the person. Returns whether anything but the instant changed.</summary>
    public bool RecordSignIn(string fullName, string email, IEnumerable<string> roles, DateTime now)
    {
        var changed = FullName != fullName || Email != email;
        FullName = fullName;
        Email = email;
        changed |= FollowDirectory(roles, now);
        if (now - LastSignInAt >= Visit)
        {
            PreviousSignInAt = LastSignInAt;
        }

        LastSignInAt = now;
        return changed;
    }

    /// <summary>Whether an administrator may give them a role over a period, <paramref name="endsAt"/> excluded; for as long as nobody ends it when null.</summary>
    public Refusal? MayGiveRole(string role, DateTime startsAt, DateTime? endsAt, Guid givenById, DateTime now)
    {
        if (!AppRoles.All.Contains(role, StringComparer.Ordinal))
        {
            return new Refusal("role-unknown", "Choisissez un rôle dans la liste.");
        }

        if (givenById == Id)
        {
            return new Refusal("role-given-to-oneself", "Personne ne se donne un rôle : demandez à une autre personne de l’administration.");
        }

        if (!IsActive)
        {
            return new Refusal("account-closed", "L’accès de cette personne est fermé : elle ne peut pas recevoir de rôle.");
        }

        if (startsAt < now)
        {
            return new Refusal("role-starts-in-the-past", "Un rôle ne se donne pas pour le passé : choisissez aujourd’hui ou un jour à venir.");
        }

        if (endsAt <= startsAt)
        {
            return new Refusal("role-ends-before-it-starts", "Choisissez une fin qui vienne après le début.");
        }

        return grants.Exists(grant => grant.Source is RoleSource.Given && grant.Role == role && grant.Overlaps(startsAt, endsAt))
            ? new Refusal("role-already-given", "Ce rôle est déjà donné à cette personne pendant tout ou partie de cette période.")
            : null;
    }

    /// <param name="grantId">Identifier of the new grant.</param>
    /// <param name="role">One of <see cref="AppRoles"/>.</param>
    /// <param name="startsAt">First instant (UTC) at which it is held.</param>
    /// <param name="endsAt">First instant (UTC) at which it no longer is; null when nothing ends it yet.</param>
    /// <param name="givenById">The administrator who gives it.</param>
    /// <param name="reason">Why; compulsory.</param>
    /// <param name="now">The instant (UTC) at which it is given.</param>
    public void GiveRole(Guid grantId, string role, DateTime startsAt, DateTime? endsAt, Guid givenById, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayGiveRole(role, startsAt, endsAt, givenById, now));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, RoleGrant.ReasonLength);
        var grant = new RoleGrant(grantId, Id, role, RoleSource.Given, startsAt) { GivenById = givenById, Reason = reason };
        if (endsAt is { } end)
        {
            grant.End(end);
        }

        grants.Add(grant);
    }

    /// <summary>Whether an administrator may end a role that was given here, or take back one that is still to come.</summary>
    public Refusal? MayEndRole(Guid grantId, DateTime now) => grants.Find(grant => grant.Id == grantId) switch
    {
        null => new Refusal("role-grant-unknown", "Cette personne n’a pas ce rôle."),
        { Source: RoleSource.Directory } => new Refusal("role-of-the-directory", "Ce rôle vient de l’annuaire : c’est là qu’il se retire."),
        var grant when grant.IsOverAt(now) => new Refusal("role-already-over", "Ce rôle est déjà terminé."),
        _ => null,
    };

    public void EndRole(Guid grantId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayEndRole(grantId, now));
        grants.Find(grant => grant.Id == grantId)!.End(now);
    }

    /// <summary>Whether their access may be withdrawn.</summary>
    /// <param name="byId">Who would; null when a source of the organisation says so.</param>
    public Refusal? MayBeWithdrawn(Guid? byId) => !IsActive ? new Refusal("account-withdrawn-already", $"L’accès de {FullName} est déjà retiré.")
        : byId == Id ? new Refusal("account-own", "Personne ne retire son propre accès : demandez à une autre personne de l’administration.")
        : null;

    /// <summary>They have access no more. What waited on them is passed on by whoever calls this.</summary>
    /// <param name="byId">Who says so; null when a source of the organisation does.</param>
    /// <param name="reason">Why; compulsory.</param>
    /// <param name="now">UTC.</param>
    public void Withdraw(Guid? byId, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeWithdrawn(byId));
        ChangeAccess(isActive: false, byId, reason, now);
    }

    /// <summary>Whether their access may be given back. What a person withdrew, only a person gives back.</summary>
    /// <param name="byId">Who would; null when a source of the organisation says so.</param>
    public Refusal? MayBeRestored(Guid? byId) => IsActive ? new Refusal("account-restored-already", $"{FullName} a déjà accès.")
        : byId is null && AccessChangedById is not null ? new Refusal("account-withdrawn-by-hand", $"L’accès de {FullName} a été retiré par une personne : seule une personne le rend.")
        : null;

    /// <summary>They have access again, with the roles that they hold. What was passed on stays where it is.</summary>
    /// <param name="byId">Who says so; null when a source of the organisation does.</param>
    /// <param name="reason">Why; compulsory.</param>
    /// <param name="now">UTC.</param>
    public void Restore(Guid? byId, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRestored(byId));
        ChangeAccess(isActive: true, byId, reason, now);
    }

    /// <summary>They belong to a unit, by its name of today.</summary>
    public void Join(OrganisationUnit unit) => (UnitId, Unit) = (unit.Id, unit.Name);

    /// <summary>Whether somebody may be the line manager of a person: not themselves, nor anybody whose own line leads to them.</summary>
    /// <param name="id">The person.</param>
    /// <param name="name">Their name.</param>
    /// <param name="managerId">Who would be.</param>
    /// <param name="managers">The manager of each, once everything is done.</param>
    public static Refusal? MayReportTo(Guid id, string name, Guid managerId, IReadOnlyDictionary<Guid, Guid> managers)
    {
        if (managerId == id)
        {
            return new Refusal("manager-of-oneself", $"{name} ne peut pas être responsable de soi-même.");
        }

        var seen = new HashSet<Guid>();
        for (var at = managerId; managers.TryGetValue(at, out var above) && seen.Add(at); at = above)
        {
            if (above == id)
            {
                return new Refusal("manager-circular", $"{name} serait, par la chaîne des responsables, responsable de son propre responsable.");
            }
        }

        return null;
    }

    /// <param name="managerId">Who is; null when nobody is.</param>
    /// <param name="managers">The manager of each, once everything is done.</param>
    public void ReportTo(Guid? managerId, IReadOnlyDictionary<Guid, Guid> managers)
    {
        if (managerId is { } manager)
        {
            BrokenRuleException.ThrowIf(MayReportTo(Id, FullName, manager, managers));
        }

        ManagerId = managerId;
    }

    private void ChangeAccess(bool isActive, Guid? byId, string reason, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, AccessReasonLength);
        (IsActive, AccessChangedAt, AccessChangedById, AccessReason) = (isActive, now, byId, reason);
    }

    // A clock that went back leaves periods that start or end after now: they give way to what the directory says now.
    private bool FollowDirectory(IEnumerable<string> roles, DateTime now)
    {
        var said = AppRoles.All.Intersect(roles, StringComparer.Ordinal).ToList();
        var kept = grants.FindAll(grant => grant is { Source: RoleSource.Directory, EndsAt: null } && grant.StartsAt <= now && said.Contains(grant.Role, StringComparer.Ordinal));
        var ended = grants.FindAll(grant => grant.Source is RoleSource.Directory && !grant.IsOverAt(now) && !kept.Contains(grant));
        ended.ForEach(grant => grant.End(now));
        var opened = said.Except(kept.Select(grant => grant.Role), StringComparer.Ordinal).ToList();
        grants.AddRange(opened.Select(role => new RoleGrant(Guid.CreateVersion7(new DateTimeOffset(now)), Id, role, RoleSource.Directory, now)));
        return ended.Count > 0 || opened.Count > 0;
    }
}
