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
        ("en-attente-de-visa", ApplicationStatus.AwaitingApproval),
        ("en-instruction", ApplicationStatus.UnderScreening),
        ("retenue", ApplicationStatus.Retained),
        ("non-retenue", ApplicationStatus.NotRetained),
        ("retiree", ApplicationStatus.Withdrawn),
        ("reorientee", ApplicationStatus.Redirected),
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
            .Select(call => new { call.Id, call.Slug, call.Title })
            .ToListAsync(cancellationToken);
        ListFilter[] filters =
        [
            new(State, "État", [.. States.Select(state => new DsfrOption(state.Key, ApplicationLabels.Of(state.Status)))]),
            new(Call, "Appel", [.. calls.Select(call => new DsfrOption(call.Slug, call.Title))]),
        ];
        var address = new ListAddress(Request, filters);
        Filters = new ListFilters(address, filters);

        var applications = db.Applications.Where(application => application.Status != ApplicationStatus.Draft);
        if (address[State] is { } key)
        {
            var status = Array.Find(States, state => state.Key == key).Status;
            applications = applications.Where(application => application.Status == status);
        }

        if (address[Call] is { } slug)
        {
            var asked = calls.Single(call => call.Slug == slug).Id;
            applications = applications.Where(application => application.CallId == asked);
        }

        var entries =
            from application in applications
            join person in db.StaffMembers on application.ApplicantId equals person.Id
            select new Entry { Application = application, Applicant = person.FullName };
        var page = await PagedList.ReadAsync(
            entries,
            address,
            PageSize,
            Orders,
            entry => new
            {
                entry.Application.Id,
                entry.Application.Reference,
                entry.Application.Title,
                entry.Applicant,
                entry.Application.CallId,
                entry.Application.Status,
                entry.Application.SubmittedAt,
            },
            cancellationToken,
            applications.CountAsync);

        // Apart, for the lines of the page only: a database that sorts lines has read all of each.
        var shown = page.Rows.Select(line => line.Id).ToList();
        var opinions = await db.Applications
            .Where(application => shown.Contains(application.Id))
            .Select(application => new
            {
                application.Id,
                Given = application.Opinions.Count,
                Awaited = db.WorkItems.Count(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open),
            })
            .ToDictionaryAsync(application => application.Id, cancellationToken);
        var titles = calls.ToDictionary(call => call.Id, call => call.Title);
        List = page.Select(line => new ScreeningLine(
            line.Reference, line.Title, line.Applicant, titles.GetValueOrDefault(line.CallId, ""), line.Status, line.SubmittedAt, opinions[line.Id].Given, opinions[line.Id].Awaited));
    }

    private sealed class Entry
    {
        public required Application Application { get; init; }

        public required string Applicant { get; init; }
    }
}
