using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

/// <param name="Reference">Of the application.</param>
/// <param name="Title">Perhaps empty.</param>
/// <param name="Call">Title of the call.</param>
/// <param name="InvitedBy">Full name.</param>
/// <param name="InvitedAt">UTC.</param>
public sealed record PendingInvitation(string Reference, string Title, string Call, string InvitedBy, DateTime InvitedAt)
{
    public string Name => Title.Length > 0 ? Title : Reference;
}

/// <summary>Invitations to have an idea with others that the signed-in person did not answer; read once a request.</summary>
public sealed class PendingInvitations(FabriqueDbContext db, Actor actor)
{
    private const int Most = 20;

    private IReadOnlyList<PendingInvitation>? known;

    private static readonly ApplicationStatus[] Closed =
    [
        ApplicationStatus.Withdrawn, ApplicationStatus.Retained, ApplicationStatus.NotRetained, ApplicationStatus.NotShortlisted, ApplicationStatus.Inadmissible, ApplicationStatus.Redirected,
    ];

    /// <summary>Those of somebody, for a query that asks more.</summary>
    public IQueryable<CoApplicant> Of(Guid personId) =>
        from application in db.Applications
        where !Closed.Contains(application.Status)
        from co in application.CoApplicants
        where co.AcceptedAt == null
            && (co.PersonId == personId || (co.PersonId == null && db.StaffMembers.Any(person => person.Id == personId && SearchText.Fold(person.Email) == SearchText.Fold(co.Email))))
        select co;

    /// <summary>A query found that there is none: the database is not asked again.</summary>
    public void KnowNone() => known ??= [];

    public async Task<IReadOnlyList<PendingInvitation>> ReadAsync(CancellationToken cancellationToken) => known ??= await (
        from co in Of(actor.Id)
        join application in db.Applications on co.ApplicationId equals application.Id
        join call in db.Calls on application.CallId equals call.Id
        join inviter in db.StaffMembers on co.InvitedById equals inviter.Id
        orderby co.InvitedAt, application.Reference
        select new PendingInvitation(application.Reference, application.Title, call.Title, inviter.FullName, co.InvitedAt)).Take(Most).ToListAsync(cancellationToken);
}

/// <summary>The same on « Aujourd’hui ».</summary>
public sealed class TodayInvitations(PendingInvitations invitations) : TodaySource
{
    // After the drafts, whose query knows when there is none.
    public override int Order => 25;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken)
    {
        var pending = await invitations.ReadAsync(cancellationToken);
        return pending.Count == 0 ? Today.Nothing : new Today
        {
            Waiting = [pending.Count == 1 ? "une invitation à porter une candidature attend votre réponse" : $"{pending.Count} invitations à porter une candidature attendent votre réponse"],
            Steps = [.. pending.Select(one => new TodayStep($"{one.InvitedBy} vous invite à porter « {one.Name} »", "Répondre à l’invitation", ApplicationLinks.Invitation(one.Reference)))],
        };
    }
}

/// <summary>The same as a list.</summary>
public sealed class MyInvitations(PendingInvitations invitations) : SpaceSection
{
    public override string Name => "invitations";

    public override int Order => 15;

    public override string View => "/Features/Applications/Share/_MyInvitations.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken) =>
        await invitations.ReadAsync(cancellationToken) is { Count: > 0 } pending ? pending : null;
}
