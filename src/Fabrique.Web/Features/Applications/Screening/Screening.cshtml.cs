using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Screening;

public sealed record ScreeningLine(string Reference, string Title, string Applicant, string Call, ApplicationStatus Status, DateTime? SubmittedAt, int Opinions, int Awaited);

/// <summary>« Instruction »: the submitted applications of all calls, for the team.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ScreeningModel(FabriqueDbContext db) : PageModel
{
    public IReadOnlyList<ScreeningLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Lines = await (
            from application in db.Applications
            where application.Status != ApplicationStatus.Draft
            join person in db.StaffMembers on application.ApplicantId equals person.Id
            join call in db.Calls on application.CallId equals call.Id
            orderby application.SubmittedAt descending, application.Reference
            select new ScreeningLine(
                application.Reference,
                application.Title,
                person.FullName,
                call.Title,
                application.Status,
                application.SubmittedAt,
                application.Opinions.Count,
                db.WorkItems.Count(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open))).ToListAsync(cancellationToken);
}
