using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.RemindDrafts;

/// <summary>Writes to the agents whose drafts a procedure asked to recall, one by one. Once the call has closed, or every draft of the person is submitted, nobody is written to.</summary>
public sealed class DraftReminders(TimeProvider clock) : LedgerSource
{
    public const string SourceName = "draft-reminders";

    public override string Name => SourceName;

    public override string Cause => "Le rappel d’un brouillon de candidature n’est pas parti.";

    /// <summary>Asks for the recall of a draft.</summary>
    public static DueRequest Ask(Guid applicationId, string message, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Source = SourceName, SubjectId = applicationId, Argument = message, DueAt = now.UtcDateTime };

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) =>
        db.DueRequests.Where(request => request.Source == SourceName).Select(request => new DueItem { Key = request.Id, DueAt = request.DueAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        if (await db.DueRequests.SingleOrDefaultAsync(request => request.Id == key, cancellationToken) is not { } request)
        {
            return;
        }

        db.DueRequests.Remove(request);
        var now = clock.GetUtcNow().UtcDateTime;

        // The one that was asked for, or else another of the same person to the same call.
        var draft = await (
            from asked in db.Applications
            where asked.Id == request.SubjectId
            from application in db.Applications
            where application.ApplicantId == asked.ApplicantId && application.CallId == asked.CallId && application.Status == ApplicationStatus.Draft && (db.Calls.Any(call => call.Id == application.CallId && call.ClosesAt > now)
                    || db.CallGraces.Any(grace => grace.CallId == application.CallId && grace.StaffMemberId == application.ApplicantId && grace.RevokedAt == null && grace.Until > now))
            orderby application.Id == asked.Id descending, application.CreatedAt descending, application.Id
            select (Guid?)application.Id).FirstOrDefaultAsync(cancellationToken);
        if (draft is { } id)
        {
            await services.GetRequiredService<SubjectMessages>().WriteAsync(request.Argument, new Subject(ApplicationSubject.SubjectCode, id), ApplicationSubject.Applicant.Code, procedure: null, step: null, cancellationToken);
        }
    }
}
