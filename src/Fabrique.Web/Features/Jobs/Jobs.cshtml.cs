using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Jobs;

[Authorize(Policies.Administrator)]
public sealed class JobsModel(JobBoard board) : PageModel
{
    public IReadOnlyList<JobState> Jobs { get; private set; } = [];

    public void OnGet() => Jobs = board.Read(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Has a job run at once.</summary>
    public IActionResult OnPost([FromForm(Name = "travail")] string? name)
    {
        if (name is null || !board.TryRun(name))
        {
            return NotFound();
        }

        TempData.Confirm("Le travail est lancé. Rechargez la page dans quelques secondes pour voir ce qu’il en est.");
        return LocalRedirect(AdministrationLinks.Jobs);
    }

    internal static string Rhythm(JobState state)
    {
        var told = RecurringJobs.Tell(state.Job.Cron);
        return $"{char.ToUpperInvariant(told[0])}{told[1..]}";
    }

    internal static (string Text, string? Badge) Result(JobState state) => state.Result switch
    {
        JobResult.Succeeded => ("Fait", "success"),
        JobResult.Failed => ("En échec", "error"),
        JobResult.UnderWay => ("En cours", "info"),
        JobResult.Waiting => ("Va commencer", "info"),
        _ => ("Pas encore fait", null),
    };

    internal static string Duration(TimeSpan duration) => duration < TimeSpan.FromSeconds(1) ? $"{duration.TotalMilliseconds:0}\u00a0ms" : $"{duration.TotalSeconds:0.#}\u00a0s";
}
