using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Letters;

public static class LetterLinks
{
    /// <summary>The letters of a decision that waits for the signed-in person, from 1.</summary>
    public static string Preview(int number) => $"/instruction/lettres?numero={number}";

    /// <summary>Those of one decision.</summary>
    public static string Preview(Guid taskId) => $"/instruction/lettres?tache={taskId:D}";

    public static string File(string reference) => $"/candidatures/{reference}/lettre.pdf";
}

/// <summary>The letters of the decisions that wait for the signed-in person, one application after the other.</summary>
[Authorize(Policies.SignedIn)]
public sealed class LettersModel(TaskLoader tasks, TaskKinds kinds, DecisionLetters letters, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "numero")]
    public int Number { get; set; } = 1;

    /// <summary>A decision to begin with.</summary>
    [BindProperty(SupportsGet = true, Name = "tache")]
    public Guid? TaskId { get; set; }

    public int Count { get; private set; }

    /// <summary>Null when none waits.</summary>
    public WorkItem? Item { get; private set; }

    public IReadOnlyList<LetterPreview> Letters { get; private set; } = [];

    public string DecideHref => kinds[Item!.Kind].Page(Item.Id);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var mine = await (await tasks.MineAsync(cancellationToken))
            .Where(item => item.Kind == ApplicationTasks.Decision && item.Status == WorkItemStatus.Open)
            .OrderBy(item => item.DueAt)
            .ThenBy(item => item.Id)
            .ToListAsync(cancellationToken);
        Count = mine.Count;
        if (Count == 0)
        {
            // Whoever is asked to decide has the page, whatever their roles: those who never are have none.
            return actor.IsStaff || actor.IsInRole(AppRoles.Director) ? Page() : Forbid();
        }

        Number = TaskId is { } asked && mine.FindIndex(item => item.Id == asked) is >= 0 and var index ? index + 1 : Math.Clamp(Number, 1, Count);
        Item = mine[Number - 1];
        Letters = await letters.PreviewAsync(Item, reason: null, [DecideApplication.Retained, DecideApplication.NotRetained], cancellationToken);
        return Page();
    }
}
