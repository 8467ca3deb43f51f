using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>The drafts that may still be submitted, on « Aujourd’hui »; or, for somebody who proposed nothing to a call that is open, the call.</summary>
public sealed class TodayDrafts(FabriqueDbContext db, Actor actor, CallApplicants applicants, PendingInvitations invitations, TimeProvider clock) : TodaySource
{
    public override int Order => 20;

    public override async Task<Today> ReadAsync(CancellationToken cancellationToken)
    {
        var (me, now) = (actor.Id, clock.GetUtcNow().UtcDateTime);
        var invited = invitations.Of(me);
        var lines = await (
            from call in db.Calls
            let grace = db.CallGraces.Where(grace => grace.CallId == call.Id && grace.StaffMemberId == me && grace.RevokedAt == null && grace.Until > now).Select(grace => (DateTime?)grace.Until).FirstOrDefault()
            where (call.Status == CallStatus.Open && call.ClosesAt > now) || grace != null
            join application in db.Applications.Where(application => application.ApplicantId == me && application.Status != ApplicationStatus.Withdrawn) on call.Id equals application.CallId into mine
            from application in mine.DefaultIfEmpty()
            orderby call.ClosesAt, call.Slug, application.Reference
            select new
            {
                call.Slug,
                call.Title,
                ClosesAt = grace != null && grace > call.ClosesAt ? grace.Value : call.ClosesAt,
                IsPersonal = grace != null && grace > call.ClosesAt,
                call.Audience,
                IsInvited = invited.Any(),
                Mine = application == null ? null : new { application.Reference, application.Title, application.Status },
            }).ToListAsync(cancellationToken);
        if (lines is [{ IsInvited: false }, ..])
        {
            invitations.KnowNone();
        }

        var drafts = lines.FindAll(line => line.Mine is { Status: ApplicationStatus.Draft });
        var units = lines.Exists(line => line.Mine is null && line.Audience.Count > 0) ? await applicants.ReadUnitsAsync(me, cancellationToken) : [];
        return new Today
        {
            Waiting = drafts.Count switch
            {
                0 => [],
                1 => [$"un brouillon est à déposer avant le {new CallDeadline(drafts[0].ClosesAt, drafts[0].IsPersonal)}"],
                _ => [$"{drafts.Count} brouillons sont à déposer"],
            },
            Steps =
            [
                .. drafts.Select(line => new TodayStep($"Déposer « {(line.Mine!.Title.Length > 0 ? line.Mine.Title : line.Mine.Reference)} »", "Compléter et déposer", ApplicationLinks.Edit(line.Mine.Reference), line.ClosesAt)),
                .. lines.Where(line => line.Mine is null && (line.Audience.Count == 0 || line.Audience.Any(units.Contains))).Select(line => new TodayStep($"Proposer une idée à l’appel « {line.Title} »", "Découvrir l’appel", CallLinks.Show(line.Slug), line.ClosesAt) { IsSuggestion = true }),
            ],
            Dates = [.. drafts.DistinctBy(line => line.Slug).Select(line => new TodayDate(line.ClosesAt, line.IsPersonal ? $"Fin de votre délai personnel pour l’appel « {line.Title} »" : $"Clôture de l’appel « {line.Title} »", CallLinks.Show(line.Slug)) { IsToTheMinute = true })],
        };
    }
}
