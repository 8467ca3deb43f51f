using Fabrique.Domain;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Calendars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Products.PlanCheckpoint;

/// <summary>The team, or the coach, plans the meeting of a checkpoint, or changes the one to come.</summary>
[Authorize(Policies.SignedIn)]
public sealed class PlanCheckpointModel(
    Actor actor, ProductLoader loader, AppointmentReader reader, PlanAppointmentHandler plan, ChangeAppointmentHandler change, TimeProvider clock)
    : AppointmentFormPage(reader, plan, change)
{
    [BindProperty(SupportsGet = true)]
    public string Ghid { get; set; } = "";

    public Product Product { get; private set; } = null!;

    public override DateOnly Today => ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);

    protected override Subject About => new(ProductSubject.SubjectCode, Product.Id);

    protected override string Title => Product.CurrentCycle is { } cycle ? $"Jalon {French.Of(Product.Name)} – cycle {cycle.Number}" : $"Jalon {French.Of(Product.Name)}";

    protected override string Remark(DateOnly day) => string.Join(
        ' ',
        new[] { base.Remark(day), Product.CurrentCycle is { } cycle && day > cycle.EndsOn ? $"Le rendez-vous vient après la fin du cycle, le {FrenchDate.Day(cycle.EndsOn)}." : "" }.Where(remark => remark.Length > 0));

    protected override string After => ProductLinks.Follow(Product.Ghid);

    protected override IReadOnlyList<ProposedGuest> Proposed =>
    [
        .. Product.Missions.Where(mission => mission.EndsOn is null).OrderBy(mission => mission.Role).ThenBy(mission => mission.StartsOn)
            .DistinctBy(mission => mission.StaffMemberId)
            .Select(mission => new ProposedGuest(mission.StaffMemberId, ProductLabels.Of(mission.Role))),
    ];

    protected override async Task<bool> LoadSubjectAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindFollowableAsync(Ghid, cancellationToken) is not { } product || !product.IsCheckpointPlannedBy(actor.Id, actor.Roles))
        {
            return false;
        }

        Product = product;
        WhyNot = product.MayPlanCheckpoint(actor.Id, actor.Roles);
        return true;
    }
}
