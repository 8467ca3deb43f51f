using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.DemoClock;

/// <summary>The buttons of the demonstration's clock, in the banner of every page.</summary>
[Authorize(Policies.Administrator)]
public sealed class DemoClockModel(DemoMode demo, FabriqueClock clock, TimeTravel travel) : PageModel
{
    /// <summary>Value posted and label of each button.</summary>
    public static IReadOnlyList<(string Step, string Label)> Steps { get; } =
    [
        ("jour", "+1 jour"),
        ("semaine", "+1 semaine"),
        ("mois", "+1 mois"),
        ("six-mois", "+6 mois"),
        ("echeance", "Prochaine échéance"),
    ];

    [BindProperty]
    public string Step { get; set; } = "";

    [BindProperty]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!demo.IsOn)
        {
            return NotFound();
        }

        if (Steps.All(step => step.Step != Step))
        {
            return BadRequest();
        }

        if (await FindTargetAsync(cancellationToken) is { } target)
        {
            var stops = await travel.AdvanceToAsync(target, cancellationToken);
            TempData.Confirm($"Nous sommes maintenant le {FrenchDate.Instant(target)}. {Passed(stops)}");
        }
        else
        {
            TempData.Confirm("Aucune échéance n’est prévue.");
        }

        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }

    private async Task<DateTime?> FindTargetAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var local = ParisTime.FromUtc(now);
        return Step switch
        {
            "jour" => Paris(local.AddDays(1)),
            "semaine" => Paris(local.AddDays(7)),
            "mois" => Paris(local.AddMonths(1)),
            "six-mois" => Paris(local.AddMonths(6)),
            "echeance" => await travel.FindNextDueAsync(cancellationToken),
            _ => null,
        };
    }

    // The same hour in Paris, whatever the season.
    private static DateTime Paris(DateTime local) => ParisTime.ToUtc(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));

    private static string Passed(int stops) => stops switch
    {
        0 => "Aucune échéance n’est passée.",
        1 => "Une échéance a été traitée.",
        _ => $"{stops} échéances ont été traitées.",
    };
}
