using Fabrique.Data;
using Fabrique.Domain.Applications;
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

    public static string File(string reference) => $"/candidatures/{reference}/lettre.pdf";
}

/// <summary>The letters of the decisions that wait for the signed-in person, one application after the other.</summary>
[Authorize(Policies.SignedIn)]
public sealed class LettersModel(FabriqueDbContext db, TaskLoader tasks, TaskKinds kinds, DecisionLetters letters) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "numero")]
    public int Number { get; set; } = 1;

    public int Count { get; private set; }

    /// <summary>Null when none waits.</summary>
    public WorkItem? Item { get; private set; }

    public Application Application { get; private set; } = null!;

    public IReadOnlyList<SilentDirection> Silent { get; private set; } = [];

    public IReadOnlyList<LetterPreview> Letters { get; private set; } = [];

    public string DecideHref => kinds[Item!.Kind].Page(Item.Id);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var mine = (await tasks.MineAsync(cancellationToken)).Where(item => item.Kind == ApplicationTasks.Decision && item.Status == WorkItemStatus.Open);
        Count = await mine.CountAsync(cancellationToken);
        if (Count == 0)
        {
            return;
        }

        Number = Math.Clamp(Number, 1, Count);
        Item = await mine.OrderBy(item => item.DueAt).ThenBy(item => item.Id).Skip(Number - 1).FirstOrDefaultAsync(cancellationToken);
        if (Item is null)
        {
            return;
        }

        var id = Item.SubjectId;
        Application = await db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == id, cancellationToken);
        Silent = await SilentDirections.ReadAsync(db, Application, cancellationToken);
        Letters = await letters.PreviewAsync(Item, Application, reason: null, [DecideApplication.Retained, DecideApplication.NotRetained], cancellationToken);
    }
}
