using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ManageCall;

/// <summary>All that the team knows of a call, and may do with it.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ManageCallModel(FabriqueDbContext db, CallApplicants applicants, CallProcedures procedures, IEnumerable<CallManagementSection> sections, TimeProvider clock) : PageModel
{
    private const int MostLines = 50;

    private readonly List<(string View, object Model)> shown = [];

    public CallForApplications Call { get; private set; } = null!;

    /// <summary>Whom it is for; null when it is for everybody.</summary>
    public string? Audience { get; private set; }

    /// <summary>Names of those whose opinion is asked.</summary>
    public IReadOnlyList<string> Jurors { get; private set; } = [];

    public string Procedure { get; private set; } = "";

    /// <summary>How many people may still submit after the closing.</summary>
    public int Graces { get; private set; }

    public TimelineModel Story { get; private set; } = null!;

    /// <summary>The partial views that nouns bring, each with its model.</summary>
    public IReadOnlyList<(string View, object Model)> Sections => shown;

    /// <summary>What comes next, in a sentence.</summary>
    public string Next { get; private set; } = "";

    /// <summary>Why it cannot be scheduled; null when it can.</summary>
    public Refusal? WhyNotSchedule { get; private set; }

    public CallStep? Step => CallSteps.After(Call.Status);

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (await db.Calls.AsNoTracking().Include(call => call.Jurors).AsSingleQuery().SingleOrDefaultAsync(call => call.Slug == slug, cancellationToken) is not { } call)
        {
            return NotFound();
        }

        Call = call;
        var now = clock.GetUtcNow().UtcDateTime;
        Next = Tell(call, now);
        WhyNotSchedule = call.MayBeScheduled(now);
        Audience = await applicants.NameAudienceAsync(call, cancellationToken);
        Procedure = await procedures.NameAsync(call, cancellationToken);
        var named = call.Jurors.Select(juror => juror.StaffMemberId).ToList();
        Jurors = await db.StaffMembers.Where(person => named.Contains(person.Id)).OrderBy(person => person.FullName).Select(person => person.FullName).ToListAsync(cancellationToken);
        Graces = await db.CallGraces.CountAsync(grace => grace.CallId == call.Id && grace.RevokedAt == null && grace.Until > now, cancellationToken);
        Story = await ReadStoryAsync(call.Id, cancellationToken);
        foreach (var section in sections.OrderBy(section => section.Order))
        {
            if (await section.ReadAsync(call, cancellationToken) is { } model)
            {
                shown.Add((section.View, model));
            }
        }

        return Page();
    }

    private static string Tell(CallForApplications call, DateTime now) => call.Status switch
    {
        CallStatus.Draft => "Personne ne voit encore cet appel que l’équipe. Relisez-le, choisissez les directions consultées et le public, puis programmez-le.",
        CallStatus.Archived => "L’appel est archivé : il ne change plus.",
        CallStatus.Decided => "Toutes les candidatures ont leur réponse. L’appel peut être archivé.",
        CallStatus.Reviewing => call.HearingsOn is { } hearings && Domain.Time.ParisTime.DayOf(now) <= hearings ? $"Les auditions ont lieu le {Domain.Time.FrenchDate.Day(hearings)}." : "Les candidatures sont examinées ; chacune attend sa décision.",
        _ when !call.HasOpened(now) => $"L’appel ouvre le {CallApplicants.Tell(call.OpensAt)}.",
        _ when !call.HasClosed(now) => $"L’appel est ouvert jusqu’au {CallApplicants.Tell(call.ClosesAt)}.",
        _ => call.ShortlistOn is { } shortlist && Domain.Time.ParisTime.DayOf(now) <= shortlist ? $"L’appel est clos. La présélection est annoncée pour le {Domain.Time.FrenchDate.Day(shortlist)}." : "L’appel est clos. Il peut passer en examen.",
    };

    private async Task<TimelineModel> ReadStoryAsync(Guid id, CancellationToken cancellationToken)
    {
        var lines = await (
            from entry in db.TimelineEntries
            where entry.SubjectKind == CallSubject.SubjectCode && entry.SubjectId == id
            join person in db.StaffMembers on entry.ActorId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby entry.At descending, entry.Id descending
            select new { entry.At, entry.Sentence, Who = person == null ? null : person.FullName }).Take(MostLines).ToListAsync(cancellationToken);
        lines.Reverse();
        return new TimelineModel([.. lines.Select(line => new TimelinePast(line.At, line.Sentence, line.Who))], []);
    }
}
