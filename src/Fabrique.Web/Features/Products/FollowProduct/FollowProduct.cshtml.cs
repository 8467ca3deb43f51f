using Fabrique.Domain;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Timelines;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.FollowProduct;

public sealed record TeamLine(string FullName, MissionRole Role, DateOnly StartsOn, DateOnly? EndsOn);

/// <summary>« Suivi »: the product's cycle, team, next checkpoint and timeline.</summary>
[Authorize(Policies.SignedIn)]
public sealed class FollowProductModel(Actor actor, ProductLoader loader, TaskLoader tasks, TimelineReader timelines, AppointmentReader appointments) : PageModel
{
    public Product Product { get; private set; } = null!;

    public IReadOnlyList<TeamLine> Team { get; private set; } = [];

    public TimelineModel Timeline { get; private set; } = null!;

    public ProcedureStanding Standing { get; private set; } = null!;

    /// <summary>The checkpoint's task when it is open and addressed to the reader.</summary>
    public WorkItem? MyCheckpoint { get; private set; }

    /// <summary>The meeting of the next checkpoint, once it is planned.</summary>
    public AppointmentSheet? Meeting { get; private set; }

    /// <summary>Whether the page of that meeting is for the reader.</summary>
    public bool MayOpenMeeting => Meeting is { } meeting && (actor.IsStaff || MayPlan || meeting.Appointment.PlannedById == actor.Id || meeting.Guests.Any(guest => guest.Id == actor.Id));

    public bool MayPlan => Product.MayPlanCheckpoint(actor.Id, actor.Roles) is null;

    public async Task<IActionResult> OnGetAsync(string ghid, CancellationToken cancellationToken)
    {
        var product = await loader.FindFollowableAsync(ghid, cancellationToken);
        if (product is null)
        {
            return NotFound();
        }

        Product = product;
        var ids = product.Missions.Select(mission => mission.StaffMemberId).ToList();
        (Meeting, var names) = await appointments.FindNextAsync(new Subject(ProductSubject.SubjectCode, product.Id), ids, cancellationToken);
        Team = [.. product.Missions.OrderBy(mission => mission.Role).ThenBy(mission => mission.StartsOn).Select(mission => new TeamLine(names[mission.StaffMemberId], mission.Role, mission.StartsOn, mission.EndsOn))];
        (Timeline, Standing) = await timelines.ReadAsync(new Subject(ProductSubject.SubjectCode, product.Id), actor.IsStaff, cancellationToken);
        MyCheckpoint = await (await tasks.MineAsync(cancellationToken)).FirstOrDefaultAsync(
            item => item.SubjectKind == ProductSubject.SubjectCode && item.SubjectId == product.Id && item.Kind == ProductTasks.Checkpoint && item.Status == WorkItemStatus.Open,
            cancellationToken);
        return Page();
    }
}
