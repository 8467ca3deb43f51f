using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Screening;

public sealed record ScreeningLine(string Reference, string Title, string Applicant, string Call, ApplicationStatus Status, DateTime? SubmittedAt, int Opinions, int Awaited);

/// <summary>« Instruction »: the submitted applications of all calls, for the team; the newest first unless the address says otherwise.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ScreeningModel(FabriqueDbContext db) : PageModel
{
    public const int PageSize = 50;
    public const string ByTitle = "titre";
    public const string ByApplicant = "agent";
    public const string BySubmission = "depot";

    private const string State = "etat";
    private const string Call = "appel";

    private static readonly (string Key, ApplicationStatus Status)[] States =
    [
        ("deposee", ApplicationStatus.Submitted),
        ("en-instruction", ApplicationStatus.UnderScreening),
        ("retenue", ApplicationStatus.Retained),
        ("non-retenue", ApplicationStatus.NotRetained),
        ("retiree", ApplicationStatus.Withdrawn),
    ];

    private static readonly ListOrders<Entry> Orders = new ListOrders<Entry>().SettledBy(entry => entry.Application.Reference)
        .By(BySubmission, entry => entry.Application.SubmittedAt, isDescending: true)
        .By(ByTitle, entry => entry.Application.Title)
        .By(ByApplicant, entry => entry.Applicant);

    public PagedList<ScreeningLine> List { get; private set; } = null!;

    public ListFilters Filters { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var calls = await db.Calls
            .Where(call => db.Applications.Any(application => application.CallId == call.Id && application.Status != ApplicationStatus.Draft))
            .OrderByDescending(call => call.OpensAt)
            .Select(call => new DsfrOption(call.Slug, call.Title))
            .ToListAsync(cancellationToken);
        ListFilter[] filters =
        [
            new(State, "État", [.. States.Select(state => new DsfrOption(state.Key, ApplicationLabels.Of(state.Status)))]),
            new(Call, "Appel", calls),
        ];
        var address = new ListAddress(Request, filters);
        Filters = new ListFilters(address, filters);

        var applications = db.Applications.Where(application => application.Status != ApplicationStatus.Draft);
        if (address[State] is { } key)
        {
            var status = Array.Find(States, state => state.Key == key).Status;
            applications = applications.Where(application => application.Status == status);
        }

        var slug = address[Call];
        var entries =
            from application in applications
            join person in db.StaffMembers on application.ApplicantId equals person.Id
            join call in db.Calls on application.CallId equals call.Id
            where slug == null || call.Slug == slug
            select new Entry { Application = application, Applicant = person.FullName, Call = call.Title };
        List = await PagedList.ReadAsync(
            entries,
            address,
            PageSize,
            Orders,
            entry => new ScreeningLine(
                entry.Application.Reference,
                entry.Application.Title,
                entry.Applicant,
                entry.Call,
                entry.Application.Status,
                entry.Application.SubmittedAt,
                entry.Application.Opinions.Count,
                db.WorkItems.Count(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == entry.Application.Id && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open)),
            cancellationToken);
    }

    private sealed class Entry
    {
        public required Application Application { get; init; }

        public required string Applicant { get; init; }

        public required string Call { get; init; }
    }
}
