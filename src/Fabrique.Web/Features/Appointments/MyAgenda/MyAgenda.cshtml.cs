using Fabrique.Data;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Calendars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Appointments.MyAgenda;

/// <summary>« Mon agenda »: the address at which the person's calendar reads; shown once, renewed, revoked.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MyAgendaModel(FabriqueDbContext db, Actor actor, PublicAddress site, MakeFeedAddressHandler make, RevokeFeedHandler revoke) : FormPage
{
    private const string SecretKey = "FeedSecret";

    [BindProperty]
    public int? Version { get; set; }

    public CalendarFeed? Feed { get; private set; }

    /// <summary>The address that was just made; null at any other time.</summary>
    public string? Address { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Version = Feed?.Version;
        Address = Feed is { IsOpen: true } && TempData[SecretKey] is string secret ? site.Of(AppointmentLinks.Feed(secret)) : null;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var secret = FeedSecret.New();
        return SubmitAsync(
            token => make.HandleAsync(new MakeFeedAddress(secret, Version), token),
            () =>
            {
                // It travels in a cookie that only this site reads, to the next page and no further.
                TempData[SecretKey] = secret.Text;
                TempData.Confirm("Votre adresse d’agenda est prête.");
                return LocalRedirect(AppointmentLinks.Agenda);
            },
            cancellationToken);
    }

    public Task<IActionResult> OnPostRevokeAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => revoke.HandleAsync(new RevokeFeed(), token),
        () =>
        {
            TempData.Confirm("L’adresse est révoquée\u00a0: elle ne mène plus nulle part.");
            return LocalRedirect(AppointmentLinks.Agenda);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var me = actor.Id;
        Feed = await db.CalendarFeeds.AsNoTracking().SingleOrDefaultAsync(feed => feed.StaffMemberId == me, cancellationToken);
        return true;
    }

    protected override Task LoadFormAsync(CancellationToken cancellationToken) => ShowFreshAsync(cancellationToken);

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Feed?.Version;
        return Task.CompletedTask;
    }
}
